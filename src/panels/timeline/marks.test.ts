import { expect, test } from 'vitest';
import type { Intervention } from '../../scenario/scenario';
import { marksOf, stretchesOf } from './marks';

const crash = (atMs: number, durationMs: number | null = null): Intervention => ({
  action: 'crash',
  target: { node: 'a' },
  atMs,
  durationMs,
});

test('marks far from each other stand alone, in order', () => {
  const marks = marksOf([crash(9_000), crash(1_000)], 10_000);
  expect(marks.map(({ share, count }) => [share, count])).toEqual([
    [0.1, 1],
    [0.9, 1],
  ]);
});

test('ten thousand become as many as have room, and each is counted', () => {
  const marks = marksOf(
    Array.from({ length: 10_000 }, (_, i) => crash(i)),
    10_000,
  );
  expect(marks.length).toBeLessThanOrEqual(161);
  expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(10_000);
});

test('what overlaps lasts as one', () => {
  expect(stretchesOf([crash(5_000, 1_000), crash(1_000, 2_000), crash(2_000, 2_000), crash(0)], 10_000)).toEqual([
    { from: 0.1, to: 0.4 },
    { from: 0.5, to: 0.6 },
  ]);
});
