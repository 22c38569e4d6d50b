import { type Frames, NONE } from '../frames/frames';

/**
 * The attempts of a link that may time out, in the order in which they will: the timeout is the same for all, so that
 * one event in the queue serves them. Neighbours are columns of the frames themselves.
 */
interface TimeoutList {
  timeoutHead: number;
  timeoutTail: number;
}

/** Puts an attempt at the end: it was sent last. */
export function appendTimeout(frames: Frames, list: TimeoutList, frame: number): void {
  frames.previousTimeout[frame] = list.timeoutTail;
  frames.nextTimeout[frame] = NONE;
  if (list.timeoutTail === NONE) list.timeoutHead = frame;
  else frames.nextTimeout[list.timeoutTail] = frame;
  list.timeoutTail = frame;
}

/** Takes an attempt out; does nothing if it is not in the list. */
export function removeTimeout(frames: Frames, list: TimeoutList, frame: number): void {
  const before = frames.previousTimeout[frame];
  const after = frames.nextTimeout[frame];
  if (before === NONE && list.timeoutHead !== frame) return;
  if (before === NONE) list.timeoutHead = after;
  else frames.nextTimeout[before] = after;
  if (after === NONE) list.timeoutTail = before;
  else frames.previousTimeout[after] = before;
  frames.nextTimeout[frame] = NONE;
  frames.previousTimeout[frame] = NONE;
}

/** Puts `successor` where `frame` is; does nothing if that is not in the list. */
export function replaceTimeout(frames: Frames, list: TimeoutList, frame: number, successor: number): void {
  const before = frames.previousTimeout[frame];
  const after = frames.nextTimeout[frame];
  if (before === NONE && list.timeoutHead !== frame) return;
  frames.previousTimeout[successor] = before;
  frames.nextTimeout[successor] = after;
  if (before === NONE) list.timeoutHead = successor;
  else frames.nextTimeout[before] = successor;
  if (after === NONE) list.timeoutTail = successor;
  else frames.previousTimeout[after] = successor;
  frames.nextTimeout[frame] = NONE;
  frames.previousTimeout[frame] = NONE;
}
