import { expect, test } from 'vitest';
import { lonely } from './chart-data';

test('a value is lonely when neither side has one, at the ends too', () => {
  expect(lonely([1, null, 2, 3, null, 4, null, 5])).toEqual([0, 5, 7]);
  expect(lonely([0])).toEqual([0]);
});

test('where every value has a neighbour, or there is none, nothing is lonely', () => {
  expect(lonely([1, 2, null, 3, 4])).toBeNull();
  expect(lonely([null, null])).toBeNull();
  expect(lonely([])).toBeNull();
});
