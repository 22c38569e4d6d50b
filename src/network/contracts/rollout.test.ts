import { expect, test } from 'vitest';
import { deploy, settledOn, shareOfNew } from './rollout';

test('replica by replica, and evenly where there are none', () => {
  const rollout = deploy(settledOn(1), 2, 1_000, 400);
  const shares = (replicas: number) =>
    [1_000, 1_099, 1_100, 1_250, 1_399, 1_400, 9_000].map((at) => shareOfNew(rollout, at, replicas));
  expect(shares(4)).toEqual([0, 0, 0.25, 0.5, 0.75, 1, 1]);
  expect(shares(1)).toEqual([0, 0, 0, 0, 0, 1, 1]);
  expect(shares(Infinity)).toEqual([0, 0.2475, 0.25, 0.625, 0.9975, 1, 1]);
});

test('back over what had been rolled out takes as long as that had taken', () => {
  const back = deploy(deploy(settledOn(1), 2, 0, 1_000), 1, 250, 1_000);
  expect(back).toMatchObject({ from: 2, to: 1 });
  expect(shareOfNew(back, 250, 4)).toBe(0.75);
  expect(shareOfNew(back, 500, 4)).toBe(1);
});

test('what is deployed already is not deployed again', () => {
  const rollout = deploy(settledOn(1), 2, 0, 1_000);
  expect(deploy(rollout, 2, 500, 1_000)).toBe(rollout);
});
