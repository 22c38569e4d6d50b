import { expect, test } from 'vitest';
import { SceneClock } from './clock';

test('scene time is wall-clock time at any speed', () => {
  for (const speed of [0.01, 1, 100]) {
    const clock = new SceneClock();
    clock.advance(0, speed, 0);
    for (let frame = 1; frame <= 60; frame++) clock.advance(frame * 16 * speed, speed, frame * 16);
    expect(clock.nowMs).toBeCloseTo(960, 6);
  }
});

test('scene time stands still with the playhead', () => {
  const clock = new SceneClock();
  clock.advance(100, 1, 100);
  clock.advance(100, 1, 5_000);
  expect(clock.nowMs).toBe(100);
});

test('a machine that is too slow slows virtual time, not what is to be seen', () => {
  const clock = new SceneClock();
  clock.advance(0, 10, 0);
  for (let frame = 1; frame <= 100; frame++) clock.advance(frame * 16 * 4, 10, frame * 16);
  expect(clock.pace).toBeCloseTo(4, 1);
  const before = clock.nowMs;
  clock.advance(101 * 16 * 4, 10, 101 * 16);
  expect(clock.nowMs - before).toBeCloseTo(16, 1);
});

test('a fact gets the scene time that the next frame will reach', () => {
  const clock = new SceneClock();
  clock.advance(0, 2, 0);
  const dated = clock.sceneTimeOf(20);
  clock.advance(20, 2, 10);
  expect(clock.nowMs).toBe(dated);
});
