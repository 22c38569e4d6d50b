import { describe, expect, test } from 'vitest';
import { Outcome } from '../outcomes';
import { attemptEndsMs, deadlineOf, hasExpired, leavesTime, NO_DEADLINE } from './deadline';
import reference from './fixtures/retries.json';
import { Retry } from './retry';
import { retryField } from './retry-field';

describe('a deadline', () => {
  test('is never later than that of the request which is served', () => {
    expect([
      deadlineOf(100, 50, NO_DEADLINE),
      deadlineOf(100, 50, 130),
      deadlineOf(100, null, 130),
      deadlineOf(100, null, NO_DEADLINE),
    ]).toEqual([150, 130, 130, Infinity]);
  });

  test('cuts the timeout of the last attempt', () => {
    expect([attemptEndsMs(100, 40, 250), attemptEndsMs(220, 40, 250), attemptEndsMs(0, Infinity, NO_DEADLINE)]).toEqual(
      [140, 250, Infinity],
    );
  });

  test('is over at its very moment', () => {
    expect([hasExpired(250, 249), hasExpired(250, 250)]).toEqual([false, true]);
    expect(reference.grpc_semantics.find(({ id }) => id === 'grpc-deadline-past')!.expect).toEqual({
      client_status: 4,
    });
  });

  test('grpc-deadline: the client gives up at the deadline, not when the handler is done', () => {
    const { expect: expected } = reference.grpc_semantics.find(({ id }) => id === 'grpc-deadline')!;
    expect(Math.min(attemptEndsMs(0, Infinity, deadlineOf(0, 100, NO_DEADLINE)), 400)).toBe(expected.client_latency_ms);
  });

  test('grpc-retry_deadline_cuts: it covers all attempts and their waits', () => {
    const row = reference.grpc_retry_e2e.find(({ id }) => id === 'grpc-retry_deadline_cuts')!;
    const params = { ...retryField.default, maxAttempts: 4, baseMs: 100, capMs: 1_000, jitter: 'grpc' } as const;
    const retry = new Retry(params, { unit: () => 0.5 });
    const deadlineAtMs = deadlineOf(0, 250, NO_DEADLINE);
    let nowMs = 0;
    let step = 0;
    let attempts = 1;
    while (retry.again(attempts, Outcome.connectionRefused, 0, nowMs)) {
      step = retry.stepMs(step);
      const waitMs = retry.waitMs(step);
      if (!leavesTime(nowMs, waitMs, deadlineAtMs)) break;
      nowMs += waitMs;
      attempts++;
    }
    expect(attempts).toBe(row.expect.attempts);
  });
});
