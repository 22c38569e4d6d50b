import { type Frames, NONE } from './frames';
import { insertAfterIn, removeIn } from './list-in-line';

/**
 * A list of frames in which lower levels stand before higher ones, and each level in its own order. `ends` holds the last
 * frame of each level, so that getting in and out takes no search.
 */
export interface LeveledList {
  /** A list in line: in which column, and where there. */
  readonly words: Int32Array;
  readonly list: number;
  readonly ends: number[];
}

/** The frame behind which a level begins. */
function endBefore(ends: readonly number[], level: number): number {
  for (let before = level - 1; before >= 0; before--) if (ends[before] !== NONE) return ends[before];
  return NONE;
}

/** Puts `frame` behind the others of its level. */
export function appendToLevel(frames: Frames, { words, list, ends }: LeveledList, level: number, frame: number): void {
  insertAfterIn(frames, words, list, ends[level] === NONE ? endBefore(ends, level) : ends[level], frame);
  ends[level] = frame;
}

/** Puts `frame` in front of the others of its level. */
export function prependToLevel(frames: Frames, { words, list, ends }: LeveledList, level: number, frame: number): void {
  insertAfterIn(frames, words, list, endBefore(ends, level), frame);
  if (ends[level] === NONE) ends[level] = frame;
}

/** Takes `frame` out of its level, which begins behind the end of the one before. */
export function removeFromLevel(
  frames: Frames,
  { words, list, ends }: LeveledList,
  level: number,
  frame: number,
): void {
  if (ends[level] === frame) {
    const before = frames.previous[frame];
    ends[level] = before === endBefore(ends, level) ? NONE : before;
  }
  removeIn(frames, words, list, frame);
}
