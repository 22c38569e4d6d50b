import { describe, expect, test } from 'vitest';
import { normalQuantile } from './normal-quantile';
import { exp, log, pow } from './portable-math';
import { RandomStreams } from './random';
import { gamma } from './sampler';

const random = new RandomStreams(1).stream('arguments');
const between = (low: number, high: number) => low + random.unit() * (high - low);

/** How far two numbers are apart, in units of the last place of the second. */
function ulps(actual: number, expected: number): number {
  const bits = new BigInt64Array(Float64Array.of(actual, expected).buffer);
  const distance = bits[0] - bits[1];
  return Number(distance < 0n ? -distance : distance);
}
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

/** The worst of `count` comparisons of a function with the engine's own. */
function worst(count: number, draw: () => number, error: (x: number) => number): number {
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, error(draw()));
  return most;
}

describe('log', () => {
  test('is within two units in the last place over all magnitudes', () => {
    expect(
      worst(
        100_000,
        () => 10 ** between(-300, 300),
        (x) => ulps(log(x), Math.log(x)),
      ),
    ).toBeLessThanOrEqual(2);
    expect(
      worst(
        100_000,
        () => between(1e-10, 1 - 1e-6),
        (x) => ulps(log(x), Math.log(x)),
      ),
    ).toBeLessThanOrEqual(2);
  });

  test('keeps its relative accuracy next to one', () => {
    const error = (x: number) => (x === 1 ? 0 : relative(log(x), Math.log(x)));
    expect(worst(100_000, () => 1 + between(-1e-9, 1e-9), error)).toBeLessThan(1e-15);
  });

  test('knows the edges', () => {
    expect([log(1), log(0), log(Infinity), log(-1), log(NaN)]).toEqual([0, -Infinity, Infinity, NaN, NaN]);
    expect(log(Math.E)).toBe(1);
  });
});

describe('exp', () => {
  test('is right to 14 digits where it is neither zero nor infinite', () => {
    expect(
      worst(
        100_000,
        () => between(-700, 700),
        (x) => relative(exp(x), Math.exp(x)),
      ),
    ).toBeLessThan(1e-14);
    expect(
      worst(
        100_000,
        () => between(-1, 1),
        (x) => relative(exp(x), Math.exp(x)),
      ),
    ).toBeLessThan(1e-15);
  });

  test('knows the edges', () => {
    expect([exp(0), exp(-Infinity), exp(-800), exp(Infinity), exp(800), exp(NaN)]).toEqual([
      1,
      0,
      0,
      Infinity,
      Infinity,
      NaN,
    ]);
  });

  test('undoes the logarithm', () => {
    expect(
      worst(
        20_000,
        () => 10 ** between(-5, 5),
        (x) => relative(exp(log(x)), x),
      ),
    ).toBeLessThan(1e-14);
  });
});

describe('pow', () => {
  test('is right to 13 digits while its result is moderate', () => {
    const error = (x: number) => {
      const y = between(-8, 8);
      return relative(pow(x, y), x ** y);
    };
    expect(worst(100_000, () => 10 ** between(-4, 4), error)).toBeLessThan(2e-14);
  });

  test('knows the edges', () => {
    expect([pow(0, 2), pow(0, 0), pow(1, 100), pow(2, 10)]).toEqual([0, 1, 1, expect.closeTo(1024, 9)]);
  });
});

describe('gamma', () => {
  test('is the factorial, and its known values between', () => {
    for (const [x, value] of [
      [1, 1],
      [2, 1],
      [5, 24],
      [11, 3_628_800],
      [1.5, Math.sqrt(Math.PI) / 2],
      [2.5, 0.75 * Math.sqrt(Math.PI)],
    ]) {
      expect(relative(gamma(x), value)).toBeLessThan(1e-13);
    }
  });
});

describe('the quantile of the normal distribution', () => {
  /** Published to ten digits in any table, e.g. NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.1. */
  test.each([
    [0.5, 0],
    [0.841344746068543, 1],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.999, 3.090232306167813],
    [0.999999, 4.753424308822899],
  ])('at %f is %f', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 7);
    expect(normalQuantile(1 - p)).toBeCloseTo(-z, 7);
  });
});
