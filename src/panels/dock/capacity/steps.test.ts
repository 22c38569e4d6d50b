import { describe, expect, it } from 'vitest';
import { integer, number, perSecond, ratio } from '../../../schema/fields';
import { proposedSteps, valuesOf } from './steps';

describe('the values of a sweep', () => {
  it.each([
    [40, [20, 40, 60, 80, 100, 120, 140, 160, 180, 200]],
    [30, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]],
    [0.7, [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5]],
    [0, [5, 10, 15, 20, 25, 30, 35, 40, 45, 50]],
  ])('are round ones around %d', (present, expected) => {
    const field = perSecond(20);
    expect(valuesOf(proposedSteps(field, present), field)).toEqual(expected);
  });

  it('stay within what the field allows', () => {
    const workers = integer({ default: 1, min: 1, max: 4 });
    expect(valuesOf(proposedSteps(workers, 1), workers)).toEqual([1, 2, 3, 4]);
    const share = ratio(0.5);
    expect(valuesOf(proposedSteps(share, 0.5), share)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    const bounded = number({ default: 1, min: 0, max: 1 });
    for (const value of valuesOf(proposedSteps(bounded, 1), bounded)) expect(value).toBeLessThanOrEqual(1);
  });

  it('are whole where the field wants them, and none comes twice', () => {
    expect(valuesOf({ from: 1, to: 4, count: 10 }, { integer: true })).toEqual([1, 2, 3, 4]);
    expect(valuesOf({ from: 0.1, to: 0.3, count: 3 }, { integer: false })).toEqual([0.1, 0.2, 0.3]);
    expect(valuesOf({ from: 5, to: 5, count: 7 }, { integer: false })).toEqual([5]);
  });
});
