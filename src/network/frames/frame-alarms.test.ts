import { expect, test } from 'vitest';
import type { Network } from '../network';
import { FrameAlarms, noAlarms } from './frame-alarms';
import { Frames } from './frames';

/** A network of which only the clock, the frames and the timers are there. */
function setUp() {
  const frames = new Frames();
  const timers: number[] = [];
  const kernel = { now: 0 };
  const network = { frames, kernel, startTimer: (_node: number, _timer: number, atMs: number) => timers.push(atMs) };
  const state = noAlarms();
  const over = new Set<number>();
  const alarms = new FrameAlarms(
    network as unknown as Network,
    3,
    1,
    () => state,
    (frame) => !over.has(frame),
  );
  const hold = () => {
    const frame = frames.allocate();
    frames.node[frame] = 3;
    frames.serial[frame] = frame + 1;
    return frame;
  };
  const ringAt = (atMs: number) => {
    kernel.now = atMs;
    const told: number[] = [];
    alarms.ring((frame) => told.push(frame));
    return told;
  };
  return { alarms, frames, timers, state, over, hold, ringAt };
}

test('each frame is told when it is due, with one timer for the first of them', () => {
  const { alarms, timers, hold, ringAt } = setUp();
  const [a, b, c] = [hold(), hold(), hold()];
  alarms.set(a, 30);
  alarms.set(b, 10);
  alarms.set(c, 20);
  expect(timers).toEqual([30, 10]);
  expect(ringAt(10)).toEqual([b]);
  expect(timers).toEqual([30, 10, 20]);
  expect(ringAt(20)).toEqual([c]);
  expect(ringAt(30)).toEqual([a]);
});

test('nobody is told who wants it no more, whose slot another has, or who is elsewhere', () => {
  const { alarms, frames, over, hold, ringAt } = setUp();
  const [a, b, c, d] = [hold(), hold(), hold(), hold()];
  for (const frame of [a, b, c, d]) alarms.set(frame, 10);
  over.add(a);
  frames.serial[b] = 99;
  frames.node[c] = 1;
  expect(ringAt(10)).toEqual([d]);
});

test('what is not wanted any more does not pile up', () => {
  const { alarms, over, state, hold } = setUp();
  for (let i = 0; i < 2_000; i++) {
    const frame = hold();
    alarms.set(frame, 1_000 + i);
    over.add(frame);
  }
  expect(state.heap.keys.length).toBeLessThan(70);
});
