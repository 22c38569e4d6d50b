import { describe, expect, test } from 'vitest';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';
import { cheHitRate } from './testing/che';

const ALL_THE_SAME = { keys: { pattern: 'one' } };
const evenly = (everyMs: number, count: number) => Array.from({ length: count }, (_, i) => i * everyMs);

/** A shop that asks a cache at these moments, which asks a database that takes 10 ms. */
const readThrough = (timesMs: readonly number[], params: object = {}, client: Record<string, unknown> = ALL_THE_SAME) =>
  scenario()
    .clientAt('shop', timesMs, client)
    .node('cache', 'cache', { accessTime: constant(0), ...params })
    .database('db', { queryTime: constant(10), poolSize: 100 })
    .link('shop', 'cache')
    .link('cache', 'db');

/** The same by a service that asks both. */
const aside = (
  timesMs: readonly number[],
  params: object = {},
  client: Record<string, unknown> = ALL_THE_SAME,
  service: object = {},
) =>
  scenario()
    .clientAt('shop', timesMs, client)
    .worker('orders', 0, { concurrency: 100, ...service })
    .node('cache', 'cache', { accessTime: constant(0), ...params })
    .database('db', { queryTime: constant(10), poolSize: 100 })
    .link('shop', 'orders')
    .link('orders', 'cache')
    .link('orders', 'db');

describe('read-through', () => {
  test('what it does not have it fetches, and has from then on', () => {
    const run = readThrough([0, 20, 30]).run({ untilMs: 100 });
    expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 0, 0]);
    expect(run.report.nodes.cache.detail).toMatchObject({ cacheHits: 2, cacheMisses: 1 });
    expect(run.report.nodes.cache.detail.entries).toMatchObject({ last: 1 });
    expect(run.report.nodes.db.arrived).toBe(1);
  });

  test('an entry may be used until its time is over', () => {
    const run = readThrough([0, 59, 61, 200], { ttlMs: 50 }).run({ untilMs: 300 });
    expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 0, 10, 10]);
    expect(run.report.nodes.cache.detail).toMatchObject({ expirations: 2 });
  });

  test('while something is loaded, whoever asks for it loads it as well', () => {
    const run = readThrough([0, 1, 2, 3]).run({ untilMs: 100 });
    expect(run.report.nodes.db.arrived).toBe(4);
  });

  test('with single flight they wait for the first, and share its answer', () => {
    const run = readThrough([0, 1, 2, 3], { singleFlight: true }).run({ untilMs: 100 });
    expect(run.report.nodes.db.arrived).toBe(1);
    expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 9, 8, 7]);
    expect(run.report.nodes.cache.detail).toMatchObject({ cacheMisses: 4, joinedLoads: 3 });
  });

  test('they share its failure, too', () => {
    const run = readThrough([0, 1, 50], { singleFlight: true })
      .crash('db', { atMs: 5, durationMs: 1 })
      .run({ untilMs: 6_000 });
    expect(run.outcomes('shop').slice(0, 2)).toEqual(['error', 'error']);
  });

  test('an entry that is about to expire is renewed while it is served', () => {
    const run = readThrough(evenly(10, 40), { ttlMs: 100, refreshAheadMs: 30 }).run({ untilMs: 500 });
    const slow = run.settled('shop').filter((request) => request.latencyMs > 0);
    // The first load takes 10 ms: the second request misses too.
    expect(slow).toHaveLength(1);
    expect(run.report.nodes.cache.detail.refreshes).toBeGreaterThan(3);
    expect(run.report.nodes.cache.detail).not.toHaveProperty('expirations');
  });

  test('a write goes through to the origin, and what was written is kept', () => {
    const client = { ...ALL_THE_SAME, mix: [{ operation: 'write', weight: 1 }] };
    const run = readThrough([0, 20], {}, client).run({ untilMs: 100 });
    expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 10]);
    expect(run.report.nodes.cache.detail.entries).toMatchObject({ last: 1 });
    const around = readThrough([0, 20], { writes: 'around' }, client).run({ untilMs: 100 });
    expect(around.report.nodes.cache.detail).not.toHaveProperty('entries');
  });
});

