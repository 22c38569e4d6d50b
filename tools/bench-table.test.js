import { describe, expect, it } from 'vitest';
import { head, row, summary, verdictOf } from './bench-table.js';

const speed = { name: 'speed', unit: 'events/s', target: { atLeast: 3_000_000, aim: 6_000_000 } };
const wait = { name: 'wait', unit: 'ms', target: { atMost: 3, aim: 0.5 } };

describe('a verdict', () => {
  it.each([
    [6_000_000, 'aim'],
    [3_000_000, 'floor'],
    [2_999_999, 'misses'],
  ])('of %d, where more is better, is: %s', (value, verdict) => {
    expect(verdictOf({ ...speed, value })).toBe(verdict);
  });

  it.each([
    [0.5, 'aim'],
    [3, 'floor'],
    [3.01, 'misses'],
  ])('of %d, where less is better, is: %s', (value, verdict) => {
    expect(verdictOf({ ...wait, value })).toBe(verdict);
  });

  it('is not given without a target, nor where nothing could be measured', () => {
    expect(verdictOf({ name: 'facts', value: 2, unit: '' })).toBe('');
    expect(verdictOf({ ...speed, value: null })).toBe('');
  });
});

describe('the table', () => {
  it('stands in columns, numbers to the right', () => {
    const [titles] = head(false);
    const line = row('engine', { ...speed, value: 3_456_789, median: 3_400_000 }, false);
    expect(line).toContain('3,457,000');
    expect(line.indexOf('≥ 3,000,000') + '≥ 3,000,000'.length).toBe(titles.indexOf('floor') + 'floor'.length);
  });

  it('is Markdown for the documentation', () => {
    expect(head(true)).toHaveLength(2);
    expect(row('memory', { ...wait, value: 1.23456 }, true)).toBe(
      '| memory | wait | 1.23 |  | ms | ≤ 3 | 0.5 | floor |',
    );
  });

  it('says why there is no figure', () => {
    expect(row('peers', { name: 'SimPy', value: null, unit: '', note: 'not installed' }, true)).toContain(
      '| not installed |',
    );
  });

  it('ends with a count', () => {
    expect(summary(['aim', '', 'misses', 'aim', 'floor'])).toMatch(/4 figures.* 2 reach .* 1 the floor, 1 miss/);
  });
});
