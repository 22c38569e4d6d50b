import { type Frames, NONE } from './frames';

// Frames that wait for calls, and these calls: a list of siblings for each parent, in columns of the frames themselves.

/** Lets `parent` wait for `frame`. */
export function attach(frames: Frames, frame: number, parent: number): void {
  const first = frames.child[parent];
  frames.parent[frame] = parent;
  frames.child[parent] = frame;
  // Most frames wait for one call at a time: the first that waits for two makes room for all.
  if (first !== NONE) frames.keep('siblings');
  if (!frames.keepsSiblings) return;
  frames.previousSibling[frame] = NONE;
  frames.nextSibling[frame] = first;
  if (first !== NONE) frames.previousSibling[first] = frame;
}

/** The next of the calls that the parent of `frame` waits for; NONE behind the last. */
export const nextSibling = (frames: Frames, frame: number): number =>
  frames.keepsSiblings ? frames.nextSibling[frame] : NONE;

/** The parent waits for `frame` no more. */
export function detach(frames: Frames, frame: number): void {
  const parent = frames.parent[frame];
  frames.parent[frame] = NONE;
  if (!frames.keepsSiblings) {
    frames.child[parent] = NONE;
    return;
  }
  const before = frames.previousSibling[frame];
  const after = frames.nextSibling[frame];
  if (before === NONE) frames.child[parent] = after;
  else frames.nextSibling[before] = after;
  if (after !== NONE) frames.previousSibling[after] = before;
}

/** Lets the parent of `frame`, if it has one, wait for `successor` in its place. */
export function replaceInFamily(frames: Frames, frame: number, successor: number): void {
  const parent = frames.parent[frame];
  if (parent === NONE) return;
  frames.parent[successor] = parent;
  frames.parent[frame] = NONE;
  if (!frames.keepsSiblings) {
    frames.child[parent] = successor;
    return;
  }
  const before = frames.previousSibling[frame];
  const after = frames.nextSibling[frame];
  frames.previousSibling[successor] = before;
  frames.nextSibling[successor] = after;
  if (before === NONE) frames.child[parent] = successor;
  else frames.nextSibling[before] = successor;
  if (after !== NONE) frames.previousSibling[after] = successor;
}
