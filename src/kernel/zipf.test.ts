import { describe, expect, it, test } from 'vitest';
import { RandomStreams } from './random';
import { Zipf } from './zipf';

const counts = (count: number, exponent: number, draws: number) => {
  const zipf = new Zipf(new RandomStreams(7).stream('zipf'), count, exponent);
  const seen = new Float64Array(count);
  for (let i = 0; i < draws; i++) seen[zipf.rank()]++;
  return seen;
};

const shares = (count: number, exponent: number) => {
  const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
};

describe('ranks come with probability ∝ 1 / rank^s', () => {
  const draws = 200_000;

  test.each([0, 0.5, 0.99, 1, 1.0001, 1.5, 3])('for s = %f (χ² over 50 ranks)', (exponent) => {
    const seen = counts(50, exponent, draws);
    let chiSquare = 0;
    let cells = 0;
    shares(50, exponent).forEach((share, rank) => {
      if (share * draws < 5) return;
      chiSquare += (seen[rank] - share * draws) ** 2 / (share * draws);
      cells++;
    });
    // A χ² number of n − 1 degrees is below its mean plus four standard deviations, but for one in 5,000.
    expect(chiSquare).toBeLessThan(cells - 1 + 4 * Math.sqrt(2 * (cells - 1)));
  });

  it('also for a million ranks: the first hundred get what they must', () => {
    const seen = counts(1_000_000, 0.99, draws);
    const expected = shares(1_000_000, 0.99)
      .slice(0, 100)
      .reduce((sum, share) => sum + share, 0);
    const found = seen.slice(0, 100).reduce((sum, count) => sum + count, 0) / draws;
    expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / draws));
  });
});

test('a single rank is always the first', () => {
  expect(counts(1, 1, 100)[0]).toBe(100);
});
