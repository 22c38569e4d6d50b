/** How many requests are remembered that have loaded an aggregate and not written to it. */
const REMEMBERED = 10_000;

/** What the store knows of its streams: plain data. */
export interface Aggregates {
  /** By key: how many events its stream has. */
  readonly versions: Record<number, number>;
  /** By the serial of a request: the aggregate that it has loaded, and the version that it saw. */
  readonly expected: Record<number, { readonly key: number; readonly version: number }>;
  /** The same requests, the oldest first; some of them have written since. */
  readonly loaders: number[];
}

export const noAggregates = (): Aggregates => ({ versions: {}, expected: {}, loaders: [] });

/** A stream is one event longer. */
export function appended({ versions }: Aggregates, key: number): void {
  versions[key] = (versions[key] ?? 0) + 1;
}

/** How many events must be applied to get an aggregate: all, or those since its last snapshot. */
export function eventsToReplay({ versions }: Aggregates, key: number, snapshotEvery: number | null): number {
  const version = versions[key] ?? 0;
  return snapshotEvery === null ? version : version % snapshotEvery;
}

/** A request has loaded an aggregate: what it writes next expects that nobody else has written since. */
export function expect({ versions, expected, loaders }: Aggregates, request: number, key: number): void {
  if (expected[request] === undefined) loaders.push(request);
  expected[request] = { key, version: versions[key] ?? 0 };
  if (loaders.length <= REMEMBERED) return;
  for (const old of loaders.splice(0, REMEMBERED / 2)) delete expected[old];
}

/** Whether a request may write: it has not loaded the aggregate, or nobody has written to it since. It may then not count on what it loaded any more. */
export function takeExpected({ versions, expected }: Aggregates, request: number, key: number): boolean {
  const seen = expected[request];
  if (seen === undefined || seen.key !== key) return true;
  delete expected[request];
  return seen.version === (versions[key] ?? 0);
}
