import { describe, expect, test } from 'vitest';
import { quantityStep, readQuantity, type Scale, writeQuantity } from './quantity';
import { bytesScale, countScale, durationScale } from './quantity-scales';

const english = {
  write: (value: number) => value.toLocaleString('en', { maximumFractionDigits: 10 }),
  decimalComma: false,
};
const russian = {
  write: (value: number) => value.toLocaleString('ru', { maximumFractionDigits: 10 }),
  decimalComma: true,
};
const name = (unit: string) => unit;
const scales: Readonly<Record<string, Scale>> = {
  ms: durationScale(name, 1),
  s: durationScale(name, 1_000),
  bytes: bytesScale(name),
  count: countScale(),
};

describe('a quantity is written shortly', () => {
  test.each([
    ['ms', 86_400_000, '24 h'],
    ['ms', 90_000, '90 s'],
    ['ms', 60_000, '1 min'],
    ['ms', 1_500, '1.5 s'],
    ['ms', 250, '250 ms'],
    ['ms', 0.2, '0.2 ms'],
    ['ms', 0, '0 ms'],
    ['ms', 1_234_567, '1,234,567 ms'],
    ['s', 120, '2 min'],
    ['s', 0.25, '250 ms'],
    ['bytes', 125_000_000, '125 MB'],
    ['bytes', 1_048_576, '1 MiB'],
    ['bytes', 1_048_577, '1,048,577 bytes'],
    ['bytes', 2_000, '2 kB'],
    ['count', 10_000, '10,000'],
  ])('%s: %d is %s', (scale, value, text) =>
    expect(writeQuantity(value, scales[scale], english).replaceAll('\u00a0', ' ')).toBe(text),
  );
});

describe('it is read however it is typed', () => {
  test.each([
    ['ms', '24h', 86_400_000],
    ['ms', '1.5 s', 1_500],
    ['ms', '250 ms', 250],
    ['ms', '250', 250],
    ['ms', '1h 30m', 5_400_000],
    ['ms', '2 мин', 120_000],
    ['ms', '500 us', 0.5],
    ['ms', '1e3', 1_000],
    ['s', '2', 2],
    ['s', '2 min', 120],
    ['bytes', '1.5 MB', 1_500_000],
    ['bytes', '64 KiB', 65_536],
    ['count', '10k', 10_000],
    ['count', '2,5 тыс', 2_500],
    ['count', '1M', 1_000_000],
    ['count', '10,000', 10_000],
    ['count', '-3', -3],
  ])('%s: %s is %d', (scale, text, value) => expect(readQuantity(text, scales[scale], english)).toBe(value));

  test.each(['', 'h', '5 parsecs', '1h 30', 'abc', '--1', '1.2.3', 'Infinity'])('"%s" is none', (text) =>
    expect(readQuantity(text, scales.ms, english)).toBeNaN(),
  );
});

test.each(Object.keys(scales))('what is written in %s is read as the same value, in either language', (name) => {
  for (const value of [0, 1, 7, 12.5, 999, 1_000, 1_048_576, 123_456.789, 86_400_000, 0.001]) {
    for (const digits of [english, russian]) {
      expect(readQuantity(writeQuantity(value, scales[name], digits), scales[name], digits)).toBeCloseTo(value, 9);
    }
  }
});

test('a step is a step in the unit that is shown', () => {
  expect(quantityStep(86_400_000, scales.ms, false)).toBe(3_600_000);
  expect(quantityStep(30_000, scales.ms, false)).toBe(1_000);
  expect(quantityStep(250, scales.ms, false)).toBe(10);
  expect(quantityStep(80, scales.count, true)).toBe(1);
});
