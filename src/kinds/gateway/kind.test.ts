import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

const asking = (operation: string) => ({ mix: [{ operation, weight: 1 }] });

const twoServices = (operation: string, gateway: Readonly<Record<string, unknown>> = {}) =>
  scenario()
    .clientAt('shop', [1, 101, 201, 301], operation === '' ? {} : asking(operation))
    .gateway('gateway', gateway)
    .worker('users', 1)
    .worker('orders', 1)
    .link('shop', 'gateway')
    .link('gateway', 'users')
    .link('gateway', 'orders');

describe('an operation goes', () => {
  test('where its route leads', () => {
    const run = twoServices('buy', { routes: [{ operation: 'buy', link: 'gateway→orders' }] }).run({ untilMs: 500 });
    expect([run.report.nodes.users.arrived, run.report.nodes.orders.arrived]).toEqual([0, 4]);
  });

  test('failing that, to the target of its name', () => {
    const run = twoServices('users').run({ untilMs: 500 });
    expect([run.report.nodes.users.arrived, run.report.nodes.orders.arrived]).toEqual([4, 0]);
  });

  test('where its route leads rather than to the target of its name', () => {
    const run = twoServices('users', { routes: [{ operation: 'users', link: 'gateway→orders' }] }).run({
      untilMs: 500,
    });
    expect(run.report.nodes.orders.arrived).toBe(4);
  });

  test.each(['', 'something else'])('failing both, to the links in turn, from the first on (%j)', (operation) => {
    const run = twoServices(operation).run({ untilMs: 500 });
    expect(run.times('arrived', 'users')).toEqual([1, 201]);
    expect(run.times('arrived', 'orders')).toEqual([101, 301]);
  });

  test('nowhere, without any link: there is no route', () => {
    const run = scenario().clientAt('shop', [0]).gateway('gateway').link('shop', 'gateway').run({ untilMs: 10 });
    expect(run.settled('shop')).toEqual([{ atMs: 0, outcome: 'noRoute', latencyMs: 0 }]);
    expect(run.report.nodes.gateway.failedBy).toEqual({ noRoute: 1 });
  });
});

test('the answer is handed on as it came, whatever it was', () => {
  const behind = (prepare: (builder: ReturnType<typeof twoServices>) => ReturnType<typeof twoServices>) =>
    prepare(twoServices('users')).run({ untilMs: 300_000 }).outcomes('shop')[0];
  expect(behind((builder) => builder)).toBe('ok');
  expect(behind((builder) => builder.crash('users', { atMs: 0 }))).toBe('connectionRefused');
  expect(behind((builder) => builder.crash('users', { atMs: 1.5 }))).toBe('connectionReset');
  expect(behind((builder) => builder.cut('gateway→users', { atMs: 0 }))).toBe('partitioned');
});

test('a place is held until the answer is out, and when all are taken the queue fills and refuses', () => {
  const run = scenario()
    .clientAt('shop', [0, 1, 2, 3])
    .gateway('gateway', { concurrency: 1, queueLimit: 1, overhead: constant(5) })
    .worker('s', 50)
    .link('shop', 'gateway')
    .link('gateway', 's')
    .run({ untilMs: 200 });
  expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
    [2, 'refused'],
    [3, 'refused'],
    [55, 'ok'],
    [110, 'ok'],
  ]);
  expect(run.report.nodes.gateway.blocked).toBeCloseTo(0.5, 9);
});

test('the operation is passed on', () => {
  const run = scenario()
    .clientAt('shop', [0], asking('read'))
    .gateway('gateway')
    .worker('s', 9, { operations: { read: [{ step: 'work', serviceTime: constant(2) }] } })
    .link('shop', 'gateway')
    .link('gateway', 's')
    .run({ untilMs: 100 });
  expect(run.settled('shop')).toMatchObject([{ latencyMs: 2 }]);
});

describe('authentication', () => {
  test('takes time of its own', () => {
    const run = twoServices('users', { auth: { by: 'work', time: constant(3) } }).run({ untilMs: 50 });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 4 }]);
  });

  const asked = (auth: object = {}) =>
    twoServices('users', { auth: { by: 'service', link: 'gateway→auth', ...auth } })
      .worker('auth', 2, { operations: { verify: [{ step: 'work', serviceTime: constant(5) }] } })
      .link('gateway', 'auth');

  test('may ask a service, for every request and before anything else', () => {
    const run = asked().run({ untilMs: 500 });
    expect(run.times('arrived', 'auth')).toEqual([1, 101, 201, 301]);
    expect(run.times('arrived', 'users')).toEqual([3, 103, 203, 303]);
    expect(asked({ operation: 'verify' }).run({ untilMs: 50 }).settled('shop')).toMatchObject([{ latencyMs: 6 }]);
  });

  test('that is down lets nobody in', () => {
    const run = asked().crash('auth', { atMs: 0 }).run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(new Array(4).fill('connectionRefused'));
    expect(run.report.nodes.users.arrived).toBe(0);
  });

  test('the service that is asked takes no turn', () => {
    const run = twoServices('', { auth: { by: 'service', link: 'gateway→users' } }).run({ untilMs: 500 });
    expect([run.report.nodes.users.arrived, run.report.nodes.orders.arrived]).toEqual([4, 4]);
  });
});

