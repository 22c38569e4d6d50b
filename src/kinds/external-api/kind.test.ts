import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

type Params = Readonly<Record<string, unknown>>;

const FREE = { responseTime: constant(10), rateLimit: null };
const LIMITED = { ...FREE, rateLimit: { ratePerSec: 1, burst: 2 } };

const called = (timesMs: readonly number[], params: Params, link: Params = {}, client: Params = {}) =>
  scenario().clientAt('shop', timesMs, client).node('external-api', 'bank', params).link('shop', 'bank', link);

const ends = (run: ReturnType<ReturnType<typeof called>['run']>) =>
  run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome]);

test('answers each call in its own time, however many there are', () => {
  const run = called(new Array(50).fill(0), FREE).run({ untilMs: 20 });
  expect(run.settled('shop').map((request) => request.latencyMs)).toEqual(new Array(50).fill(10));
});

test('a share of the calls ends in an error', () => {
  const times = Array.from({ length: 2_000 }, (_, i) => i);
  const run = called(times, { ...FREE, errorRate: 0.25 }).run({ untilMs: 3_000 });
  expect(run.report.nodes.bank.failedBy.error).toBeGreaterThan(430);
  expect(run.report.nodes.bank.failedBy.error).toBeLessThan(570);
});

test('takes longer when it is slowed down', () => {
  const run = called([0, 100], FREE).slow({ node: 'bank' }, 3, { atMs: 50 }).run({ untilMs: 200 });
  expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([10, 30]);
});

describe('the rate limit', () => {
  test('lets a burst through, and then as many as tokens come in', () => {
    const run = called([0, 0, 0, 500, 1_000, 1_001], LIMITED).run({ untilMs: 2_000 });
    expect(ends(run)).toEqual([
      [0, 'rateLimited'],
      [10, 'ok'],
      [10, 'ok'],
      [500, 'rateLimited'],
      [1_001, 'rateLimited'],
      [1_010, 'ok'],
    ]);
  });

  test('counts each user apart where it is told to', () => {
    const users = { users: { pattern: 'turns', count: 3 } };
    const limit = { ...FREE, rateLimit: { ratePerSec: 1, burst: 1, per: 'user' } };
    const run = called([0, 0, 0, 0], limit, {}, users).run({ untilMs: 100 });
    expect(run.outcomes('shop').toSorted()).toEqual(['ok', 'ok', 'ok', 'rateLimited']);
  });

  const retry = { maxAttempts: 2, baseMs: 50, jitter: 'none', on: { rateLimited: true } };

  test('says when to try again, in whole seconds, and a retry heeds it', () => {
    const run = called([0, 0, 300], LIMITED, { retry }).run({ untilMs: 3_000 });
    expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([10, 10, 1_010]);
  });

  test('or does not say it; nor need a retry heed it', () => {
    const mute = called([0, 0, 300], { ...LIMITED, retryAfter: false }, { retry }).run({ untilMs: 3_000 });
    expect(ends(mute).at(-1)).toEqual([350, 'rateLimited']);
    const deaf = called([0, 0, 300], LIMITED, { retry: { ...retry, pushback: false } }).run({ untilMs: 3_000 });
    expect(ends(deaf).at(-1)).toEqual([350, 'rateLimited']);
  });
});

test('the quota refuses until the next window, and says so', () => {
  const retry = { maxAttempts: 2, on: { rateLimited: true } };
  const params = { ...FREE, quota: { calls: 2, windowMs: 5_000 } };
  const run = called([1_000, 1_100, 1_200, 6_000], params, { retry }).run({ untilMs: 10_000 });
  expect(ends(run)).toEqual([
    [1_010, 'ok'],
    [1_110, 'ok'],
    [5_210, 'ok'],
    [6_010, 'ok'],
  ]);
  expect(run.report.nodes.bank.detail).toEqual({ overQuota: 1 });
});

describe('an outage', () => {
  const outages = [{ fromMs: 100, durationMs: 50 }];
  const times = [95, 120, 160];

  test('at a known time is met with errors', () => {
    const run = called(times, { ...FREE, outages }).run({ untilMs: 300 });
    expect(ends(run)).toEqual([
      [100, 'error'],
      [120, 'error'],
      [170, 'ok'],
    ]);
    expect(run.report.nodes.bank).toMatchObject({ downMs: 50, detail: { outages: 1 } });
    expect(run.modes('bank').map(([atMs]) => atMs)).toEqual([100, 150, 150]);
  });

  test('or with refused connections', () => {
    const run = called(times, { ...FREE, outages, whenDown: 'refused' }).run({ untilMs: 300 });
    expect(run.outcomes('shop')).toEqual(['connectionReset', 'connectionRefused', 'ok']);
  });

  test('or with silence, until it is over', () => {
    const run = called(times, { ...FREE, outages, whenDown: 'silent' }).run({ untilMs: 140 });
    expect(run.settled('shop')).toEqual([]);
    expectBalanced(run);
    expect(ends(run.advance(300))).toEqual([
      [150, 'connectionReset'],
      [150, 'connectionReset'],
      [170, 'ok'],
    ]);
  });

  test('may overlap with another, and ends with the last', () => {
    const both = [...outages, { fromMs: 120, durationMs: 100 }];
    const run = called([160, 230], { ...FREE, outages: both }).run({ untilMs: 300 });
    expect(run.outcomes('shop')).toEqual(['error', 'ok']);
    expect(run.report.nodes.bank).toMatchObject({ downMs: 120, detail: { outages: 1 } });
  });

  test('can be had by a click, and a restart ends whichever there is', () => {
    const run = called([20, 60, 110, 140], { ...FREE, outages })
      .crash('bank', { atMs: 10, durationMs: 40 })
      .heal({ node: 'bank' }, { atMs: 120 })
      .run({ untilMs: 300 });
    expect(run.outcomes('shop')).toEqual(['error', 'ok', 'error', 'ok']);
  });

  test('by chance comes as often and lasts as long as it should', () => {
    const params = { ...FREE, randomOutages: { mtbfMs: 900, mttrMs: 100 } };
    const { detail, downMs } = called([], params).run({ untilMs: 1_000_000 }).report.nodes.bank;
    expect(detail.outages).toBeGreaterThan(900);
    expect(detail.outages).toBeLessThan(1_100);
    expect(downMs / 1_000_000).toBeCloseTo(0.1, 1.7);
  });
});

test('goes on alike from any checkpoint', () => {
  const build = () =>
    scenario()
      .client('shop', { arrivals: { process: 'poisson', ratePerSec: 200 }, users: { pattern: 'uniform', count: 20 } })
      .node('external-api', 'bank', {
        errorRate: 0.1,
        rateLimit: { ratePerSec: 5, burst: 3, per: 'user' },
        quota: { calls: 80, windowMs: 900 },
        whenDown: 'silent',
        outages: [{ fromMs: 300, durationMs: 100 }],
        randomOutages: { mtbfMs: 300, mttrMs: 50 },
      })
      .link('shop', 'bank', { timeoutMs: 200, retry: { on: { rateLimited: true } } });
  const whole = build().run({ untilMs: 2_000 });
  for (let events = 50; events < whole.simulation.events; events += 301) {
    const first = build().run().advance(2_000, events);
    expectBalanced(first);
    const second = TestRun.resume(first.scenario, first.checkpoint());
    expect(second.advance(2_000).fingerprint).toBe(whole.fingerprint);
  }
});
