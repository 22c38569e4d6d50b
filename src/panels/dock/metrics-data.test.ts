import { expect, it } from 'vitest';
import type { Metrics } from '../../worker/protocol';
import { busiestKeys, chartData, isInstant } from './metrics-data';

const metrics: Metrics = {
  type: 'metrics',
  windowMs: 500,
  firstWindow: 4,
  count: 3,
  columns: {
    'queue.orders': Float64Array.of(1, 2, 3),
    'queue.payments': Float64Array.of(10, Number.NaN, 0),
    'queue.users': Float64Array.of(0, 0, 0),
    'rate.ok': Float64Array.of(10, 30, 0),
    'latency.p50': Float64Array.of(Number.NaN, 5, 6),
  },
};

it('a window stands at the moment it ends', () => {
  expect(chartData(metrics, ['queue.orders'])).toEqual([
    [2500, 3000, 3500],
    [1, 2, 3],
  ]);
});

it('nothing to show is a gap, also where a column is missing', () => {
  const [, latency, missing] = chartData(metrics, ['latency.p50', 'latency.p42']);
  expect(latency).toEqual([null, 5, 6]);
  expect(missing).toEqual([null, null, null]);
});

it('what nobody waits for ends the moment it is sent; what has not ended yet does not', () => {
  const withLatency = (...values: number[]) => ({ ...metrics, columns: { 'latency.p99': Float64Array.of(...values) } });
  expect(isInstant(withLatency(Number.NaN, 0, 0))).toBe(true);
  expect(isInstant(withLatency(0, 0, 3))).toBe(false);
  expect(isInstant(withLatency(Number.NaN, Number.NaN, Number.NaN))).toBe(false);
  expect(isInstant(null)).toBe(false);
});

it('the busiest series come first, idle ones not at all', () => {
  expect(busiestKeys(metrics, 'queue.', 5)).toEqual(['queue.payments', 'queue.orders']);
  expect(busiestKeys(metrics, 'queue.', 1)).toEqual(['queue.payments']);
  expect(busiestKeys(null, 'queue.', 5)).toEqual([]);
});

it('a rate is the mean of the last second', () => {
  expect(chartData(metrics, ['rate.ok'])[1]).toEqual([10, 20, 15]);
});
