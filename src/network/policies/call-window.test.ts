import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallWindow } from './call-window';
import { CountWindow } from './count-window';
import { TimeWindow } from './time-window';

const step = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 4, arbitrary: fc.record({ waitMs: fc.integer({ min: 1, max: 2_500 }) }) },
  { weight: 1, arbitrary: fc.constantFrom('clear' as const, 'save' as const) },
);

/** Holds a window equal to a list of all calls, of which it must count those that `counts` says. */
function expectToCount(
  create: (size: number) => CallWindow,
  counts: (callsSince: number, second: number, nowSecond: number, size: number) => boolean,
) {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 80 }), (size, steps) => {
      let window = create(size);
      let calls: { readonly call: number; readonly second: number }[] = [];
      let nowMs = 0;
      for (const taken of steps) {
        if (taken === 'clear') {
          window.clear();
          calls = [];
        } else if (taken === 'save') {
          const saved = JSON.parse(JSON.stringify(window.save()));
          window = create(size);
          window.restore(saved);
        } else if (typeof taken === 'object') {
          nowMs += taken.waitMs;
        } else {
          const second = Math.floor(nowMs / 1_000);
          window.record(taken, nowMs);
          calls = [...calls, { call: taken, second }];
          const held = calls.filter((one, i) => counts(calls.length - i, one.second, second, size));
          const failures = held.filter(({ call }) => call & 1).length;
          const slow = held.filter(({ call }) => call & 2).length;
          expect([window.calls, window.failures, window.slow]).toEqual([held.length, failures, slow]);
        }
      }
    }),
    { seed: 8, numRuns: 300 },
  );
}

it('a window of calls counts the last ones, and nothing else, through clearing and checkpoints', () => {
  expectToCount(
    (size) => new CountWindow(size),
    (callsSince, _second, _now, size) => callsSince <= size,
  );
});

it('a window of time counts the calls of its seconds, and nothing else, through clearing and checkpoints', () => {
  expectToCount(
    (size) => new TimeWindow(size),
    (_callsSince, second, now, size) => second > now - size,
  );
});
