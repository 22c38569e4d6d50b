import { type FrameList, insertAfter, remove } from './frame-list';
import { type Frames, NONE } from './frames';

/**
 * A list of frames in which lower levels stand before higher ones, and each level in its own order. `ends` holds the last
 * frame of each level, so that getting in and out takes no search. Plain data, part of its owner's state.
 */
export interface LeveledList {
  readonly list: FrameList;
  readonly ends: number[];
}

/** The frame behind which a level begins. */
function endBefore(ends: readonly number[], level: number): number {
  for (let before = level - 1; before >= 0; before--) if (ends[before] !== NONE) return ends[before];
  return NONE;
}

/** Puts `frame` behind the others of its level. */
export function appendToLevel(frames: Frames, { list, ends }: LeveledList, level: number, frame: number): void {
  insertAfter(frames, list, ends[level] === NONE ? endBefore(ends, level) : ends[level], frame);
  ends[level] = frame;
}

/** Puts `frame` in front of the others of its level. */
export function prependToLevel(frames: Frames, { list, ends }: LeveledList, level: number, frame: number): void {
  insertAfter(frames, list, endBefore(ends, level), frame);
  if (ends[level] === NONE) ends[level] = frame;
}

/** Takes `frame` out of its level, which begins behind the end of the one before. */
export function removeFromLevel(frames: Frames, { list, ends }: LeveledList, level: number, frame: number): void {
  if (ends[level] === frame) {
    const before = frames.previous[frame];
    ends[level] = before === endBefore(ends, level) ? NONE : before;
  }
  remove(frames, list, frame);
}
