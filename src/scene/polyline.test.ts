import { expect, test } from 'vitest';
import { type Curve, POINT_SIZE, POINTS, TABLE_SIZE, tabulate } from './polyline';

const bent: Curve = [0, 0, 300, 0, -100, 200, 200, 200];

function steps(curve: Curve): number[] {
  const table = new Float32Array(TABLE_SIZE);
  tabulate(curve, table, 0);
  return Array.from({ length: POINTS - 1 }, (_, i) => {
    const at = i * POINT_SIZE;
    return Math.hypot(table[at + POINT_SIZE] - table[at], table[at + POINT_SIZE + 1] - table[at + 1]);
  });
}

test('the points of a curve lie at equal distances from each other', () => {
  const lengths = steps(bent);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  for (const length of lengths) expect(Math.abs(length - mean) / mean).toBeLessThan(0.02);
});

test('a table begins and ends where its curve does, and tells its length', () => {
  const table = new Float32Array(TABLE_SIZE * 2);
  const length = tabulate([10, 20, 110, 20, 210, 20, 310, 20], table, TABLE_SIZE);
  expect(length).toBeCloseTo(300, 3);
  expect([...table.subarray(TABLE_SIZE, TABLE_SIZE + 2)]).toEqual([10, 20]);
  expect(table[TABLE_SIZE * 2 - POINT_SIZE]).toBeCloseTo(310, 3);
});

test('normals have length one and point to the right of the way', () => {
  const table = new Float32Array(TABLE_SIZE);
  tabulate([0, 0, 10, 0, 20, 0, 30, 0], table, 0);
  for (let point = 0; point < POINTS; point++) {
    expect(table[point * POINT_SIZE + 2]).toBeCloseTo(0, 6);
    expect(table[point * POINT_SIZE + 3]).toBeCloseTo(1, 6);
  }
});

test('a curve of no length is a point and not a NaN', () => {
  const table = new Float32Array(TABLE_SIZE);
  expect(tabulate([5, 5, 5, 5, 5, 5, 5, 5], table, 0)).toBe(0);
  expect(table.every((value) => Number.isFinite(value))).toBe(true);
});
