import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

type Params = Readonly<Record<string, unknown>>;

const FUNCTION = { serviceTime: constant(10), coldStart: constant(100), keepAliveMs: 1_000 };

const called = (timesMs: readonly number[], params: Params = {}) =>
  scenario()
    .clientAt('shop', timesMs)
    .node('serverless', 'f', { ...FUNCTION, ...params })
    .link('shop', 'f');

const latencies = (run: TestRun) => run.settled('shop').map((request) => request.latencyMs);
const aliveAt = (run: TestRun) => run.all('capacity', 'f').map((row) => [row.atMs, row.extra]);

describe('an instance', () => {
  test('is made for the first request, and kept for the next', () => {
    const run = called([0, 200, 300]).run({ untilMs: 400 });
    expect(latencies(run)).toEqual([110, 10, 10]);
    expect(run.report.nodes.f.detail).toMatchObject({ coldStarts: 1, initialising: { max: 1 } });
  });

  test('serves one request at a time: those at once have one each', () => {
    const run = called([0, 0, 0, 300, 300, 300, 300]).run({ untilMs: 500 });
    expect(latencies(run)).toEqual([110, 110, 110, 10, 10, 10, 110]);
    expect(run.report.nodes.f.detail).toMatchObject({ coldStarts: 4 });
  });

  test('is gone when it has had nothing to do for too long, the least used first', () => {
    const run = called([0, 0, 500, 1_400, 3_000]).run({ untilMs: 4_000 });
    expect(aliveAt(run)).toEqual([
      [0, 1],
      [0, 2],
      [1_110, 1],
      [2_410, 0],
      [3_000, 1],
    ]);
    expect(latencies(run)).toEqual([110, 110, 10, 10, 110]);
  });

  test('waits with its request for what that calls', () => {
    const run = called([0, 200]).worker('db', 50).link('f', 'db').run({ untilMs: 400 });
    expect(latencies(run)).toEqual([160, 60]);
    expect(run.report.nodes.f.blocked).toBeGreaterThan(0);
  });

  test('takes longer to be made and to work when the function is slowed down', () => {
    const run = called([0]).slow({ node: 'f' }, 2, { atMs: 0 }).run({ untilMs: 400 });
    // What takes effect at an instant does so after everything else there.
    expect(latencies(run)).toEqual([120]);
  });
});

describe('provisioned instances', () => {
  test('are warm from the start, and stay', () => {
    const run = called([0, 0, 0, 5_000, 5_000], { provisioned: 2 }).run({ untilMs: 6_000 });
    expect(latencies(run)).toEqual([10, 10, 110, 10, 10]);
    expect(aliveAt(run).at(-1)).toEqual([1_010, 2]);
  });

  test('are there again after a crash', () => {
    const run = called([0, 300], { provisioned: 1 }).crash('f', { atMs: 100, durationMs: 50 }).run({ untilMs: 400 });
    expect(latencies(run)).toEqual([10, 10]);
  });
});

describe('is throttled', () => {
  test('at the limit on concurrency', () => {
    const run = called([0, 1, 2, 200, 201, 202], { concurrencyLimit: 2 }).run({ untilMs: 400 });
    expect(run.outcomes('shop')).toEqual(['rateLimited', 'ok', 'ok', 'rateLimited', 'ok', 'ok']);
  });

  test('when new instances are wanted faster than they may come', () => {
    const scaling = { instances: 2, perMs: 1_000 };
    const run = called([0, 0, 0, 400, 400, 400, 400, 505, 505, 505], { scaling }).run({ untilMs: 700 });
    expect(run.report.nodes.f).toMatchObject({ completed: 7, failedBy: { rateLimited: 3 } });
    expect(run.report.nodes.f.detail).toMatchObject({ coldStarts: 3 });
  });
});

describe('a function that takes too long', () => {
  test('is stopped, its instance with it', () => {
    const run = called([0, 500], { serviceTime: constant(80), timeoutMs: 50 }).run({ untilMs: 900 });
    expect(run.settled('shop')).toMatchObject([
      { atMs: 150, outcome: 'error' },
      { atMs: 650, outcome: 'error' },
    ]);
    expect(run.report.nodes.f.detail).toMatchObject({ coldStarts: 2, functionTimeouts: 2 });
    expectBalanced(run);
  });

  test('is stopped while it waits for a call, too', () => {
    const run = called([0], { timeoutMs: 50 }).worker('db', 70).link('f', 'db').run({ untilMs: 400 });
    expect(run.settled('shop')).toMatchObject([{ atMs: 150, outcome: 'error' }]);
    expect(run.report.links['f→db'].failedBy).toEqual({ cancelled: 1 });
    expect(run.all('wasted')).toHaveLength(1);
    expectBalanced(run);
  });
});

