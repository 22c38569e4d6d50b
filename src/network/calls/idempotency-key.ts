import { FrameFlag, type Frames, NONE } from '../frames/frames';

const WORD = 2 ** 32;
/** Of the upper word, as many bits as a number has room for beside the lower one. */
const UPPER = 0x1f_ffff;

/** 53 bits out of a number and another: the same two give the same, and others hardly ever do. After cyrb53. */
function mixed(key: number, other: number): number {
  let low = (key % WORD) | 0;
  let high = Math.floor(key / WORD) | 0;
  low = Math.imul(low ^ other, 0x9e37_79b1);
  high = Math.imul(high ^ other ^ 0x41c6_ce57, 0x5f35_6495);
  low = Math.imul(low ^ (low >>> 16), 0x85eb_ca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2_ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85eb_ca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2_ae35);
  return (high & UPPER) * WORD + (low >>> 0);
}

/** The key of what a frame is: a request's is its own, a message's is its id, however often it is delivered. */
export function keyOf(frames: Frames, frame: number): number {
  if (frames.link[frame] === NONE) return frames.serial[frame];
  return frames.flags[frame] & FrameFlag.delivery ? frames.call[frame] : frames.idempotencyKey[frame];
}

/**
 * The key with which `parent` makes its next call over a link. Made again, because `parent` itself is another attempt of
 * what was done before, the call has the same key: it is derived from the key that its caller was called with, and from
 * which of its caller's calls it is. A proxy hands on the key that it got.
 */
export function keyOfCall(frames: Frames, parent: number, link: number, operation: number, handsOn: boolean): number {
  const key = keyOf(frames, parent);
  if (handsOn && frames.link[parent] !== NONE) return key;
  return mixed(mixed(mixed(key, link), frames.pc[parent] * 0x1_0000 + operation), besideOthers(frames, parent));
}

/**
 * Tells apart what `parent` sends at once: made of the key of what it has sent just before, and so in the same way each
 * time that it does the same. What is no call has such a key for the sake of those that follow it.
 */
export function besideOthers(frames: Frames, parent: number): number {
  const last = frames.child[parent];
  return last === NONE ? 0 : mixed(frames.idempotencyKey[last], 1) % WORD;
}
