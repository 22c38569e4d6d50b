import { expect, test } from 'vitest';
import { BURST_MS, Bursts } from './bursts';

test('failures close after each other share a burst', () => {
  const bursts = new Bursts(1, 0);
  for (let at = 0; at < 100; at++) bursts.ignite(0, at);
  expect(bursts.age(0, 0, 100) * BURST_MS).toBeCloseTo(100, 6);
  expect(bursts.age(0, 1, 100)).toBe(Number.POSITIVE_INFINITY);
});

test('steady failures keep a spot burning, with two bursts at the most', () => {
  const bursts = new Bursts(1, 1);
  for (let at = 0; at < 2_000; at += 10) {
    bursts.ignite(bursts.atNode(0), at);
    expect(bursts.burns(bursts.atNode(0), at + 5)).toBe(true);
  }
  expect(bursts.age(bursts.atNode(0), 0, 1_995)).toBeLessThan(0.55);
  expect(bursts.age(bursts.atNode(0), 1, 1_995)).toBeGreaterThan(0.5);
});
