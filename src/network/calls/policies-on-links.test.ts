import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import reference from '../policies/fixtures/retries.json';

const every = (ms: number, count: number) => Array.from({ length: count }, (_, i) => i * ms);

describe('a deadline', () => {
  test('covers all attempts of a call and their waits', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 1_000, { concurrency: 9 })
      .link('shop', 's', {
        timeoutMs: 30,
        deadlineMs: 100,
        retry: { maxAttempts: 9, baseMs: 10, backoff: 'constant', jitter: 'none' },
      })
      .run({ untilMs: 5_000 });
    expect(run.times('sent')).toEqual([0, 40, 80]);
    expect(run.settled('shop')).toEqual([{ atMs: 100, outcome: 'timeout', latencyMs: 100 }]);
    expect(run.report.links['shop→s']).toMatchObject({ calls: 1, failedBy: { timeout: 1 }, retries: 2 });
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });

  test('ends a call between two attempts', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 1)
      .link('shop', 's', { deadlineMs: 100, retry: { baseMs: 1_000, jitter: 'none' } })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.settled('shop')).toEqual([{ atMs: 100, outcome: 'timeout', latencyMs: 100 }]);
    expect(run.report.links['shop→s']).toMatchObject({ calls: 1, failedBy: { timeout: 1 }, retries: 0 });
    expect(run.framesInUse).toBe(0);
  });

  test('leaves calls alone that end in time, however many', () => {
    const run = scenario()
      .clientAt('shop', every(1, 3_000))
      .worker('s', 1, { concurrency: 9 })
      .link('shop', 's', { deadlineMs: 50 })
      .run({ untilMs: 10_000 });
    expect(run.report.links['shop→s'].ok).toBe(3_000);
    expect(run.framesInUse).toBe(0);
  });

  test('travels with gRPC, and not with REST', () => {
    const secondHop = (protocol: string) =>
      scenario()
        .clientAt('shop', [0])
        .worker('front', 0)
        .worker('back', 1_000)
        .link('shop', 'front', { deadlineMs: 100 }, { protocol })
        .link('front', 'back', {}, { protocol })
        .run({ untilMs: 5_000 })
        .all('returned', 'front→back')
        .map((row) => [row.atMs, row.outcome]);
    expect(secondHop('grpc')[0]).toEqual([100, 'timeout']);
    expect(secondHop('rest')).toEqual([[1_000, 'ok']]);
  });
});

describe('hedged calls', () => {
  const expected = (id: string) => reference.grpc_retry_e2e.find((row) => row.id === id)!;
  const hedge = { afterMs: 100, max: 4 };

  /** One call to two targets in turn; the first one takes very long. */
  const toTwo = (params: object = {}, fast = 3) =>
    scenario()
      .clientAt('shop', [0])
      .loadBalancer('lb')
      .worker('slow', 10_000)
      .worker('fast', fast)
      .link('shop', 'lb', { hedge, ...params })
      .link('lb', 'slow')
      .link('lb', 'fast');

  test('grpc-hedge_slow_first: the second attempt answers, the first one is wasted', () => {
    const row = expected('grpc-hedge_slow_first');
    const run = toTwo().run({ untilMs: 50_000 });
    expect(run.times('sent', 'shop→lb')).toEqual([0, 100]);
    expect(run.all('sent', 'shop→lb')).toHaveLength(row.expect.attempts);
    expect(run.settled('shop')).toEqual([{ atMs: 103, outcome: 'ok', latencyMs: 103 }]);
    expect(run.report.links['shop→lb']).toMatchObject({ calls: 1, ok: 1, hedges: 1, retries: 0 });
    expect(run.times('wasted', 'shop→lb')).toEqual([10_000]);
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });

  test('grpc-hedge_all_nonfatal: each failure sends the next at once', () => {
    const row = expected('grpc-hedge_all_nonfatal');
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 1)
      .link('shop', 's', { hedge, latency: constant(2) })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 50_000 });
    expect(run.times('sent')).toEqual([0, 4, 8, 12]);
    expect(run.all('sent')).toHaveLength(row.expect.attempts);
    expect(run.settled('shop')).toMatchObject([{ atMs: 16, outcome: 'connectionRefused' }]);
    expect(run.report.links['shop→s']).toMatchObject({ calls: 1, ok: 0, hedges: 3 });
    expect(run.framesInUse).toBe(0);
  });

  test('grpc-hedge_nonfatal_immediate: until one succeeds', () => {
    const row = expected('grpc-hedge_nonfatal_immediate');
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 0, { startupMs: 0 })
      .link('shop', 's', { hedge, latency: constant(2) })
      .crash('s', { atMs: 0, durationMs: 9 })
      .run({ untilMs: 50_000 });
    expect(run.times('sent')).toEqual([0, 4, 8]);
    expect(run.all('sent')).toHaveLength(row.expect.attempts);
    expect(run.outcomes('shop')).toEqual(['ok']);
  });

  test('grpc-hedge_fatal: an error ends the call', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 1)
      .worker('back', 1)
      .link('shop', 'front', { hedge })
      .link('front', 'back')
      .crash('back', { atMs: 0 })
      .run({ untilMs: 50_000 });
    expect(run.all('sent', 'shop→front')).toHaveLength(expected('grpc-hedge_fatal').expect.attempts);
    expect(run.outcomes('shop')).toEqual(['error']);
  });

  test('all at once where there is no delay, and cancelled with their caller', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 0)
      .worker('back', 500, { concurrency: 9 })
      .link('shop', 'front')
      .link('front', 'back', { hedge: { afterMs: 0, max: 3 } })
      .crash('front', { atMs: 50 })
      .run({ untilMs: 5_000 });
    expect(run.times('sent', 'front→back')).toEqual([0, 0, 0]);
    expect(run.outcomes('shop')).toEqual(['connectionReset']);
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });

  test('end at their deadline, whatever is under way', () => {
    const run = toTwo({ deadlineMs: 250 }, 5_000).run({ untilMs: 50_000 });
    expect(run.times('sent', 'shop→lb')).toEqual([0, 100, 200]);
    expect(run.settled('shop')).toMatchObject([{ atMs: 250, outcome: 'timeout' }]);
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });
});

