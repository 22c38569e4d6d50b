import { beforeEach, describe, expect, test } from 'vitest';
import { formatClock, formatCompact, formatMs, formatNumber, formatRate, formatShare } from './format';
import { setLanguage } from './language';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

beforeEach(() => setLanguage('en'));

describe('durations take the unit that reads best', () => {
  test.each([
    [0, '0 ms'],
    [0.254, '0.254 ms'],
    [12.34, '12.3 ms'],
    [999, '999 ms'],
    [1_250, '1.25 s'],
    [120_000, '120 s'],
    [900_000, '15 min'],
    [86_400_000, '24 h'],
    [604_800_000, '7 d'],
    [Number.NaN, '–'],
  ])('%d ms is %s', (ms, text) => expect(plain(formatMs(ms))).toBe(text));
});

test('Russian writes a decimal comma and its own units', async () => {
  await setLanguage('ru');
  expect(plain(formatMs(1_250))).toBe('1,25 с');
  expect(plain(formatRate(80.5))).toBe('80,5/с');
  expect(plain(formatNumber(12_345))).toBe('12 345');
});

test('a share is a whole percentage', () => expect(plain(formatShare(0.617))).toBe('62%'));

test('large numbers are short', () => expect(formatCompact(1_530_000)).toBe('1.53M'));

test.each([
  [0, '00:00.000'],
  [61_234.9, '01:01.234'],
  [3_600_000, '1:00:00.000'],
])('the clock shows %d ms as %s', (at, text) => expect(formatClock(at)).toBe(text));
