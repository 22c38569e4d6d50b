/** By key: the writes that wait for a row which another one has locked, in the order in which they came. Plain data. */
export type RowLocks = Record<number, number[]>;

/** Locks a row for a write; false if another one has it: then `frame` waits until {@link unlock} names it. */
export function lock(locks: RowLocks, key: number, frame: number): boolean {
  const waiters = locks[key];
  if (waiters === undefined) {
    locks[key] = [];
    return true;
  }
  waiters.push(frame);
  return false;
}

/** Gives a row up; the next write that has it from now on, or undefined if nobody waits. */
export function unlock(locks: RowLocks, key: number): number | undefined {
  const waiters = locks[key];
  const next = waiters?.shift();
  if (next === undefined) delete locks[key];
  return next;
}
