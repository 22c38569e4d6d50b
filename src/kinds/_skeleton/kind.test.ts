import { expect, test } from 'vitest';
import { withSkeleton } from '../../simulation/testing/kinds';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

// A real kind is known to `scenario()` by its folder, and needs no argument.
const asked = (timesMs: readonly number[], params: object) =>
  scenario(withSkeleton)
    .clientAt('shop', timesMs)
    .node('skeleton', 'it', { workTime: constant(10), ...params })
    .link('shop', 'it');

test('works on as many requests at once as it has slots', () => {
  const run = asked([0, 1, 2], { slots: 2 }).run({ untilMs: 100 });
  expect(run.settled('shop').map((request) => request.atMs)).toEqual([10, 11, 20]);
});

test('refuses what its queue has no room for', () => {
  const run = asked([0, 1, 2], { slots: 1, queueLimit: 1 }).run({ untilMs: 100 });
  expect(run.outcomes('shop')).toEqual(['refused', 'ok', 'ok']);
});