describe('gRPC’s retries', () => {
  const GRPC = { maxAttempts: 4, baseMs: 100, multiplier: 2, capMs: 1_000, jitter: 'grpc' };

  test('grpc-retry_always_unavailable: gaps within the ranges of the service config', () => {
    const row = reference.grpc_retry_e2e.find(({ id }) => id === 'grpc-retry_always_unavailable')!;
    for (let seed = 0; seed < 10; seed++) {
      const sent = scenario()
        .seed(seed)
        .clientAt('shop', [0])
        .worker('s', 1)
        .link('shop', 's', { retry: GRPC })
        .crash('s', { atMs: 0 })
        .run({ untilMs: 9_000 })
        .times('sent');
      expect(sent).toHaveLength(row.expect.attempts);
      row.expect_gap_ranges_ms!.forEach(([from, to], i) => {
        expect(sent[i + 1] - sent[i]).toBeGreaterThanOrEqual(from);
        expect(sent[i + 1] - sent[i]).toBeLessThanOrEqual(to);
      });
    }
  });
});

describe('a rate limit', () => {
  const limited = (rateLimit: object) =>
    scenario()
      .clientAt('shop', every(10, 10))
      .worker('s', 1, { concurrency: 9 })
      .link('shop', 's', { rateLimit: { algorithm: 'tokenBucket', ratePerSec: 20, burst: 2, ...rateLimit } })
      .run({ untilMs: 5_000 });

  test('turns away what is above it', () => {
    const run = limited({ maxWaitMs: 0 });
    expect(run.times('sent')).toEqual([0, 10, 50]);
    expect(run.report.links['shop→s']).toMatchObject({ calls: 10, ok: 3, failedBy: { rateLimited: 7 } });
    expectBalanced(run);
  });

  test('lets calls wait for their turn', () => {
    const run = limited({ maxWaitMs: 1_000 });
    expect(run.times('sent').map(Math.round)).toEqual([0, 10, 50, 100, 150, 200, 250, 300, 350, 400]);
    expect(run.all('held')).toHaveLength(8);
    expect(run.report.links['shop→s']).toMatchObject({ calls: 10, ok: 10 });
    expectBalanced(run);
  });

  test('does not count for the breaker behind which it stands, half-open neither', () => {
    const run = scenario()
      .clientAt('shop', every(10, 100))
      .worker('s', 0)
      .link('shop', 's', {
        breaker: { windowSize: 4, minimumCalls: 2, openMs: 100, probes: 2 },
        rateLimit: { algorithm: 'tokenBucket', ratePerSec: 5, burst: 1, maxWaitMs: 0 },
      })
      .run({ untilMs: 5_000 });
    expect(run.all('breaker')).toHaveLength(0);
    const opened = scenario()
      .clientAt('shop', every(10, 100))
      .worker('s', 0, { startupMs: 0 })
      .link('shop', 's', {
        breaker: { windowSize: 4, minimumCalls: 2, openMs: 100, probes: 2 },
        rateLimit: { algorithm: 'tokenBucket', ratePerSec: 20, burst: 2, maxWaitMs: 0 },
      })
      .crash('s', { atMs: 0, durationMs: 50 })
      .run({ untilMs: 5_000 });
    expect(opened.all('breaker').map((row) => row.extra)).toEqual([1, 2, 0]);
  });
});

