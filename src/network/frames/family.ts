import { type Frames, NONE } from './frames';

// Frames that wait for calls, and these calls: a list of siblings for each parent, in columns of the frames themselves.

/** Lets `parent` wait for `frame`. */
export function attach(frames: Frames, frame: number, parent: number): void {
  const first = frames.child[parent];
  frames.parent[frame] = parent;
  frames.previousSibling[frame] = NONE;
  frames.nextSibling[frame] = first;
  if (first !== NONE) frames.previousSibling[first] = frame;
  frames.child[parent] = frame;
}

/** The parent waits for `frame` no more. */
export function detach(frames: Frames, frame: number): void {
  const parent = frames.parent[frame];
  const before = frames.previousSibling[frame];
  const after = frames.nextSibling[frame];
  if (before === NONE) frames.child[parent] = after;
  else frames.nextSibling[before] = after;
  if (after !== NONE) frames.previousSibling[after] = before;
  frames.parent[frame] = NONE;
}

/** Lets the parent of `frame`, if it has one, wait for `successor` in its place. */
export function replaceInFamily(frames: Frames, frame: number, successor: number): void {
  const parent = frames.parent[frame];
  if (parent === NONE) return;
  const before = frames.previousSibling[frame];
  const after = frames.nextSibling[frame];
  frames.parent[successor] = parent;
  frames.previousSibling[successor] = before;
  frames.nextSibling[successor] = after;
  if (before === NONE) frames.child[parent] = successor;
  else frames.nextSibling[before] = successor;
  if (after !== NONE) frames.previousSibling[after] = successor;
  frames.parent[frame] = NONE;
}
