import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../schema/check';
import { createRateLimiter } from './create-rate-limiter';
import { FixedWindow } from './fixed-window';
import reference from './fixtures/breakers-and-limits.json';
import { LeakyBucket } from './leaky-bucket';
import { type RateLimitParams, rateLimitField } from './rate-limit-field';
import { type RateLimiter, REFUSED } from './rate-limiter';
import { SlidingCounter } from './sliding-counter';
import { SlidingLog } from './sliding-log';
import { TokenBucket } from './token-bucket';

describe('the token bucket against golang.org/x/time/rate', () => {
  test.each(reference.token_bucket)('$id', ({ rate_per_s, burst, expect_trace }) => {
    const bucket = new TokenBucket(rate_per_s, burst);
    for (const row of expect_trace) {
      if ('ok' in row) expect(bucket.reserve(row.n, row.at_ms) !== REFUSED).toBe(row.ok);
      else expect([row, bucket.allow(row.n, row.at_ms)]).toEqual([row, row.allowed]);
      expect(bucket.tokensAt(row.at_ms)).toBeCloseTo(row.tokens_after, 9);
    }
  });

  test('a reservation in advance makes the next one wait longer', () => {
    const bucket = new TokenBucket(10, 2, 250);
    expect([1, 2, 3, 4, 5, 6].map(() => bucket.admit(0))).toEqual([0, 0, 100, 200, REFUSED, REFUSED]);
    expect(bucket.admit(50)).toBe(250);
    expect(bucket.tokensAt(50)).toBe(-2.5);
  });
});

describe('the leaky bucket against nginx’s limit_req', () => {
  const rows = reference.nginx_limit_req.filter((row) => row.config.startsWith('rate='));

  test.each(rows)('$id', ({ config, arrivals, expect: expected }) => {
    const number = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(config)?.[1] ?? 0);
    const burst = number('burst');
    const free = config.includes('nodelay') ? burst : number('delay');
    const bucket = new LeakyBucket(number('rate'), burst, free);
    const waves = [...arrivals.matchAll(/(\d+) at t=(\d+)/g)].map(([, count, atMs]) => {
      const waits = Array.from({ length: Number(count) }, () => bucket.admit(Number(atMs)));
      return waits.filter((wait) => wait !== REFUSED);
    });
    if (expected.first_ok === undefined) {
      expect(waves[0]).toHaveLength(expected.ok!);
      if (expected.ok_completion_ms) expect(waves[0]).toEqual(expected.ok_completion_ms);
    } else expect(waves.map((admitted) => admitted.length)).toEqual([expected.first_ok, expected.second_ok]);
  });
});

describe('windows', () => {
  test.each(reference.window_limiters)('$id', ({ limit, window_ms, arrivals_ms, expect_allowed }) => {
    const allowed = (limiter: RateLimiter) => arrivals_ms.filter((atMs) => limiter.admit(atMs) === 0).length;
    expect({
      fixed_window: allowed(new FixedWindow(limit, window_ms)),
      sliding_log: allowed(new SlidingLog(limit, window_ms)),
      sliding_window_counter: allowed(new SlidingCounter(limit, window_ms)),
    }).toEqual(expect_allowed);
  });

  test('a sliding log never lets more through than its limit, wherever the window lies', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }), (gaps) => {
        const log = new SlidingLog(5, 100);
        const admitted: number[] = [];
        let nowMs = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (log.admit(nowMs) === 0) admitted.push(nowMs);
        }
        for (const end of admitted) {
          expect(admitted.filter((at) => at > end - 100 && at <= end).length).toBeLessThanOrEqual(5);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});

describe.each([
  { algorithm: 'tokenBucket', ratePerSec: 20, burst: 3, maxWaitMs: 100 },
  { algorithm: 'leakyBucket', ratePerSec: 20, burst: 4, free: 2 },
  { algorithm: 'fixedWindow', limit: 4, windowMs: 200 },
  { algorithm: 'slidingLog', limit: 4, windowMs: 200 },
  { algorithm: 'slidingCounter', limit: 4, windowMs: 200 },
] as const satisfies readonly RateLimitParams[])('$algorithm', (params) => {
  const times = Array.from({ length: 300 }, (_, i) => i * 31 + ((i * 7919) % 29));

  test('goes on from a checkpoint as if nothing had happened', () => {
    const whole = createRateLimiter(params);
    const expected = times.map((atMs) => whole.admit(atMs));
    expect(expected).toContain(REFUSED);
    for (const pause of [0, 2, 3, 57, 200]) {
      const first = createRateLimiter(params);
      for (const atMs of times.slice(0, pause)) first.admit(atMs);
      const second = createRateLimiter(params);
      second.restore(JSON.parse(JSON.stringify(first.save())));
      expect(times.slice(pause).map((atMs) => second.admit(atMs))).toEqual(expected.slice(pause));
    }
  });

  test('is a choice of the parameters, whose mistakes are named', () => {
    expect(check(rateLimitField, params)).toEqual({ ok: true, value: params });
    expect(check(rateLimitField, { ...params, perHour: 3 })).toMatchObject({
      issues: [{ path: 'perHour', expected: expect.stringContaining('one of the known names: algorithm') }],
    });
  });
});
