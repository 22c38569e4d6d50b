import { expect, test } from 'vitest';
import { Travellers } from './travellers';

test('those that have arrived are forgotten once an eighth has come since, and the others keep their order', () => {
  const travellers = new Travellers();
  for (let i = 0; i < 80; i++) travellers.add(i, 0, i, i + 40, false);
  travellers.sweep(79);
  expect([...travellers.lane.subarray(0, travellers.count)]).toEqual(Array.from({ length: 40 }, (_, i) => 40 + i));
  for (let i = 80; i < 84; i++) travellers.add(i, 0, i, i + 40, false);
  travellers.sweep(83);
  expect(travellers.count).toBe(44);
  for (let i = 84; i < 86; i++) travellers.add(i, 0, i, i + 40, false);
  travellers.sweep(85);
  expect(travellers.count).toBe(40);
  expect(travellers.lane[0]).toBe(46);
});

test('a pool that is full when many are still under way grows, although some were just forgotten', () => {
  const travellers = new Travellers(64);
  for (let i = 0; i < 60; i++) travellers.add(0, 0, i, i + 1_000, false);
  travellers.sweep(60);
  for (let i = 60; i < 100; i++) travellers.add(0, 0, i, i + 1_000, false);
  expect(travellers.count).toBe(100);
});