describe('called by a message', () => {
  const pushed = (count: number, params: Params = {}) =>
    scenario()
      .client('shop')
      .rabbitmq('broker')
      .node('serverless', 'f', { ...FUNCTION, keepAliveMs: 60_000, retryDelayMs: 1_000, ...params })
      .worker('db', 1)
      .link('shop', 'broker')
      .link('broker', 'f', { prefetch: 100 })
      .link('f', 'db')
      .send('shop', count, { atMs: 0 });

  test('it is never throttled: what there is no instance for waits', () => {
    const run = pushed(5, { concurrencyLimit: 2 }).run({ untilMs: 2_000 });
    expect(run.report.nodes.f).toMatchObject({ completed: 5, failed: 0, maxInQueue: 3 });
    expect(run.report.messages).toMatchObject({ acked: 5, redelivered: 0 });
    expectBalanced(run);
  });

  test('and waits for new instances as long as they may not come', () => {
    const run = pushed(3, { scaling: { instances: 1, perMs: 100 }, serviceTime: constant(1_000) }).run({
      untilMs: 9_000,
    });
    expect(run.times('started', 'f').map(Math.round)).toEqual([0, 100, 200]);
  });

  test('it runs again after a failure, later and later, and then gives the message back', () => {
    const run = pushed(1).crash('db', { atMs: 50 });
    const early = run.run({ untilMs: 3_500 });
    expect(early.times('started', 'f')).toEqual([0, 1_110, 3_120, 3_130]);
    expect(early.report.nodes.f).toMatchObject({ arrived: 2, failedBy: { error: 1 }, detail: { asyncRetries: 3 } });
    expect(early.report.messages.redelivered).toBe(1);
    expectBalanced(early);
  });

  test('and is done when a retry succeeds', () => {
    const run = pushed(1).crash('db', { atMs: 50, durationMs: 10 }).run({ untilMs: 9_000 });
    expect(run.report.messages).toMatchObject({ acked: 1, redelivered: 0 });
    expect(run.report.nodes.f).toMatchObject({ completed: 1, failed: 0, detail: { asyncRetries: 1 } });
  });

  test('it gives up what is too old when its turn comes', () => {
    const run = pushed(3, { concurrencyLimit: 1, maxMessageAgeMs: 115, serviceTime: constant(20) }).run({
      untilMs: 180,
    });
    expect(run.report.nodes.f.failedBy).toEqual({ expired: 2 });
  });
});

test('a crash takes all instances and everything in them', () => {
  const run = called([0, 0, 120, 1_500], { serviceTime: constant(50), startupMs: 5 })
    .crash('f', { atMs: 130, durationMs: 20 })
    .run({ untilMs: 1_400 });
  expect(run.outcomes('shop')).toEqual(['connectionReset', 'connectionReset', 'connectionReset']);
  expect(aliveAt(run).at(-1)).toEqual([130, 0]);
  expectBalanced(run);
  expect(run.advance(2_000).settled('shop').at(-1)).toMatchObject({ outcome: 'ok', latencyMs: 150 });
});

test('goes on alike from any checkpoint', () => {
  const build = () =>
    scenario()
      .client('shop', { arrivals: { process: 'poisson', ratePerSec: 60 } })
      .client('orders', { arrivals: { process: 'bursts', ratePerSec: 40, size: 6 } })
      .rabbitmq('broker')
      .node('serverless', 'f', {
        serviceTime: exponential(30),
        coldStart: exponential(50),
        keepAliveMs: 40,
        provisioned: 1,
        concurrencyLimit: 6,
        scaling: { instances: 4, perMs: 200 },
        timeoutMs: 60,
        asyncRetries: 1,
        retryDelayMs: 30,
        maxMessageAgeMs: 200,
      })
      .service('db', { serviceTime: exponential(8), concurrency: 2 })
      .link('shop', 'f', { timeoutMs: 90, retry: { maxAttempts: 2, on: { rateLimited: true } } })
      .link('orders', 'broker')
      .link('broker', 'f', { prefetch: 12 })
      .link('f', 'db', { retry: { maxAttempts: 2, baseMs: 5, on: { error: true } } })
      .crash('db', { atMs: 600, durationMs: 50 })
      .crash('f', { atMs: 1_000, durationMs: 50 });
  const whole = build().run({ untilMs: 2_500 });
  expect(whole.report.nodes.f.detail.functionTimeouts).toBeGreaterThan(0);
  for (let events = 100; events < whole.simulation.events; events += 397) {
    const first = build().run().advance(2_500, events);
    expectBalanced(first);
    const second = TestRun.resume(first.scenario, first.checkpoint());
    expect(second.advance(2_500).fingerprint).toBe(whole.fingerprint);
  }
});
