import { type Frames, NONE } from './frames';

/** The ends and the length of a list of frames; plain data, part of its owner's state. */
export interface FrameList {
  head: number;
  tail: number;
  length: number;
}

/** An empty list. A frame is in one list at a time: neighbours are columns of the frames themselves. */
export const emptyList = (): FrameList => ({ head: NONE, tail: NONE, length: 0 });

export function append(frames: Frames, list: FrameList, frame: number): void {
  insertAfter(frames, list, list.tail, frame);
}

/** Puts `frame` behind `anchor`; NONE as anchor puts it in front. */
export function insertAfter(frames: Frames, list: FrameList, anchor: number, frame: number): void {
  const { next, previous } = frames;
  const following = anchor === NONE ? list.head : next[anchor];
  previous[frame] = anchor;
  next[frame] = following;
  if (anchor === NONE) list.head = frame;
  else next[anchor] = frame;
  if (following === NONE) list.tail = frame;
  else previous[following] = frame;
  list.length++;
}

export function remove(frames: Frames, list: FrameList, frame: number): void {
  const before = frames.previous[frame];
  const after = frames.next[frame];
  if (before === NONE) list.head = after;
  else frames.next[before] = after;
  if (after === NONE) list.tail = before;
  else frames.previous[after] = before;
  list.length--;
}

/** Takes the first frame out; NONE when there is none. */
export function takeFirst(frames: Frames, list: FrameList): number {
  const frame = list.head;
  if (frame !== NONE) remove(frames, list, frame);
  return frame;
}
