import { type Frames, NONE, Phase } from '../frames/frames';
import { nextTwin } from '../frames/twins';

/** The other attempts of the call of `frame`: hedges may be under way, or to come, beside each other. */
function othersOf(frames: Frames, frame: number): number[] {
  const others: number[] = [];
  for (let other = nextTwin(frames, frame); other !== NONE && other !== frame; other = nextTwin(frames, other)) {
    others.push(other);
  }
  return others;
}

/** Whether an attempt has begun: one that is to come waits as between two attempts. */
const hasBegun = (frames: Frames, frame: number): boolean => frames.phase[frame] !== Phase.backoff;

/** How many attempts of the call there have been; one that is to come has the number of the one before it. */
export const attemptsSent = (frames: Frames, frame: number): number =>
  othersOf(frames, frame).reduce((sent, other) => Math.max(sent, frames.attempt[other]), frames.attempt[frame]);

/** How many other attempts of the call are under way. */
export const othersPending = (frames: Frames, frame: number): number =>
  othersOf(frames, frame).filter((other) => hasBegun(frames, other)).length;

/** Of the attempts of a call that are under way, one stands for the call in the books: whether it is this one. */
export const isEldest = (frames: Frames, frame: number): boolean =>
  !othersOf(frames, frame).some((other) => hasBegun(frames, other) && frames.attempt[other] < frames.attempt[frame]);

/** An attempt of the call that has begun, if there is one; else the one asked about. */
export const underWay = (frames: Frames, frame: number): number =>
  hasBegun(frames, frame) ? frame : (othersOf(frames, frame).find((other) => hasBegun(frames, other)) ?? frame);
