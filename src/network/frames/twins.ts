import { type Frames, NONE } from './frames';

// Attempts of one call that are under way at the same time, as a ring in a column of the frames; one alone is in none.

/** Puts `newcomer` into the ring of `frame`, which may have been alone. */
export function joinTwins(frames: Frames, frame: number, newcomer: number): void {
  const { twin } = frames;
  twin[newcomer] = twin[frame] === NONE ? frame : twin[frame];
  twin[frame] = newcomer;
}

/** The next in the ring of `frame`; NONE if it is alone. */
export const nextTwin = (frames: Frames, frame: number): number => (frames.keepsSiblings ? frames.twin[frame] : NONE);

/** Takes `frame` out of its ring; does nothing if it is alone. */
export function leaveTwins(frames: Frames, frame: number): void {
  const { twin } = frames;
  if (!frames.keepsSiblings || twin[frame] === NONE) return;
  const before = twinBefore(frames, frame);
  twin[before] = twin[frame] === before ? NONE : twin[frame];
  twin[frame] = NONE;
}

/** Puts `successor` where `frame` is; does nothing if that is alone. */
export function replaceTwin(frames: Frames, frame: number, successor: number): void {
  const { twin } = frames;
  if (!frames.keepsSiblings || twin[frame] === NONE) return;
  const before = twinBefore(frames, frame);
  twin[successor] = twin[frame];
  twin[before] = successor;
  twin[frame] = NONE;
}

function twinBefore({ twin }: Frames, frame: number): number {
  let before = twin[frame];
  while (twin[before] !== frame) before = twin[before];
  return before;
}
