import { expect, test } from 'vitest';
import { clean, niceStep, parseNumber } from './number-text';

test.each([
  ['12', 12],
  ['1,5', 1.5],
  ['1.5', 1.5],
  ['1 000', 1000],
  ['10,000.5', 10_000.5],
  ['−3', -3],
  ['1e3', 1000],
  ['.5', 0.5],
])('%s is %d', (text, value) => expect(parseNumber(text)).toBe(value));

test.each(['', 'abc', '1.2.3', '12 ms', '0x10', '--1', 'Infinity'])('"%s" is not a number', (text) =>
  expect(parseNumber(text)).toBeNaN(),
);

test.each([
  [0, true, 1],
  [19, true, 1],
  [80, true, 1],
  [250, true, 10],
  [0, false, 0.1],
  [80, false, 1],
  [0.5, false, 0.01],
  [1000, false, 100],
])('at %d (whole: %s) one steps by %d', (value, integer, step) =>
  expect(niceStep(value, integer)).toBeCloseTo(step, 12),
);

test('sums of decimal steps stay decimal', () => expect(clean(0.1 + 0.2)).toBe(0.3));
