import { describe, expect, it } from 'vitest';
import { MetricsFold } from './metrics-fold';
import { feed, type Row, scenarioOf } from './testing/handmade-trace';

const scenario = scenarioOf(
  [
    ['shop', 'client'],
    ['orders', 'service'],
  ],
  [['shop-orders', 'shop', 'orders']],
);

/** A request every 10 ms that takes 5 ms; every tenth fails. */
const requests = (untilMs: number): Row[] =>
  Array.from({ length: untilMs / 10 }, (_, i): Row[] => [
    [i * 10, 'issued', 0, i],
    [i * 10 + 5, 'settled', 0, i, { detail: i % 10 === 9 ? 'timeout' : 'ok', value: 5 }],
  ]).flat();

describe('windowed metrics', () => {
  it('are rates and latencies of each window that is over', () => {
    const { windowMs, firstWindow, count, columns } = feed(new MetricsFold(scenario), requests(350)).snapshot(350);
    expect([windowMs, firstWindow, count]).toEqual([100, 0, 3]);
    expect([...columns['rate.sent']]).toEqual([100, 100, 100]);
    expect([...columns['rate.ok']]).toEqual([90, 90, 90]);
    expect([...columns['rate.failed']]).toEqual([10, 10, 10]);
    expect([...columns['failures.timeout']]).toEqual([10, 10, 10]);
    expect([...columns['latency.p95']]).toEqual([5, 5, 5]);
  });

  it('leave out reasons that never occurred, and show no latency where nothing succeeded', () => {
    const rows: Row[] = [
      [150, 'issued', 0, 1],
      [250, 'settled', 0, 1, { detail: 'ok', value: 100 }],
    ];
    const { columns } = feed(new MetricsFold(scenario), rows).snapshot(400);
    expect(Object.keys(columns).filter((key) => key.startsWith('failures'))).toEqual([]);
    expect([...columns['latency.p50']]).toEqual([Number.NaN, Number.NaN, 100, Number.NaN]);
    expect([...columns['rate.sent']]).toEqual([0, 10, 0, 0]);
  });

  it('sample queue and workers of nodes at the end of the window', () => {
    const rows: Row[] = [
      [0, 'capacity', 1, 0, { extra: 1 }],
      [50, 'arrived', 1, 1],
      [50, 'started', 1, 1],
      [60, 'arrived', 1, 2],
      [100, 'blocked', 1, 1],
      [199, 'arrived', 1, 3],
    ];
    const { columns } = feed(new MetricsFold(scenario), rows).snapshot(200);
    expect([...columns['queue.orders']]).toEqual([1, 2]);
    expect([...columns['busy.orders']]).toEqual([1, 1]);
    expect([...columns['blocked.orders']]).toEqual([0, 1]);
    expect(columns['queue.shop']).toBeUndefined();
  });

  it('tell of a client what waits there for a connection, once anything does', () => {
    const { columns } = feed(new MetricsFold(scenario), [[150, 'held', 0, 1]]).snapshot(200);
    expect([...columns['queue.shop']]).toEqual([0, 1]);
  });

  it('become twice as long when there would be more than 600', () => {
    const fold = new MetricsFold(scenario);
    const rows = requests(60_300);
    feed(
      fold,
      rows.filter(([at]) => at < 60_000),
      777,
    );
    expect(fold.snapshot(60_000)).toMatchObject({ windowMs: 100, count: 600 });
    feed(
      fold,
      rows.filter(([at]) => at >= 60_000),
      777,
    );
    const { windowMs, count, columns } = fold.snapshot(60_300);
    expect([windowMs, count]).toEqual([200, 301]);
    expect(new Set(columns['rate.sent'])).toEqual(new Set([100]));
    expect(new Set(columns['rate.failed'])).toEqual(new Set([10]));
    expect(new Set(columns['latency.p99'])).toEqual(new Set([5]));
  });

  it('stay within 600 windows over a long time without any fact', () => {
    const { windowMs, count, columns } = feed(new MetricsFold(scenario), requests(100)).snapshot(3_600_000);
    expect(windowMs).toBe(6_400);
    expect(count).toBe(562);
    expect(columns['rate.sent'][0] * 6.4).toBeCloseTo(10, 9);
  });

  it('do not depend on chunks, nor on being asked for in between', () => {
    const rows = requests(70_000);
    const whole = feed(new MetricsFold(scenario), rows).snapshot(70_000);
    const fold = new MetricsFold(scenario);
    for (let i = 0; i < rows.length; i += 101) {
      feed(fold, rows.slice(i, i + 101));
      fold.snapshot(rows[Math.min(i + 100, rows.length - 1)][0]);
    }
    expect(fold.snapshot(70_000)).toEqual(whole);
  });
});
