import { expect, it } from 'vitest';
import { backlogData } from './backlog-data';

it('draws how a queue fills: what waits, how old it is, and how fast it grows', () => {
  const windows = {
    windowMs: 1_000,
    ready: Float32Array.from([0, 10, 30, 30, 20]),
    oldestMs: Float32Array.from([0, 500, 1_500, 2_500, 3_500]),
  };
  const moments = [1_000, 2_000, 3_000, 4_000, 5_000];
  expect(backlogData(windows, 'ready')).toEqual([moments, [0, 10, 30, 30, 20]]);
  expect(backlogData(windows, 'oldest')).toEqual([moments, [0, 500, 1_500, 2_500, 3_500]]);
  expect(backlogData(windows, 'growth')).toEqual([moments, [0, 5, 15, 10, -5]]);
});
