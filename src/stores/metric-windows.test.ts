import { expect, test } from 'vitest';
import type { Metrics } from '../worker/protocol';
import { MetricWindows } from './metric-windows';

const news = (firstWindow: number, columns: Record<string, number[]>, count = Object.values(columns)[0].length) =>
  ({
    type: 'metrics',
    windowMs: 100,
    firstWindow,
    count,
    columns: Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, Float64Array.from(values)])),
  }) satisfies Metrics;

const plain = ({ count, columns }: Metrics) => ({
  count,
  ...Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, [...column]])),
});

test('new windows come behind those that are known, and a column that was not there was all zeros', () => {
  const windows = new MetricWindows();
  windows.join(news(0, { sent: [1, 2] }));
  expect(plain(windows.join(news(2, { sent: [3], failed: [7] })))).toEqual({
    count: 3,
    sent: [1, 2, 3],
    failed: [0, 0, 7],
  });
  expect(plain(windows.join(news(3, { sent: [4, 5] })))).toEqual({
    count: 5,
    sent: [1, 2, 3, 4, 5],
    failed: [0, 0, 7, 0, 0],
  });
});

test('windows from the first one on replace what was known', () => {
  const windows = new MetricWindows();
  windows.join(news(0, { sent: [1, 2, 3], failed: [4, 4, 4] }));
  expect(plain(windows.join(news(0, { sent: [9] })))).toEqual({ count: 1, sent: [9] });
  expect(plain(windows.join(news(1, { sent: [8], failed: [1] })))).toEqual({ count: 2, sent: [9, 8], failed: [0, 1] });
});

test('there is room for as many as come', () => {
  const windows = new MetricWindows();
  const all = Array.from({ length: 600 }, (_, window) => window);
  for (const window of all) windows.join(news(window, { sent: [window] }));
  expect(plain(windows.join(news(600, { sent: [] }, 0)))).toEqual({ count: 600, sent: all });
});
