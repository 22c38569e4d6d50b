import { describe, expect, test } from 'vitest';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const queried = (timesMs: readonly number[], params: object) =>
  scenario()
    .clientAt('app', timesMs)
    .database('db', { queryTime: constant(10), ...params })
    .link('app', 'db');

test('each connection runs one query at a time, the others wait for one', () => {
  const run = queried([0, 1, 2, 3], { poolSize: 2 }).run({ untilMs: 100 });
  expect(run.settled('app').map((query) => query.atMs)).toEqual([10, 11, 20, 21]);
  expect(run.report.nodes.db).toMatchObject({ maxInQueue: 2, utilization: 0.2 });
});

test('more waiters than allowed are refused at once', () => {
  const run = queried([0, 1, 2, 3], { poolSize: 1, maxWaiters: 1 }).run({ untilMs: 100 });
  expect(run.settled('app').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
    [2, 'refused'],
    [3, 'refused'],
    [10, 'ok'],
    [20, 'ok'],
  ]);
});

test('a crash takes connections and waiters with it', () => {
  const run = queried([0, 1], { poolSize: 1, startupMs: 5 })
    .crash('db', { atMs: 4, durationMs: 1 })
    .run({ untilMs: 100 });
  expect(run.outcomes('app')).toEqual(['connectionReset', 'connectionReset']);
  expect(run.modes('db')).toEqual([
    [4, 1],
    [5, 2],
    [10, 0],
  ]);
});

const WRITES = { mix: [{ operation: 'write', weight: 1 }] };
const ROWS = { keys: { pattern: 'one' } };

describe('reads and writes', () => {
  test('an operation named as one writes, in a time of its own', () => {
    const run = scenario()
      .clientAt('writer', [0, 50], WRITES)
      .clientAt('reader', [0, 50])
      .database('db', { queryTime: constant(5), writeTime: constant(20) })
      .link('writer', 'db')
      .link('reader', 'db')
      .run({ untilMs: 100 });
    expect(run.settled('writer').map((query) => query.latencyMs)).toEqual([20, 20]);
    expect(run.settled('reader').map((query) => query.latencyMs)).toEqual([5, 5]);
    expect(run.report.nodes.db.detail).toMatchObject({ reads: 2, writes: 2 });
  });

  test('or a share of all of them', () => {
    const times = Array.from({ length: 4_000 }, (_, i) => i * 20);
    const run = queried(times, { writeShare: 0.25 }).run({ untilMs: 100_000 });
    expect((run.report.nodes.db.detail as { writes: number }).writes / 4_000).toBeCloseTo(0.25, 1);
  });

  test('whoever waits too long for a connection is turned away', () => {
    const run = queried([0, 1, 2], { poolSize: 1, connectionTimeoutMs: 15 }).run({ untilMs: 100 });
    expect(run.settled('app').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [10, 'ok'],
      [17, 'shed'],
      [20, 'ok'],
    ]);
  });
});

describe('row locks', () => {
  const written = (client: Record<string, unknown>, params: object) =>
    scenario()
      .clientAt('app', [0, 1, 2, 3], { ...WRITES, ...client })
      .database('db', { queryTime: constant(10), poolSize: 10, ...params })
      .link('app', 'db');

  test('writes of one row go one after another, and hold their connections', () => {
    const run = written(ROWS, { rowLocks: true }).run({ untilMs: 100 });
    expect(run.settled('app').map((query) => query.atMs)).toEqual([10, 20, 30, 40]);
    expect(run.report.nodes.db.detail).toMatchObject({ lockWaits: 3 });
    expect(run.report.nodes.db.detail.lockWaiters).toMatchObject({ max: 3, last: 0 });
    expect(run.report.nodes.db.maxInQueue).toBe(0);
  });

  test('of different rows, at once', () => {
    const run = written({ keys: { pattern: 'turns', count: 4 } }, { rowLocks: true }).run({ untilMs: 100 });
    expect(run.settled('app').map((query) => query.atMs)).toEqual([10, 11, 12, 13]);
  });

  test('a hot row uses up the pool: who has nothing to do with it waits, too', () => {
    const run = scenario()
      .clientAt('writer', [0, 1], { ...WRITES, ...ROWS })
      .clientAt('reader', [2])
      .database('db', { queryTime: constant(10), poolSize: 2, rowLocks: true })
      .link('writer', 'db')
      .link('reader', 'db')
      .run({ untilMs: 100 });
    expect(run.settled('reader')).toMatchObject([{ atMs: 20 }]);
  });

  test('a crash gives up all rows', () => {
    const run = written(ROWS, { rowLocks: true, startupMs: 0 })
      .crash('db', { atMs: 5, durationMs: 1 })
      .send('app', 1, { atMs: 50 })
      .run({ untilMs: 100 });
    expect(run.settled('app').at(-1)).toMatchObject({ atMs: 60, outcome: 'ok' });
  });
});

