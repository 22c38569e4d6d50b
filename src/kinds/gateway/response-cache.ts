/** Answers by what was asked for, the last used first; plain data, part of its owner's state. */
export interface ResponseCache {
  /** By key: its slot. */
  slotOf: Record<number, number>;
  /** Columns, by slot. */
  readonly keys: number[];
  readonly storedAtMs: number[];
  readonly newer: number[];
  readonly older: number[];
  newest: number;
  oldest: number;
}

const NOWHERE = -1;

export const emptyCache = (): ResponseCache => ({
  slotOf: {},
  keys: [],
  storedAtMs: [],
  newer: [],
  older: [],
  newest: NOWHERE,
  oldest: NOWHERE,
});

function takeOut(cache: ResponseCache, slot: number): void {
  const { newer, older } = cache;
  if (newer[slot] === NOWHERE) cache.newest = older[slot];
  else older[newer[slot]] = older[slot];
  if (older[slot] === NOWHERE) cache.oldest = newer[slot];
  else newer[older[slot]] = newer[slot];
}

function putFirst(cache: ResponseCache, slot: number): void {
  cache.newer[slot] = NOWHERE;
  cache.older[slot] = cache.newest;
  if (cache.newest === NOWHERE) cache.oldest = slot;
  else cache.newer[cache.newest] = slot;
  cache.newest = slot;
}

/** How old the answer for `key` is, ms, which is now the last used; null where there is none younger than `ttlMs`. */
export function lookUp(cache: ResponseCache, key: number, ttlMs: number, nowMs: number): number | null {
  const slot: number | undefined = cache.slotOf[key];
  if (slot === undefined) return null;
  const ageMs = nowMs - cache.storedAtMs[slot];
  if (ageMs >= ttlMs) return null;
  takeOut(cache, slot);
  putFirst(cache, slot);
  return ageMs;
}

/** Keeps a new answer; without room, in place of the one that was not used for longest. */
export function keep(cache: ResponseCache, key: number, capacity: number, nowMs: number): void {
  let slot: number | undefined = cache.slotOf[key];
  if (slot !== undefined) takeOut(cache, slot);
  else if (cache.keys.length < capacity) slot = cache.keys.length;
  else {
    slot = cache.oldest;
    takeOut(cache, slot);
    delete cache.slotOf[cache.keys[slot]];
  }
  cache.slotOf[key] = slot;
  cache.keys[slot] = key;
  cache.storedAtMs[slot] = nowMs;
  putFirst(cache, slot);
}
