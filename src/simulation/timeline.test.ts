import { expect, test } from 'vitest';
import type { Intervention } from '../scenario/scenario';
import { timelineOf } from './timeline';

const crash = (atMs: number, durationMs: number | null): Intervention => ({
  action: 'crash',
  target: { node: 'a' },
  atMs,
  durationMs,
});
const inWords = (interventions: Intervention[]) =>
  timelineOf(interventions).map(({ atMs, index, begins }) => `${atMs}: ${index} ${begins ? 'begins' : 'ends'}`);

test('interventions begin and end in order of time, at one time ends first, then as they are listed', () => {
  expect(inWords([crash(30, 10), crash(10, 20), crash(30, null), crash(5, 25)])).toEqual([
    '5: 3 begins',
    '10: 1 begins',
    '30: 1 ends',
    '30: 3 ends',
    '30: 0 begins',
    '30: 2 begins',
    '40: 0 ends',
  ]);
});

test('one that is over at once still begins before it ends', () => {
  expect(inWords([crash(10, 0), crash(1e15, 1e-6), crash(10, 5)])).toEqual([
    '10: 0 begins',
    '10: 0 ends',
    '10: 2 begins',
    '15: 2 ends',
    '1000000000000000: 1 begins',
    '1000000000000000: 1 ends',
  ]);
});
