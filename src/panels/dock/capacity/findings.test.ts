import { describe, expect, it } from 'vitest';
import type { CurvePoint, Load } from './curve';
import { findingsOf } from './findings';

const exact = (mean: number) => ({ mean, halfWidth: 0 });
const point = (value: number, offered: number, goodput: number, meanMs: number, loads: Load[] = []): CurvePoint => ({
  value,
  runs: 5,
  offeredPerSec: exact(offered),
  goodputPerSec: exact(goodput),
  failedShare: 1 - goodput / offered,
  latencyMs: { mean: exact(meanMs), p50: exact(meanMs), p95: exact(meanMs), p99: exact(meanMs) },
  loads,
});
const busy = (node: string, utilization: number, blocked = 0): Load => ({ node, utilization, blocked });

/** One worker of 10 ms: mean latency 10 / (1 − ρ), whose power is largest at half load. */
const mm1 = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((rate) =>
  point(rate, rate, rate, 10 / (1 - rate / 100), [busy('orders', rate / 100)]),
);

describe('what a curve says', () => {
  it('an M/M/1 queue has its knee at half load', () => {
    expect(findingsOf(mm1)).toMatchObject({ isLoad: true, keepsUpTo: 90, failsFrom: null, knee: 50 });
    expect(findingsOf(mm1)?.bottleneck).toEqual({
      node: 'orders',
      utilization: 0.9,
      blocked: 0,
      value: 90,
      isSaturated: false,
      waitsMostly: false,
    });
  });

  it('it keeps up as long as everything is answered', () => {
    const overloaded = [...mm1, point(100, 100, 95, 500, [busy('orders', 0.99)]), point(110, 110, 99, 900)];
    expect(findingsOf(overloaded)).toMatchObject({ keepsUpTo: 90, failsFrom: 100 });
    expect(findingsOf(overloaded.slice(9))).toMatchObject({ keepsUpTo: null, failsFrom: 100 });
  });

  it('of those that are full, the one that works has filled the others', () => {
    const loads = [busy('gateway', 1, 0.97), busy('orders', 0.99, 0.8), busy('payments', 0.97)];
    const findings = findingsOf([mm1[0], point(120, 120, 80, 900, loads), point(130, 130, 80, 900, loads)]);
    expect(findings?.bottleneck).toMatchObject({ node: 'payments', value: 120, isSaturated: true, waitsMostly: false });
    const waiting = findingsOf([mm1[0], point(120, 120, 80, 900, loads.slice(0, 2))]);
    expect(waiting?.bottleneck).toMatchObject({ node: 'orders', waitsMostly: true });
  });

  it('where the load stays, the value with the best goodput is told', () => {
    const workers = [1, 2, 3, 4].map((count) => point(count, 100, Math.min(100, count * 40), 50));
    expect(findingsOf(workers)).toMatchObject({ isLoad: false, knee: null, best: { value: 3 } });
  });

  it('one point says nothing', () => {
    expect(findingsOf([])).toBeNull();
    expect(findingsOf(mm1.slice(0, 1))).toBeNull();
  });
});
