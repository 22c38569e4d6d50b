import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlidingWindow } from './sliding-window';

it('counts the last calls, and nothing else, through clearing and checkpoints', () => {
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.boolean() },
    { weight: 1, arbitrary: fc.constantFrom('clear', 'save') },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 80 }), (size, steps) => {
      let window = new SlidingWindow(size);
      let outcomes: boolean[] = [];
      for (const taken of steps) {
        if (taken === 'clear') {
          window.clear();
          outcomes = [];
        } else if (taken === 'save') {
          const saved = JSON.parse(JSON.stringify(window.save()));
          window = new SlidingWindow(size);
          window.restore(saved);
        } else {
          window.record(taken as boolean);
          outcomes = [...outcomes, taken as boolean].slice(-size);
        }
        expect([window.calls, window.failures]).toEqual([outcomes.length, outcomes.filter((ok) => !ok).length]);
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});