describe('replicas', () => {
  const replicated = (readsAt: readonly number[], params: object = {}) =>
    scenario()
      .clientAt('writer', [0], { ...WRITES, ...ROWS })
      .clientAt('reader', readsAt, ROWS)
      .database('db', { queryTime: constant(10), replicas: 2, replicationLag: constant(50), ...params })
      .link('writer', 'db')
      .link('reader', 'db');

  test('what a replica does not have yet is read as it was', () => {
    const run = replicated([5, 15, 59, 61]).run({ untilMs: 200 });
    // Committed at 10, everywhere at 60.
    expect(run.report.nodes.db.detail).toMatchObject({ staleReads: 2, reads: 4, writes: 1 });
  });

  test('the primary is never behind', () => {
    const run = replicated([5, 15, 59, 61], { reads: 'primary' }).run({ untilMs: 200 });
    expect(run.report.nodes.db.detail).not.toHaveProperty('staleReads');
  });

  test('each brings connections for reads, none for writes', () => {
    const count = (client: Record<string, unknown>) =>
      scenario()
        .clientAt('app', [0, 0, 0], client)
        .database('db', { queryTime: constant(10), poolSize: 1, replicas: 2 })
        .link('app', 'db')
        .run({ untilMs: 100 })
        .settled('app')
        .map((query) => query.atMs);
    expect(count({})).toEqual([10, 10, 20]);
    expect(count(WRITES)).toEqual([10, 20, 30]);
  });

  test('a read passes writes that wait for the primary', () => {
    const run = scenario()
      .clientAt('writer', [0, 1, 2], WRITES)
      .clientAt('reader', [3])
      .database('db', { queryTime: constant(10), poolSize: 1, replicas: 1 })
      .link('writer', 'db')
      .link('reader', 'db')
      .run({ untilMs: 100 });
    expect(run.settled('reader')).toMatchObject([{ atMs: 13 }]);
  });
});

describe('outbox', () => {
  const withOutbox = (outbox: object, timesMs: readonly number[] = [0, 1, 2]) =>
    scenario()
      .clientAt('app', timesMs, WRITES)
      .database('db', { queryTime: constant(10), outbox, startupMs: 100 })
      .rabbitmq('broker')
      .link('app', 'db')
      .link('db', 'broker', { latency: constant(5) });

  test('a relay that polls takes to the broker what was committed, as many as a batch holds', () => {
    const run = withOutbox({ relay: 'poll', intervalMs: 100, batch: 2 }).run({ untilMs: 1_000 });
    expect(run.times('enqueued', 'broker')).toEqual([105, 105, 205]);
    expect(run.report.nodes.db.detail).toMatchObject({ relayed: 3 });
    expect(run.report.nodes.db.detail.outbox).toMatchObject({ max: 3, last: 0 });
  });

  test('one that follows the log is as late as the log', () => {
    const run = withOutbox({ relay: 'log', delayMs: 3 }).run({ untilMs: 1_000 });
    expect(run.times('enqueued', 'broker')).toEqual([18, 19, 20]);
  });

  test.each([
    { relay: 'poll', intervalMs: 20, batch: 5 },
    { relay: 'log', delayMs: 1 },
  ])('whatever crashes, every write has its event ($relay)', (outbox) => {
    const times = Array.from({ length: 200 }, (_, i) => i * 7);
    const run = withOutbox(outbox, times)
      .crash('db', { atMs: 203, durationMs: 50 })
      .crash('broker', { atMs: 704, durationMs: 300 })
      .crash('db', { atMs: 1_107, durationMs: 10 })
      .run({ untilMs: 20_000 });
    const { detail } = run.report.nodes.db;
    const { writes, relayed } = detail as Record<string, number>;
    expect(relayed).toBe(writes);
    expect(detail.outbox).toMatchObject({ last: 0 });
    expect(run.all('enqueued', 'broker').length).toBeGreaterThanOrEqual(writes);
  });

  test('a crash between the sending and the confirm makes a duplicate', () => {
    const run = withOutbox({ relay: 'log', delayMs: 0 }, [0])
      // Committed and sent at 10; with the broker at 15; confirmed at 20.
      .crash('db', { atMs: 17, durationMs: 10 })
      .run({ untilMs: 1_000 });
    expect(run.all('enqueued', 'broker')).toHaveLength(2);
    expect(run.report.nodes.db.detail).toMatchObject({ writes: 1, relayed: 1 });
  });
});

test('with a full disk writes fail and reads go on', () => {
  const run = scenario()
    .clientAt('writer', [0, 50, 100], WRITES)
    .clientAt('reader', [50])
    .database('db', { queryTime: constant(10), rowLocks: true })
    .link('writer', 'db')
    .link('reader', 'db')
    .fillDisk('db', { atMs: 40, durationMs: 50 })
    .run({ untilMs: 200 });
  expect(run.outcomes('writer')).toEqual(['ok', 'diskFull', 'ok']);
  expect(run.outcomes('reader')).toEqual(['ok']);
});
