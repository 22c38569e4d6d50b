/** So many writes that all replicas have are worth a cleaning. */
const MOST_SETTLED = 1_024;

/** The last write of a row that some replica does not have yet. */
interface LastWrite {
  committedMs: number;
  /** By replica: when it has it, ms. */
  appliedMs: number[];
  /** Writes of this row that are not everywhere yet. */
  pending: number;
}

/** What replicas do not have yet: plain data. */
export interface Replication {
  /** By key. */
  rows: Record<number, LastWrite>;
  /** By replica: when it has all writes so far, ms. */
  caughtUpMs: number[];
  /** Writes in the order of their commits, which is the order in which all replicas have them. */
  keys: number[];
  everywhereMs: number[];
  /** The first that is not everywhere. */
  head: number;
}

export const inStep = (replicas: number): Replication => ({
  rows: {},
  caughtUpMs: new Array<number>(replicas).fill(0),
  keys: [],
  everywhereMs: [],
  head: 0,
});

/**
 * A write of a row is committed; replica i would have it after `lagMs(i)` if it were the only one. Each replica applies
 * what it gets in the order of the commits. Returns how long the slowest needs, ms.
 */
export function replicate(state: Replication, key: number, nowMs: number, lagMs: (replica: number) => number): number {
  settle(state, nowMs);
  state.rows[key] ??= { committedMs: 0, appliedMs: new Array<number>(state.caughtUpMs.length).fill(0), pending: 0 };
  const row = state.rows[key];
  row.committedMs = nowMs;
  row.pending++;
  let everywhereMs = nowMs;
  for (let replica = 0; replica < state.caughtUpMs.length; replica++) {
    const appliedMs = Math.max(state.caughtUpMs[replica], nowMs + lagMs(replica));
    state.caughtUpMs[replica] = appliedMs;
    row.appliedMs[replica] = appliedMs;
    everywhereMs = Math.max(everywhereMs, appliedMs);
  }
  state.keys.push(key);
  state.everywhereMs.push(everywhereMs);
  return everywhereMs - nowMs;
}

/** How long ago the last write of a row was, where a replica does not have it yet; −1 where it does. */
export function behindMs(state: Replication, key: number, replica: number, nowMs: number): number {
  const row = state.rows[key];
  return row !== undefined && row.appliedMs[replica] > nowMs ? nowMs - row.committedMs : -1;
}

/** Forgets writes that all replicas have. */
function settle(state: Replication, nowMs: number): void {
  while (state.head < state.keys.length && state.everywhereMs[state.head] <= nowMs) {
    const key = state.keys[state.head++];
    if (--state.rows[key].pending === 0) delete state.rows[key];
  }
  if (state.head < MOST_SETTLED && state.head < state.keys.length) return;
  state.keys.splice(0, state.head);
  state.everywhereMs.splice(0, state.head);
  state.head = 0;
}
