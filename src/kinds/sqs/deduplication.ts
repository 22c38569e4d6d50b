/** The deduplication ids that a FIFO queue remembers: plain data, part of its owner's state. */
export interface KnownIds {
  readonly ids: Record<string, true>;
  /** The same in the order of their coming, with the end of each; those before `first` are forgotten. */
  order: string[];
  untilMs: number[];
  first: number;
}

export const noIds = (): KnownIds => ({ ids: {}, order: [], untilMs: [], first: 0 });

/** The deduplication interval. */
export const DEDUPLICATION_MS = 300_000;
/** So many forgotten ids are worth a cleaning. */
const STALE = 1024;

/** Whether the queue knows an id; if not, it does from now on. A text that no object has of itself: ids begin with a sign. */
export function isKnown(known: KnownIds, id: string, nowMs: number): boolean {
  while (known.first < known.order.length && known.untilMs[known.first] <= nowMs) {
    delete known.ids[known.order[known.first]];
    known.first++;
  }
  if (known.first > STALE && 2 * known.first > known.order.length) {
    known.order = known.order.slice(known.first);
    known.untilMs = known.untilMs.slice(known.first);
    known.first = 0;
  }
  if (known.ids[id]) return true;
  known.ids[id] = true;
  known.order.push(id);
  known.untilMs.push(nowMs + DEDUPLICATION_MS);
  return false;
}
