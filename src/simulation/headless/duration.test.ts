import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration';

describe('a duration on the command line', () => {
  it.each([
    ['600s', 600_000],
    ['10m', 600_000],
    ['250ms', 250],
    ['250', 250],
    ['0', 0],
    ['1.5s', 1500],
    ['0.25m', 15_000],
    [' 2s ', 2000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('comes out as written, where binary fractions would not', () => {
    expect(1.001 * 1000).not.toBe(1001);
    expect(parseDuration('1.001s')).toBe(1001);
  });

  it.each(['', 's', '10h', '-1s', '1,5s', '1e3', '0x10', '.5s', '5 s', 'Infinity', 'ten'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
