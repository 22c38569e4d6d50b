import { emptyHeap, type FrameHeap } from '../frames/frame-heap';

/**
 * Work that is done on all frames at once, at a common speed. Instead of counting down what is left of each, a clock runs
 * that slows down as more share: a frame is done when that clock shows the reading at which it came plus its work.
 * Source: A. Demers, S. Keshav and S. Shenker, Analysis and Simulation of a Fair Queueing Algorithm, 1989 (virtual time).
 */
export interface Sharing {
  /** What the clock shows, ms of work on each; back at 0 whenever nobody is at work. */
  clockMs: number;
  /** When that was so, virtual ms. */
  atMs: number;
  /** When the first of them will be done if nobody else comes, virtual ms. */
  dueMs: number;
  /** The earliest timer that is set; Infinity for none. Timers at other times are those of plans that have changed. */
  armedMs: number;
  /** By the reading at which each is done. */
  readonly atWork: FrameHeap;
}

export const nobodyShares = (): Sharing => ({
  clockMs: 0,
  atMs: 0,
  dueMs: Infinity,
  armedMs: Infinity,
  atWork: emptyHeap(),
});
