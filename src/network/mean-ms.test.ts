import { expect, test } from 'vitest';
import { meanMs } from './mean-ms';

test('the mean of every distribution', () => {
  expect(meanMs({ dist: 'constant', valueMs: 7 })).toBe(7);
  expect(meanMs({ dist: 'uniform', minMs: 2, maxMs: 6 })).toBe(4);
  expect(meanMs({ dist: 'pareto', meanMs: 9, alpha: 2 })).toBe(9);
  expect(
    meanMs({
      dist: 'hyperexponential',
      phases: [
        { weight: 3, meanMs: 10 },
        { weight: 1, meanMs: 50 },
      ],
    }),
  ).toBe(20);
  expect(meanMs({ dist: 'empirical', valuesMs: [10, 20], weights: [] })).toBe(15);
  expect(meanMs({ dist: 'empirical', valuesMs: [10, 20], weights: [3, 1] })).toBe(12.5);
});