describe('the rate limit', () => {
  const limited = (rateLimit: object, users: object, link: object = {}) =>
    scenario()
      .clientAt('shop', [0, 1, 2, 3, 4, 5], { users })
      .gateway('gateway', { rateLimit: { ratePerSec: 10, burst: 2, ...rateLimit }, overhead: constant(0.5) })
      .worker('s', 1)
      .link('shop', 'gateway', { ...link })
      .link('gateway', 's');

  test('counts each user apart', () => {
    const run = limited({}, { pattern: 'turns', count: 2 }).run({ untilMs: 50 });
    expect(run.report.nodes.gateway).toMatchObject({ completed: 4, failedBy: { rateLimited: 2 } });
    expect(run.report.nodes.s.arrived).toBe(4);
  });

  test('or all together', () => {
    const run = limited({ per: 'everybody' }, { pattern: 'turns', count: 2 }).run({ untilMs: 50 });
    expect(run.report.nodes.gateway).toMatchObject({ completed: 2, failedBy: { rateLimited: 4 } });
  });

  test('says when to try again', () => {
    const retry = { maxAttempts: 2, on: { rateLimited: true } };
    const run = limited({ burst: 5 }, { pattern: 'one' }, { retry }).run({ untilMs: 3_000 });
    expect(run.settled('shop').at(-1)).toEqual({ atMs: 1_007, outcome: 'ok', latencyMs: 1_002 });
  });
});

test('a request that carries too much is refused', () => {
  const sized = (bytes: number) =>
    scenario()
      .clientAt('shop', [0])
      .gateway('gateway', { maxRequestBytes: 1_000 })
      .worker('s', 1)
      .link('shop', 'gateway', { payload: { request: { shape: 'custom', bytes }, cpuScale: 0 } })
      .link('gateway', 's')
      .run({ untilMs: 50 })
      .outcomes('shop');
  expect(sized(1_000)).toEqual(['ok']);
  expect(sized(1_001)).toEqual(['tooLarge']);
});

describe('the cache', () => {
  const keyed = (cache: object, timesMs: readonly number[], keys: object) =>
    scenario()
      .clientAt('shop', timesMs, { ...asking('read'), keys })
      .gateway('gateway', { cache: { ttlMs: 100, ...cache } })
      .worker('s', 10)
      .link('shop', 'gateway')
      .link('gateway', 's');

  test('answers what was answered of late, by key', () => {
    const run = keyed({}, [0, 5, 20, 21, 109, 120], { pattern: 'turns', count: 1 }).run({ untilMs: 300 });
    expect(run.times('arrived', 's')).toEqual([0, 5, 120]);
    expect(run.report.nodes.gateway.detail).toMatchObject({ cacheHits: 3, cacheMisses: 3 });
    const apart = keyed({}, [0, 20, 40, 60], { pattern: 'turns', count: 2 }).run({ untilMs: 300 });
    expect(apart.times('arrived', 's')).toEqual([0, 20]);
  });

  test('holds so many, the last used', () => {
    const run = keyed({ capacity: 1 }, [0, 20, 40, 60], { pattern: 'turns', count: 2 }).run({ untilMs: 300 });
    expect(run.times('arrived', 's')).toEqual([0, 20, 40, 60]);
  });

  test('only of the operations named', () => {
    const run = keyed({ operations: [{ operation: 'write' }] }, [0, 20], { pattern: 'one' }).run({ untilMs: 100 });
    expect(run.times('arrived', 's')).toEqual([0, 20]);
    expect(run.report.nodes.gateway.detail).toEqual({});
  });

  test('keeps no failure, and is empty after a crash', () => {
    const down = keyed({}, [0, 40], { pattern: 'one' }).crash('s', { atMs: 5, durationMs: 5 }).run({ untilMs: 5_000 });
    expect(down.outcomes('shop')[0]).toBe('connectionReset');
    const run = keyed({ ttlMs: 60_000 }, [0, 30, 5_000], { pattern: 'one' })
      .crash('gateway', { atMs: 50, durationMs: 5 })
      .run({ untilMs: 9_000 });
    expect(run.times('arrived', 's')).toEqual([0, 5_000]);
  });
});