describe('a bulkhead', () => {
  const calls = (bulkhead: object, rest: object = {}) =>
    scenario()
      .clientAt('shop', [0, 1, 2, 3, 4])
      .worker('s', 100, { concurrency: 9 })
      .link('shop', 's', { bulkhead: { maxConcurrent: 1, ...bulkhead }, ...rest });

  test('turns away whoever finds it full', () => {
    const run = calls({}).run({ untilMs: 5_000 });
    expect(run.outcomes('shop').sort()).toEqual(['bulkheadFull', 'bulkheadFull', 'bulkheadFull', 'bulkheadFull', 'ok']);
    expectBalanced(run);
  });

  test('lets some wait, in their order, and not for ever', () => {
    const run = calls({ maxQueued: 3, maxWaitMs: 250 }).run({ untilMs: 5_000 });
    expect(run.times('sent')).toEqual([0, 100, 200]);
    expect(run.settled('shop').filter((row) => row.outcome === 'bulkheadFull')).toMatchObject([
      { atMs: 4 },
      { atMs: 253 },
    ]);
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });

  test('begins the timeout when the call leaves, and gives its place on when that has passed', () => {
    const run = calls({ maxQueued: 9 }, { timeoutMs: 30 }).run({ untilMs: 5_000 });
    expect(run.times('sent')).toEqual([0, 30, 60, 90, 120]);
    expect(run.outcomes('shop')).toEqual(['timeout', 'timeout', 'timeout', 'timeout', 'timeout']);
  });

  test('forgets those whose callers crash, and lets nobody of them out', () => {
    const run = scenario()
      .clientAt('shop', [0, 1, 2])
      .service('front', { concurrency: 9, serviceTime: constant(0), startupMs: 0 })
      .worker('back', 100)
      .link('shop', 'front')
      .link('front', 'back', { bulkhead: { maxConcurrent: 1, maxQueued: 9 } })
      .crash('front', { atMs: 50, durationMs: 100 })
      .send('shop', 1, { atMs: 200 })
      .run({ untilMs: 5_000 });
    expect(run.times('sent', 'front→back')).toEqual([0, 200]);
    expect(run.times('letGo')).toEqual([50, 50]);
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });
});

describe('a fallback', () => {
  test('answers once all attempts have failed, and is counted', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 1)
      .link('shop', 's', { fallback: {}, retry: { maxAttempts: 2, baseMs: 10, jitter: 'none' } })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.settled('shop')).toEqual([{ atMs: 10, outcome: 'ok', latencyMs: 10 }]);
    expect(run.report.links['shop→s']).toMatchObject({
      calls: 1,
      ok: 0,
      failedBy: { connectionRefused: 1 },
      fallbacks: 1,
    });
  });

  test('of a cache has the last good answer while that is not too old', () => {
    const run = scenario()
      .clientAt('shop', [0, 100, 500, 900])
      .worker('s', 1)
      .link('shop', 's', { fallback: { source: { from: 'cache', maxAgeMs: 600 } } })
      .crash('s', { atMs: 200 })
      .run({ untilMs: 5_000 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'connectionRefused']);
  });
});

describe('an idempotent callee', () => {
  const retry = { maxAttempts: 4, baseMs: 10, backoff: 'constant', jitter: 'none' };
  const retried = (params: object, workMs = 45, faults: { crashAtMs?: number } = {}) => {
    const system = scenario()
      .clientAt('shop', [0])
      .worker('s', workMs, { concurrency: 9, startupMs: 0 })
      .link('shop', 's', { timeoutMs: 20, retry, idempotency: {}, ...params });
    if (faults.crashAtMs !== undefined) system.crash('s', { atMs: faults.crashAtMs, durationMs: 1 });
    return system.run({ untilMs: 5_000 });
  };

  test('does the work once, and the attempts share its answer', () => {
    const run = retried({});
    expect(run.times('sent')).toEqual([0, 30]);
    expect(run.all('started')).toHaveLength(1);
    expect(run.settled('shop')).toEqual([{ atMs: 45, outcome: 'ok', latencyMs: 45 }]);
    expect(run.report.links['shop→s']).toMatchObject({ calls: 1, ok: 1, retries: 1, duplicates: 1 });
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
    expect(retried({ idempotency: null }).all('started')).toHaveLength(4);
  });

  test('answers from memory when the work is done', () => {
    const run = retried({ timeoutMs: 20, retry: { ...retry, baseMs: 100 } });
    expect(run.settled('shop')).toEqual([{ atMs: 120, outcome: 'ok', latencyMs: 120 }]);
    expect(run.all('started')).toHaveLength(1);
  });

  test('that crashes leaves the work to the next attempt', () => {
    const run = retried({}, 45, { crashAtMs: 35 });
    expect(run.all('started')).toHaveLength(2);
    expectBalanced(run);
    expect(run.framesInUse).toBe(0);
  });
});
