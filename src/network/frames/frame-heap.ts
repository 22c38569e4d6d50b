/**
 * Frames in the order of a number that each was put in with, e.g. a deadline: a binary heap in plain arrays, part of its
 * owner's state. A frame cannot be taken out of the middle; whoever takes the first one asks whether it still matters,
 * for which its serial tells it from a later frame in the same slot.
 */
export interface FrameHeap {
  readonly keys: number[];
  readonly frames: number[];
  readonly serials: number[];
}

export const emptyHeap = (): FrameHeap => ({ keys: [], frames: [], serials: [] });

/** Puts `value` in at `place` of all three columns. */
function put({ keys, frames, serials }: FrameHeap, place: number, key: number, frame: number, serial: number): void {
  keys[place] = key;
  frames[place] = frame;
  serials[place] = serial;
}

/** Equal keys come out in the order of their serials. */
const isBefore = (key: number, serial: number, otherKey: number, otherSerial: number): boolean =>
  key < otherKey || (key === otherKey && serial < otherSerial);

export function push(heap: FrameHeap, key: number, frame: number, serial: number): void {
  const { keys, frames, serials } = heap;
  let place = keys.length;
  put(heap, place, key, frame, serial);
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isBefore(key, serial, keys[parent], serials[parent])) break;
    put(heap, place, keys[parent], frames[parent], serials[parent]);
    place = parent;
  }
  put(heap, place, key, frame, serial);
}

/** Takes the first one out; the heap must not be empty. */
export function dropFirst(heap: FrameHeap): void {
  const { keys, frames, serials } = heap;
  const last = keys.length - 1;
  const key = keys[last];
  const frame = frames[last];
  const serial = serials[last];
  keys.length = last;
  frames.length = last;
  serials.length = last;
  if (last === 0) return;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= last) break;
    if (child + 1 < last && isBefore(keys[child + 1], serials[child + 1], keys[child], serials[child])) child++;
    if (!isBefore(keys[child], serials[child], key, serial)) break;
    put(heap, place, keys[child], frames[child], serials[child]);
    place = child;
  }
  put(heap, place, key, frame, serial);
}

export function clearHeap({ keys, frames, serials }: FrameHeap): void {
  keys.length = 0;
  frames.length = 0;
  serials.length = 0;
}

/** Leaves in only those for which `isWanted` holds. */
export function sift(heap: FrameHeap, isWanted: (frame: number, serial: number, key: number) => boolean): void {
  const { keys, frames, serials } = heap;
  const all = keys.map((key, i) => ({ key, frame: frames[i], serial: serials[i] }));
  clearHeap(heap);
  for (const { key, frame, serial } of all) if (isWanted(frame, serial, key)) push(heap, key, frame, serial);
}
