import { describe, expect, test } from 'vitest';
import { check } from '../../schema/check';
import { OUTCOMES, Outcome } from '../outcomes';
import { ConcurrencyBudget } from './concurrency-budget';
import reference from './fixtures/retries.json';
import { Retry } from './retry';
import { createRetryBudget } from './retry-budget';
import { type RetryParams, retryField } from './retry-field';
import { AWS_SDK_QUOTA, RetryQuota } from './retry-quota';
import { RetryThrottle } from './retry-throttle';
import { ShareBudget } from './share-budget';

const half = { unit: () => 0.5 };
const retryOf = (given: Partial<RetryParams> = {}, random = half) =>
  new Retry({ ...retryField.default, maxAttempts: 4, jitter: 'none', ...given }, random);

describe('a retry', () => {
  test('follows only what may be over soon, unless the parameters say otherwise', () => {
    const retried = (given: Partial<RetryParams> = {}) =>
      OUTCOMES.filter((_, outcome) => retryOf(given).again(1, outcome, 0, 0));
    expect(retried()).toEqual(['timeout', 'refused', 'connectionRefused', 'connectionReset', 'partitioned']);
    expect(retried({ on: { ...retryField.default.on, timeout: false, error: true, breakerOpen: true } })).toEqual([
      'refused',
      'connectionRefused',
      'connectionReset',
      'error',
      'breakerOpen',
      'partitioned',
    ]);
  });

  test('follows only so many attempts', () => {
    const retry = retryOf();
    expect([1, 2, 3, 4].map((attempt) => retry.again(attempt, Outcome.timeout, 0, 0))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test('is left to a budget that is saved and goes on where it was', () => {
    for (const budget of [
      { rule: 'share', ratio: 0.2, minPerSec: 1, windowMs: 3_000 },
      { rule: 'concurrent', ratio: 0.2, minConcurrent: 2 },
      { rule: 'throttle', maxTokens: 4, tokenRatio: 0.5 },
    ] as const) {
      const step = (retry: Retry, i: number) => {
        if (i % 2 === 0) retry.began(i * 137);
        if (i % 11 === 10) retry.abandon();
        return retry.again(1 + (i % 2), (i * 7) % 5 === 0 ? Outcome.ok : Outcome.timeout, i % 9, i * 137);
      };
      const whole = retryOf({ budget });
      const expected = Array.from({ length: 200 }, (_, i) => step(whole, i));
      expect(new Set(expected).size).toBe(2);
      const first = retryOf({ budget });
      for (let i = 0; i < 77; i++) step(first, i);
      const second = retryOf({ budget });
      second.restore(JSON.parse(JSON.stringify(first.save())));
      expect(Array.from({ length: 123 }, (_, i) => step(second, 77 + i))).toEqual(expected.slice(77));
    }
  });

  test('without a budget has nothing to save', () => {
    expect(retryOf().save()).toBeNull();
  });
});

describe('retry budgets', () => {
  const rows = (system: string) => reference.retry_budget.filter((row) => row.system === system);

  test.each(rows('Finagle/Linkerd/tower'))('$id', (row) => {
    const budget = new ShareBudget(row.percent_can_retry!, row.min_retries_per_sec!, row.ttl_s! * 1_000);
    for (let i = 0; i < row.deposits_in_one_instant!; i++) budget.began(0);
    let granted = 0;
    while (budget.grants(0, 0)) granted++;
    expect(Math.abs(granted - row.expect_retries_allowed!)).toBeLessThanOrEqual(row.tolerance!);
  });

  test('Finagle’s defaults are those of the parameters (finagle-defaults)', () => {
    expect(check(retryField, { budget: { rule: 'share' } })).toMatchObject({
      value: { budget: { ratio: 0.2, minPerSec: 10, windowMs: 10_000 } },
    });
  });

  test('what was paid into a share budget is forgotten after its window, and so is what was taken out', () => {
    const budget = new ShareBudget(0.5, 1, 2_000);
    for (let i = 0; i < 4; i++) budget.began(0);
    const granted = (nowMs: number) => {
      let count = 0;
      while (budget.grants(0, nowMs)) count++;
      return count;
    };
    expect([granted(0), granted(1_900), granted(2_000), granted(2_100)]).toEqual([4, 0, 2, 0]);
    expect(granted(50_000)).toBe(2);
  });

  test.each(rows('Envoy'))('$id', (row) => {
    const budget = new ConcurrencyBudget(row.budget_percent! / 100, row.min_retry_concurrency!);
    let granted = 0;
    while (budget.grants(row.active_plus_pending!)) granted++;
    expect(granted).toBe(row.expect_max_concurrent_retries);
    budget.ended();
    expect([budget.grants(row.active_plus_pending!), budget.grants(row.active_plus_pending!)]).toEqual([true, false]);
  });

  test.each(rows('AWS SDK standard mode retry quota'))('$id', (row) => {
    const quota = new RetryQuota({
      capacity: row.capacity!,
      retryCost: row.cost_retry!,
      timeoutRetryCost: row.cost_timeout_retry!,
      refund: row.refund_no_retry_success!,
    });
    const events = row.events_compact!.replace(/^(.) x(\d+).*$/, (_, event, times) => event.repeat(Number(times)));
    let wasAllowed = true;
    let charged = 0;
    for (const event of events) {
      if (event === 's') quota.succeeded(0);
      else if (event === 'r') quota.succeeded(charged);
      else {
        const charge = quota.charge(event === 't');
        wasAllowed = charge > 0;
        if (wasAllowed) charged = charge;
      }
    }
    expect([quota.tokens, wasAllowed]).toEqual([row.expect_final_tokens, row.expect_last_allowed]);
  });

  test('a retry after a timeout costs the AWS SDKs twice as much', () => {
    expect(new RetryQuota(AWS_SDK_QUOTA).charge(true)).toBe(10);
  });
});

describe('gRPC’s throttling (grpc-rule-126)', () => {
  test.each(reference.grpc_retry_throttling)('$id', ({ maxTokens, tokenRatio, outcomes, expect: expected }) => {
    const throttle = new RetryThrottle(maxTokens, tokenRatio);
    const seen = [...outcomes].map((outcome) => {
      if (outcome === 'F') throttle.failed();
      else throttle.succeeded();
      return { tokens: throttle.tokens, retry_allowed: throttle.grants() };
    });
    expect(seen).toEqual(expected);
  });

  test('is not touched by a failure that is never tried again (grpc-rule-127)', () => {
    const retry = retryOf({ budget: { rule: 'throttle', maxTokens: 4, tokenRatio: 1 } });
    for (let i = 0; i < 100; i++) retry.again(1, Outcome.error, 0, 0);
    expect(retry.again(1, Outcome.timeout, 0, 0)).toBe(true);
    expect(retry.again(1, Outcome.timeout, 0, 0)).toBe(false);
  });

  test('is emptied by the last attempt of a call as well', () => {
    const retry = retryOf({ maxAttempts: 1, budget: { rule: 'throttle', maxTokens: 4, tokenRatio: 1 } });
    retry.again(1, Outcome.timeout, 0, 0);
    retry.again(1, Outcome.timeout, 0, 0);
    expect(createRetryBudget({ rule: 'throttle', maxTokens: 4, tokenRatio: 1 }).save()).toEqual([4_000]);
    expect(retry.save()).toEqual([2_000]);
  });
});

describe('gRPC’s retries, end to end', () => {
  const GRPC = { maxAttempts: 4, baseMs: 100, multiplier: 2, capMs: 1_000, jitter: 'grpc' } as const;
  const expected = (id: string) => reference.grpc_retry_e2e.find((row) => row.id === id)!;

  /** Tries until an attempt is the last: what each ends with, and a pushback in ms where the server gives one. */
  function attempt(outcomes: readonly Outcome[], u: number, pushbacks: readonly (number | undefined)[] = []) {
    const retry = retryOf(GRPC, { unit: () => u });
    const gapsMs: number[] = [];
    let step = 0;
    let count = 1;
    while (retry.again(count, outcomes[count - 1], 0, 0)) {
      const pushbackMs = pushbacks[count - 1];
      step = pushbackMs === undefined ? retry.stepMs(step) : 0;
      gapsMs.push(pushbackMs ?? retry.waitMs(step));
      count++;
    }
    return { attempts: count, outcome: outcomes[count - 1], gapsMs };
  }
  const unavailable = new Array<Outcome>(9).fill(Outcome.connectionRefused);

  test('grpc-retry_always_unavailable', () => {
    const row = expected('grpc-retry_always_unavailable');
    const low = attempt(unavailable, 0);
    const high = attempt(unavailable, 1);
    expect([low.attempts, low.outcome]).toEqual([row.expect.attempts, Outcome.connectionRefused]);
    row.expect_gap_ranges_ms!.forEach(([from, to], i) => {
      expect(low.gapsMs[i]).toBeCloseTo(from, 6);
      expect(high.gapsMs[i]).toBeCloseTo(to, 6);
      expect(row.observed_gaps_ms[i]).toBeGreaterThanOrEqual(from);
    });
  });

  test('grpc-retry_success_third', () => {
    const row = expected('grpc-retry_success_third');
    const run = attempt([unavailable[0], unavailable[0], Outcome.ok], 0.5);
    expect([run.attempts, run.outcome]).toEqual([row.expect.attempts, Outcome.ok]);
  });

  test('grpc-pushback_300: the server’s word replaces the wait, and backoff begins anew', () => {
    const row = expected('grpc-pushback_300');
    const run = attempt(unavailable, 0.5, [300]);
    expect(run.attempts).toBe(row.expect.attempts);
    expect(run.gapsMs.map(Math.round)).toEqual([300, 100, 200]);
  });
});

describe('amplification', () => {
  const rows = reference.retry_amplification.filter((row) => row.independent_failure_prob !== undefined);

  test.each(rows)('$id', (row) => {
    const p = row.independent_failure_prob!;
    const retry = retryOf({ maxAttempts: row.max_attempts! });
    // The chance that attempt number n is made, and at last that it fails as well.
    let reached = 1;
    let meanAttempts = 0;
    for (let attempt = 1; ; attempt++) {
      meanAttempts += reached;
      reached *= p;
      if (!retry.again(attempt, Outcome.timeout, 0, 0)) break;
    }
    expect(meanAttempts).toBeCloseTo(row.expect_mean_attempts!, 4);
    expect(reached).toBeCloseTo(row.expect_final_failure_prob!, 9);
  });
});
