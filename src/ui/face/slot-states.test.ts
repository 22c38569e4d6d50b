import { describe, expect, it } from 'vitest';
import { slotCounts, slotState } from './slot-states';

describe('worker slots', () => {
  it('show the blocked ones first, then the busy, then the free', () => {
    const counts = slotCounts(6, 4, 1);
    expect(Array.from({ length: 6 }, (_, index) => slotState(counts, index))).toEqual([
      'blocked',
      'busy',
      'busy',
      'busy',
      'free',
      'free',
    ]);
  });

  it('always add up to the capacity', () => {
    for (const [capacity, busy, blocked] of [
      [8, 12, 3],
      [4, 2, 9],
      [0, 1, 1],
      [5, 0, 0],
    ]) {
      const counts = slotCounts(capacity, busy, blocked);
      expect(counts.blocked + counts.working + counts.free).toBe(capacity);
    }
  });
});