describe('an answer put together from several', () => {
  const page = (aggregation: object, timesMs: readonly number[] = [0], gateway: object = {}) =>
    scenario()
      .clientAt('shop', timesMs, asking('page'))
      .gateway('gateway', {
        aggregations: [
          {
            operation: 'page',
            calls: [
              { link: 'gateway→product' },
              { link: 'gateway→reviews', required: false },
              { link: 'gateway→similar', required: false },
            ],
            ...aggregation,
          },
        ],
        ...gateway,
      })
      .worker('product', 10)
      .worker('reviews', 30)
      .worker('similar', 20)
      .link('shop', 'gateway')
      .link('gateway', 'product')
      .link('gateway', 'reviews')
      .link('gateway', 'similar');

  test('takes as long as the slowest', () => {
    const run = page({}).run({ untilMs: 100 });
    expect(run.settled('shop')).toEqual([{ atMs: 30, outcome: 'ok', latencyMs: 30 }]);
    expect(run.report.nodes.gateway.detail).toEqual({});
  });

  test('does without an optional part that fails', () => {
    const run = page({}).crash('reviews', { atMs: 5 }).run({ untilMs: 100 });
    expect(run.settled('shop')).toEqual([{ atMs: 20, outcome: 'ok', latencyMs: 20 }]);
    expect(run.report.nodes.gateway.detail).toEqual({ partialReplies: 1 });
  });

  test('fails as soon as a required one does, and nobody waits for the rest', () => {
    const run = page({}).crash('product', { atMs: 5 }).run({ untilMs: 100 });
    expect(run.settled('shop')).toEqual([{ atMs: 5, outcome: 'connectionReset', latencyMs: 5 }]);
    expect(run.report.links['gateway→reviews'].failedBy).toEqual({ cancelled: 1 });
    expect(run.all('wasted')).toHaveLength(2);
    expectBalanced(run);
  });

  test('comes at the deadline with what is there', () => {
    const run = page({ deadlineMs: 25 }, [0, 1]).run({ untilMs: 26 });
    expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([25, 25]);
    expect(run.report.nodes.gateway.detail).toEqual({ partialReplies: 2 });
    expect(run.report.links['gateway→reviews'].failedBy).toEqual({ timeout: 2 });
    expectBalanced(run);
    expectBalanced(run.advance(100));
  });

  test('is none at the deadline when a required part is missing', () => {
    const run = page({ deadlineMs: 5 }).run({ untilMs: 100 });
    expect(run.settled('shop')).toEqual([{ atMs: 5, outcome: 'timeout', latencyMs: 5 }]);
  });

  test('is kept in the cache only when it is whole', () => {
    const asked = (deadlineMs: number) =>
      page({ deadlineMs }, [0, 100], { cache: { ttlMs: 1_000 } }).run({ untilMs: 200 });
    expect(asked(50).times('arrived', 'product')).toEqual([0]);
    expect(asked(25).times('arrived', 'product')).toEqual([0, 100]);
  });
});

test('goes on alike from any checkpoint, whatever it does', () => {
  const builder = () =>
    scenario()
      .client('shop', {
        arrivals: { process: 'poisson', ratePerSec: 150 },
        mix: [
          { operation: 'page', weight: 2 },
          { operation: 'read', weight: 1 },
        ],
        keys: { pattern: 'uniform', count: 30 },
        users: { pattern: 'uniform', count: 9 },
      })
      .gateway('gateway', {
        concurrency: 6,
        overhead: constant(1),
        auth: { by: 'service', link: 'gateway→auth' },
        rateLimit: { ratePerSec: 12, burst: 4 },
        cache: { ttlMs: 200, capacity: 8 },
        aggregations: [
          {
            operation: 'page',
            deadlineMs: 25,
            calls: [{ link: 'gateway→a' }, { link: 'gateway→b', required: false }],
          },
        ],
      })
      .worker('auth', 1)
      .service('a', { serviceTime: exponential(10) })
      .service('b', { serviceTime: exponential(20) })
      .link('shop', 'gateway', { timeoutMs: 60, retry: { maxAttempts: 2, on: { rateLimited: true } } })
      .link('gateway', 'auth')
      .link('gateway', 'a', { retry: { maxAttempts: 2, baseMs: 4, on: { error: true } } })
      .link('gateway', 'b')
      .crash('b', { atMs: 700, durationMs: 100 })
      .crash('gateway', { atMs: 1_200, durationMs: 30 });
  const whole = builder().run({ untilMs: 4_000 });
  expect(whole.report.nodes.gateway.detail.partialReplies).toBeGreaterThan(5);
  expect(whole.report.nodes.gateway.detail.cacheHits).toBeGreaterThan(5);
  for (let events = 100; events < whole.simulation.events; events += 397) {
    const first = builder().run().advance(4_000, events);
    expectBalanced(first);
    const second = TestRun.resume(first.scenario, first.checkpoint());
    expect(second.advance(4_000).fingerprint).toBe(whole.fingerprint);
  }
});