describe('cache-aside', () => {
  test('a service that is linked to a cache and a database asks the cache first, and fills it', () => {
    const run = aside([0, 20, 30]).run({ untilMs: 100 });
    expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 0, 0]);
    expect(run.report.nodes.cache).toMatchObject({ arrived: 4, detail: { cacheHits: 2, cacheMisses: 1 } });
    expect(run.report.nodes.db.arrived).toBe(1);
  });

  test('without the cache it is slower, but no worse off', () => {
    const run = aside([0, 20, 30]).crash('cache', { atMs: 10 }).run({ untilMs: 100 });
    expect(run.settled('shop').map(({ outcome, latencyMs }) => [outcome, latencyMs])).toEqual([
      ['ok', 10],
      ['ok', 10],
      ['ok', 10],
    ]);
  });

  test('a write drops what the cache has, goes to the database, and is put into the cache', () => {
    const client = { ...ALL_THE_SAME, mix: [{ operation: 'write', weight: 1 }] };
    const run = aside([0, 20], {}, client).run({ untilMs: 100 });
    expect(run.report.nodes.db.arrived).toBe(2);
    expect(run.report.nodes.cache.detail).toMatchObject({ invalidations: 1 });
  });

  test('a lease lets one bring what is missing, while the others wait', () => {
    const run = aside([0, 1, 2, 3], { singleFlight: true }).run({ untilMs: 100 });
    expect(run.report.nodes.db.arrived).toBe(1);
    expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 9, 8, 7]);
  });

  test('whoever does not come back loses the lease to the next', () => {
    const run = aside([0, 1, 2], { singleFlight: true, leaseMs: 50 }, ALL_THE_SAME)
      .crash('db', { atMs: 5, durationMs: 20 })
      .run({ untilMs: 4_000 });
    expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [5, 'error'],
      [50, 'error'],
      [100, 'error'],
    ]);
  });
});

test('a flush empties it, and so does a crash', () => {
  const run = readThrough([0, 30, 60, 90, 2_000])
    .flush('cache', { atMs: 40 })
    .restart('cache', { atMs: 200 })
    .run({ untilMs: 3_000 });
  expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 0, 10, 0, 10]);
  expect(run.report.nodes.cache.detail).toMatchObject({ flushes: 1 });
});

test('more keys than it has room for: the one not asked for the longest goes', () => {
  const client = { keys: { pattern: 'turns', count: 3 } };
  const thrashed = readThrough(evenly(20, 30), { capacity: 2 }, client).run({ untilMs: 700 });
  expect(thrashed.report.nodes.cache.detail).toMatchObject({ cacheMisses: 30, evictions: 28 });
  const roomy = readThrough(evenly(20, 30), { capacity: 3 }, client).run({ untilMs: 700 });
  expect(roomy.report.nodes.cache.detail).toMatchObject({ cacheMisses: 3, cacheHits: 27 });
});

test('Poisson requests for one entry hit as often as renewal theory says: λT / (1 + λT)', () => {
  const run = scenario()
    .client('shop', { arrivals: { process: 'poisson', ratePerSec: 100 }, ...ALL_THE_SAME })
    .node('cache', 'cache', { accessTime: constant(0), ttlMs: 50 })
    .database('db', { queryTime: constant(0) })
    .link('shop', 'cache')
    .link('cache', 'db')
    .run({ untilMs: 200_000 });
  const { cacheHits, cacheMisses } = run.report.nodes.cache.detail as Record<string, number>;
  expect(cacheHits / (cacheHits + cacheMisses)).toBeCloseTo(5 / 6, 2);
});

test('a Zipf mix through the whole path hits as often as Che says', () => {
  const run = scenario()
    .client('shop', {
      arrivals: { process: 'poisson', ratePerSec: 2_000 },
      keys: { pattern: 'zipf', count: 1_000, exponent: 0.9 },
    })
    .node('cache', 'cache', { accessTime: constant(0), ttlMs: null, capacity: 100 })
    .database('db', { queryTime: exponential(0.1), poolSize: 100 })
    .link('shop', 'cache')
    .link('cache', 'db')
    .run({ untilMs: 60_000 });
  const { cacheHits, cacheMisses } = run.report.nodes.cache.detail as Record<string, number>;
  expect(cacheHits / (cacheHits + cacheMisses)).toBeCloseTo(cheHitRate(100, 1_000, 0.9), 2);
});
