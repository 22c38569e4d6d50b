/** So many leases that have run out are worth a cleaning. */
const MOST_SPENT = 1_024;

/** Leases in the order in which they run out, which is the order in which they were given: plain data. */
export interface LeaseQueue {
  keys: number[];
  dueMs: number[];
  /** The first that has not run out. */
  head: number;
}

export const noLeases = (): LeaseQueue => ({ keys: [], dueMs: [], head: 0 });

export function addLease(queue: LeaseQueue, key: number, dueMs: number): void {
  queue.keys.push(key);
  queue.dueMs.push(dueMs);
}

/** Takes out all leases that have run out by now, and hands each over. */
export function takeSpentLeases(queue: LeaseQueue, nowMs: number, spent: (key: number, dueMs: number) => void): void {
  while (queue.head < queue.keys.length && queue.dueMs[queue.head] <= nowMs) {
    const at = queue.head++;
    spent(queue.keys[at], queue.dueMs[at]);
  }
  if (queue.head < MOST_SPENT && queue.head < queue.keys.length) return;
  queue.keys.splice(0, queue.head);
  queue.dueMs.splice(0, queue.head);
  queue.head = 0;
}
