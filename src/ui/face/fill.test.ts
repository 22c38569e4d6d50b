import { describe, expect, it } from 'vitest';
import { queueFill } from './fill';

describe('the bar of a queue', () => {
  it('is proportional up to its limit, and never more than full', () => {
    expect(queueFill(25, 100)).toBe(0.25);
    expect(queueFill(300, 100)).toBe(1);
  });

  it('keeps growing where there is no limit', () => {
    expect(queueFill(0, null)).toBe(0);
    expect(queueFill(20, null)).toBeCloseTo(0.33, 2);
    expect(queueFill(450, null)).toBeCloseTo(0.66, 2);
    expect(queueFill(1_000_000, null)).toBe(1);
  });

  it('is full when something waits where nothing may', () => {
    expect(queueFill(1, 0)).toBe(1);
  });
});
