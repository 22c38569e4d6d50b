import { clearHeap, dropFirst, emptyHeap, type FrameHeap, push, sift } from '../frames/frame-heap';

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

const speed = (sharing: Sharing, workers: number): number => Math.min(1, workers / sharing.atWork.keys.length);

function advance(sharing: Sharing, nowMs: number, workers: number): void {
  if (sharing.atWork.keys.length === 0) sharing.clockMs = 0;
  else sharing.clockMs += (nowMs - sharing.atMs) * speed(sharing, workers);
  sharing.atMs = nowMs;
}

function plan(sharing: Sharing, workers: number): void {
  const { keys } = sharing.atWork;
  sharing.dueMs =
    keys.length === 0 ? Infinity : sharing.atMs + Math.max(0, keys[0] - sharing.clockMs) / speed(sharing, workers);
}

/** Begins `workMs` of work on a frame. */
export function beginSharing(
  sharing: Sharing,
  nowMs: number,
  workers: number,
  frame: number,
  serial: number,
  workMs: number,
): void {
  advance(sharing, nowMs, workers);
  push(sharing.atWork, sharing.clockMs + workMs, frame, serial);
  plan(sharing, workers);
}

/** The frame that is done now, which is when {@link Sharing.dueMs} said. */
export function endSharing(sharing: Sharing, nowMs: number, workers: number): number {
  const { atWork } = sharing;
  const frame = atWork.frames[0];
  sharing.clockMs = atWork.keys[0];
  sharing.atMs = nowMs;
  dropFirst(atWork);
  if (atWork.keys.length === 0) sharing.clockMs = 0;
  plan(sharing, workers);
  return frame;
}

/** Nobody is at work any more. Timers that are set find nothing to do. */
export function stopSharing(sharing: Sharing): void {
  clearHeap(sharing.atWork);
  sharing.dueMs = Infinity;
}

/** Those for whom `isGone` holds are not at work any more. */
export function leaveSharing(
  sharing: Sharing,
  nowMs: number,
  workers: number,
  isGone: (frame: number) => boolean,
): void {
  advance(sharing, nowMs, workers);
  sift(sharing.atWork, (frame) => !isGone(frame));
  plan(sharing, workers);
}

/** From now on there are `after` workers instead of `before`. */
export function reshare(sharing: Sharing, nowMs: number, before: number, after: number): void {
  advance(sharing, nowMs, before);
  plan(sharing, after);
}
