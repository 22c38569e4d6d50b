import { expect, it } from 'vitest';
import { timelineSpan } from './span';

it.each([
  [0, 0, null, 10_000],
  [8_900, 0, null, 10_000],
  [9_100, 0, null, 20_000],
  [5_000, 40_000, null, 60_000],
  [5_000, 0, 600_000, 10_000],
  [590_000, 0, 600_000, 600_000],
  [600_000, 0, 600_000, 600_000],
  [3_000, 0, 4_000, 4_000],
  [200_000_000, 0, null, 444_444_444.4444444],
])(
  'a run that reached %d ms, with an intervention at %d ms and its end at %s, shows %d ms',
  (reached, last, end, span) => {
    expect(timelineSpan(reached, last, end)).toBe(span);
  },
);
