import { describe, expect, test } from 'vitest';
import { noBuckets, retryAfterMs, takeToken } from './keyed-buckets';
import { TokenBucket } from './token-bucket';

const PARAMS = { ratePerSec: 10, burst: 2 };

describe('buckets by key', () => {
  test('each have their own tokens', () => {
    const state = noBuckets();
    const take = (key: number, nowMs: number) => takeToken(state, PARAMS, key, nowMs);
    expect([take(1, 0), take(1, 0), take(2, 0)]).toEqual([0, 0, 0]);
    expect([take(1, 0), take(1, 40)]).toEqual([100, 60]);
    expect(take(2, 40)).toBe(0);
    expect(take(1, 100)).toBe(0);
  });

  test('are token buckets', () => {
    const state = noBuckets();
    const bucket = new TokenBucket(PARAMS.ratePerSec, PARAMS.burst);
    for (let nowMs = 0; nowMs < 5_000; nowMs += (nowMs * 7919) % 130) {
      expect(takeToken(state, PARAMS, 5, nowMs) === 0).toBe(bucket.allow(1, nowMs));
      if (nowMs === 0) nowMs = 1;
    }
  });

  test('are forgotten once they are full again', () => {
    const state = noBuckets();
    for (let key = 0; key < 10_000; key++) takeToken(state, PARAMS, key, key);
    expect(state.size).toBeLessThanOrEqual(1_024);
    expect(Object.keys(state.buckets)).toHaveLength(state.size);
  });

  test('are plain data', () => {
    const state = noBuckets();
    takeToken(state, PARAMS, 3, 10);
    const copy = JSON.parse(JSON.stringify(state));
    expect(takeToken(copy, PARAMS, 3, 20)).toBe(takeToken(state, PARAMS, 3, 20));
  });
});

test.each([
  [0.1, 1_000],
  [1_000, 1_000],
  [1_001, 2_000],
])('a wait of %f ms is told as %i ms', (waitMs, toldMs) => {
  expect(retryAfterMs(waitMs)).toBe(toldMs);
});
