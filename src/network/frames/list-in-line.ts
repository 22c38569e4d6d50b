import { type Frames, NONE } from './frames';

// Lists of frames, as in frame-list.ts, whose ends are three numbers among many others in one column: for what every
// request passes. Objects of their own, a thousand of them, would not stay in a processor's cache.

/** What stands where a list begins: its first frame, its last, and how many there are. */
const HEAD = 0;
const TAIL = 1;
const LENGTH = 2;
/** So many numbers a list takes. */
export const LIST_WORDS = 3;

export const headIn = (words: Int32Array, list: number): number => words[list + HEAD];
export const tailIn = (words: Int32Array, list: number): number => words[list + TAIL];
export const lengthIn = (words: Int32Array, list: number): number => words[list + LENGTH];

/** Empties a list; what becomes of the frames in it is the caller's business. */
export function clearIn(words: Int32Array, list: number): void {
  words[list + HEAD] = NONE;
  words[list + TAIL] = NONE;
  words[list + LENGTH] = 0;
}

/** Puts `frame` at the end. */
export function appendIn(frames: Frames, words: Int32Array, list: number, frame: number): void {
  insertAfterIn(frames, words, list, words[list + TAIL], frame);
}

/** Puts `frame` behind `anchor`; NONE as anchor puts it in front. */
export function insertAfterIn(frames: Frames, words: Int32Array, list: number, anchor: number, frame: number): void {
  const { next, previous } = frames;
  const following = anchor === NONE ? words[list + HEAD] : next[anchor];
  previous[frame] = anchor;
  next[frame] = following;
  if (anchor === NONE) words[list + HEAD] = frame;
  else next[anchor] = frame;
  if (following === NONE) words[list + TAIL] = frame;
  else previous[following] = frame;
  words[list + LENGTH]++;
}

/** Takes out `frame`, which must be in the list. */
export function removeIn(frames: Frames, words: Int32Array, list: number, frame: number): void {
  const { next, previous } = frames;
  const before = previous[frame];
  const after = next[frame];
  if (before === NONE) words[list + HEAD] = after;
  else next[before] = after;
  if (after === NONE) words[list + TAIL] = before;
  else previous[after] = before;
  words[list + LENGTH]--;
}

/** Takes the first frame out; NONE when there is none. */
export function takeFirstIn(frames: Frames, words: Int32Array, list: number): number {
  const frame = words[list + HEAD];
  if (frame !== NONE) removeIn(frames, words, list, frame);
  return frame;
}
