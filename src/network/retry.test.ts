import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../kernel/random';
import { expectBalanced } from '../simulation/testing/expect-balanced';
import { constant, scenario } from '../simulation/testing/scenario-builder';
import type { RetryParams } from './link-params';
import { OUTCOMES, Outcome } from './outcomes';
import { backoffMs, mayRetry } from './policies/retry';

const policy = (params: Partial<RetryParams> = {}): RetryParams => ({
  maxAttempts: 4,
  backoff: 'exponential',
  baseMs: 100,
  capMs: 1_000,
  jitter: 'none',
  ...params,
});
const random = () => new RandomStreams(9).stream('backoff');

describe('the wait before a retry', () => {
  /** M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: min(cap, base · 2^n). */
  test('doubles up to the cap', () => {
    const waits = [1, 2, 3, 4, 5, 40, 254].map((attempt) => backoffMs(policy(), attempt, random()));
    expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  test('is always the same where it is constant, and never above the cap', () => {
    const constantly = policy({ backoff: 'constant' });
    expect([1, 2, 9].map((attempt) => backoffMs(constantly, attempt, random()))).toEqual([100, 100, 100]);
    expect(backoffMs(policy({ backoff: 'constant', baseMs: 5_000 }), 1, random())).toBe(1_000);
  });

  test.each([
    ['full', 0, 400],
    ['equal', 200, 400],
  ] as const)('with %s jitter lies between %i and %i, evenly', (jitter, low, high) => {
    const stream = random();
    const waits = Array.from({ length: 10_000 }, () => backoffMs(policy({ jitter }), 3, stream));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...waits)).toBeLessThanOrEqual(high);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    // Four standard errors of a uniform distribution's mean.
    expect(Math.abs(mean - (low + high) / 2)).toBeLessThan((4 * (high - low)) / Math.sqrt(12 * waits.length));
    const inLowerQuarter = waits.filter((wait) => wait < low + (high - low) / 4).length / waits.length;
    expect(inLowerQuarter).toBeCloseTo(0.25, 1);
  });
});

test('only what may be over soon is tried again, and only so often', () => {
  const retried = OUTCOMES.filter((_, outcome) => mayRetry(policy(), 1, outcome));
  expect(retried).toEqual(['timeout', 'refused', 'connectionRefused', 'connectionReset', 'partitioned']);
  expect([3, 4].map((attempt) => mayRetry(policy(), attempt, Outcome.timeout))).toEqual([true, false]);
});

describe('retries on a link', () => {
  const down = (retry: object, untilMs = 5_000) =>
    scenario()
      .clientAt('shop', [0])
      .worker('s', 1)
      .link('shop', 's', { latency: constant(5), retry })
      .crash('s', { atMs: 0 })
      .run({ untilMs });

  test('go out after the waits of the policy, each attempt under a name of its own', () => {
    const run = down({ maxAttempts: 4, baseMs: 100, capMs: 300, jitter: 'none' });
    expect(run.times('sent')).toEqual([0, 110, 320, 630]);
    expect(new Set(run.all('sent').map((row) => row.serial)).size).toBe(4);
    expect(run.all('concluded')).toMatchObject([{ atMs: 640, outcome: 'connectionRefused', extra: 4, value: 640 }]);
    expect(run.settled('shop')).toEqual([{ atMs: 640, outcome: 'connectionRefused', latencyMs: 640 }]);
    expect(run.report.links['shop→s']).toMatchObject({
      calls: 1,
      ok: 0,
      retries: 3,
      failedBy: { connectionRefused: 1 },
    });
    expect(run.framesInUse).toBe(0);
  });

  test('with full jitter stay within their windows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const run = scenario()
        .seed(seed)
        .clientAt('shop', [0])
        .worker('s', 1)
        .link('shop', 's', { retry: { maxAttempts: 4, baseMs: 100, jitter: 'full' } })
        .crash('s', { atMs: 0 })
        .run({ untilMs: 5_000 });
      const sent = run.times('sent');
      for (const [index, window] of [100, 200, 400].entries()) {
        const gap = sent[index + 1] - sent[index];
        expect(gap).toBeGreaterThanOrEqual(0);
        expect(gap).toBeLessThanOrEqual(window);
      }
    }
  });

  test('succeed once the callee is back', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 1, { startupMs: 50 })
      .link('shop', 's', { retry: { maxAttempts: 5, baseMs: 100, jitter: 'none' } })
      .crash('s', { atMs: 0, durationMs: 200 })
      .run({ untilMs: 5_000 });
    // Tried at 0 and 100, and at 300, when it has been up for 50 ms.
    expect(run.settled('shop')).toEqual([{ atMs: 301, outcome: 'ok', latencyMs: 301 }]);
  });

  test('do not answer an error with another attempt', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 1)
      .worker('back', 1)
      .link('shop', 'front', { retry: { maxAttempts: 5 } })
      .link('front', 'back')
      .crash('back', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.all('sent', 'shop→front')).toHaveLength(1);
    expect(run.outcomes('shop')).toEqual(['error']);
  });

  test('multiply from layer to layer: three attempts on two links make nine calls', () => {
    const retry = { maxAttempts: 3, baseMs: 1, jitter: 'none' };
    const run = scenario()
      .clientAt('shop', [0])
      .gateway('gateway')
      .worker('s', 1)
      .link('shop', 'gateway', { retry })
      .link('gateway', 's', { retry })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.all('arrived', 's')).toHaveLength(9);
  });

  test('hold the caller while they wait, and are forgotten when it crashes', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 1)
      .worker('back', 1)
      .link('shop', 'front')
      .link('front', 'back', { retry: { maxAttempts: 10, baseMs: 1_000, backoff: 'constant', jitter: 'none' } })
      .crash('back', { atMs: 0 })
      .crash('front', { atMs: 1_500 })
      .run({ untilMs: 1_400 });
    expect(run.report.nodes.front).toMatchObject({ held: 1 });
    run.advance(20_000);
    expectBalanced(run);
    expect(run.all('sent', 'front→back')).toHaveLength(2);
    expect(run.settled('shop')).toMatchObject([{ atMs: 1_500, outcome: 'connectionReset' }]);
    expect(run.framesInUse).toBe(0);
  });
});
