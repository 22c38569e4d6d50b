import { expect, test } from 'vitest';
import { rowsInSight } from './window';

test('a short list is there as a whole', () => {
  expect(rowsInSight(5, 40, 0, 320)).toEqual({ from: 0, to: 5 });
});

test('of a long one only what is in sight, with some to spare', () => {
  expect(rowsInSight(10_000, 40, 200_000, 320)).toEqual({ from: 4_992, to: 5_016 });
  expect(rowsInSight(10_000, 40, 400_000 - 320, 320)).toEqual({ from: 9_984, to: 10_000 });
});
