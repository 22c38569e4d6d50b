import { expect, test } from 'vitest';
import { Melting } from './melting';
import { Travellers } from './travellers';

function melts({ travelMs = 1_000, pace = 1, count = 0, length = 300, dotRadius = 4 }, melting = fresh()) {
  const flights = new Travellers();
  for (let i = 0; i < count; i++) flights.add(0, 0, 0, 1_000, false);
  melting.update(Float32Array.of(travelMs), pace, flights, 500, Float32Array.of(length), dotRadius);
  return melting.has(0);
}

function fresh() {
  const melting = new Melting();
  melting.setWorld(1);
  return melting;
}

test('what takes long enough to be followed is shown as it is', () => {
  expect(melts({ travelMs: 1_000 })).toBe(false);
  expect(melts({ travelMs: 20, pace: 0.1 })).toBe(false);
});

test('what is a flicker melts, whether by nature or by speed', () => {
  expect(melts({ travelMs: 20 })).toBe(true);
  expect(melts({ travelMs: 1_000, pace: 10 })).toBe(true);
});

test('what is too dense melts, and sooner on a short link', () => {
  expect(melts({ count: 200 })).toBe(false);
  expect(melts({ count: 230 })).toBe(true);
  expect(melts({ count: 200, length: 100 })).toBe(true);
  expect(melts({ count: 200, length: 100, dotRadius: 1 })).toBe(false);
});

test('nothing goes to and fro at the border', () => {
  const melting = fresh();
  expect(melts({ travelMs: 140 }, melting)).toBe(false);
  expect(melts({ travelMs: 120 }, melting)).toBe(true);
  expect(melts({ travelMs: 140 }, melting)).toBe(true);
  expect(melts({ travelMs: 180 }, melting)).toBe(false);
});
