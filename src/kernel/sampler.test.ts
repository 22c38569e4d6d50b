import { describe, expect, test } from 'vitest';
import type { Distribution } from './distribution';
import { drawExponential } from './exponential';
import { lognormalSigma } from './lognormal';
import { RandomStreams } from './random';
import { createSampler, gamma } from './sampler';

const SAMPLES = 200_000;

function draw(distribution: Distribution, count = SAMPLES, name = 'sample'): Float64Array {
  const sampler = createSampler(distribution, new RandomStreams(2024).stream(name));
  return Float64Array.from({ length: count }, () => sampler.sample());
}

function moments(values: Float64Array) {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return { mean, sd: Math.sqrt(variance) };
}

const CELLS = 20_000;
/** Φ from −8 to 8: the density summed by the midpoint rule, to eight digits. */
const normalTable = new Float64Array(CELLS + 1);
for (let i = 0; i < CELLS; i++) {
  const x = -8 + ((i + 0.5) * 16) / CELLS;
  normalTable[i + 1] = normalTable[i] + (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * (16 / CELLS);
}

function normalCdf(z: number): number {
  const at = ((z + 8) / 16) * CELLS;
  const cell = Math.floor(at);
  return normalTable[cell] + (at - cell) * (normalTable[cell + 1] - normalTable[cell]);
}

/** The largest distance between the sample's distribution and the given one (Kolmogorov & Smirnov), times √n. */
function distance(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  let most = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(sorted[i]);
    most = Math.max(most, p - i / n, (i + 1) / n - p);
  }
  return most * Math.sqrt(n);
}
/** Kolmogorov's limit that one sample in a thousand exceeds. */
const LIMIT = 1.95;

const erlangCdf = (k: number, mean: number) => (x: number) => {
  const rate = (k * x) / mean;
  let term = 1;
  let sum = 1;
  for (let i = 1; i < k; i++) {
    term *= rate / i;
    sum += term;
  }
  return 1 - Math.exp(-rate) * sum;
};
const lognormalCdf = (mean: number, sigma: number) => (x: number) => {
  const z = (Math.log(x / mean) + (sigma * sigma) / 2) / sigma;
  return normalCdf(Math.min(Math.max(z, -7.9), 7.9));
};

interface Case {
  readonly distribution: Distribution;
  readonly mean: number;
  readonly sd: number;
  readonly cdf: (x: number) => number;
}

const phases = [
  { weight: 3, meanMs: 2 },
  { weight: 1, meanMs: 30 },
];
const weibullScale = 10 / gamma(1 + 1 / 1.7);
const sigmaOfP99 = lognormalSigma({ meanMs: 10, p99Ms: 35, cv: null });
const sigmaOfCv = Math.sqrt(Math.log(1 + 0.8 ** 2));

const cases: Record<string, Case> = {
  uniform: {
    distribution: { dist: 'uniform', minMs: 5, maxMs: 25 },
    mean: 15,
    sd: 20 / Math.sqrt(12),
    cdf: (x) => (x - 5) / 20,
  },
  exponential: {
    distribution: { dist: 'exponential', meanMs: 10 },
    mean: 10,
    sd: 10,
    cdf: (x) => 1 - Math.exp(-x / 10),
  },
  erlang: {
    distribution: { dist: 'erlang', k: 4, meanMs: 10 },
    mean: 10,
    sd: 5,
    cdf: erlangCdf(4, 10),
  },
  'lognormal by its 99th percentile': {
    distribution: { dist: 'lognormal', meanMs: 10, p99Ms: 35, cv: null },
    mean: 10,
    sd: 10 * Math.sqrt(Math.exp(sigmaOfP99 ** 2) - 1),
    cdf: lognormalCdf(10, sigmaOfP99),
  },
  'lognormal by its coefficient of variation': {
    distribution: { dist: 'lognormal', meanMs: 10, p99Ms: null, cv: 0.8 },
    mean: 10,
    sd: 8,
    cdf: lognormalCdf(10, sigmaOfCv),
  },
  pareto: {
    distribution: { dist: 'pareto', meanMs: 10, alpha: 5 },
    mean: 10,
    sd: 8 * Math.sqrt(5 / (16 * 3)),
    cdf: (x) => 1 - (8 / x) ** 5,
  },
  weibull: {
    distribution: { dist: 'weibull', meanMs: 10, shape: 1.7 },
    mean: 10,
    sd: weibullScale * Math.sqrt(gamma(1 + 2 / 1.7) - gamma(1 + 1 / 1.7) ** 2),
    cdf: (x) => 1 - Math.exp(-((x / weibullScale) ** 1.7)),
  },
  hyperexponential: {
    distribution: { dist: 'hyperexponential', phases },
    mean: 9,
    sd: Math.sqrt(2 * (0.75 * 4 + 0.25 * 900) - 81),
    cdf: (x) => 1 - 0.75 * Math.exp(-x / 2) - 0.25 * Math.exp(-x / 30),
  },
};

describe.each(Object.entries(cases))('%s', (_name, { distribution, mean, sd, cdf }) => {
  const values = draw(distribution);

  test('has its mean and its spread', () => {
    const sample = moments(values);
    // Four standard errors of the mean; the spread of heavy tails converges slowly.
    expect(Math.abs(sample.mean - mean)).toBeLessThan((4 * sd) / Math.sqrt(SAMPLES));
    expect(sample.sd / sd).toBeGreaterThan(0.97);
    expect(sample.sd / sd).toBeLessThan(1.03);
  });

  test('has its shape, quantile by quantile', () => {
    expect(distance(values, cdf)).toBeLessThan(LIMIT);
    const sorted = values.slice().sort();
    for (const p of [0.01, 0.5, 0.9, 0.99, 0.999]) {
      const reached = cdf(sorted[Math.floor(p * SAMPLES)]);
      expect(Math.abs(reached - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / SAMPLES));
    }
  });
});

test('constant is constant', () => {
  expect(new Set(draw({ dist: 'constant', valueMs: 12.5 }, 100))).toEqual(new Set([12.5]));
});

describe('lognormal', () => {
  test.each([
    [10, 15],
    [5, 25],
    [20, 50],
    [1, 14],
    [100, 101],
  ])('with a mean of %f and a 99th percentile of %f has both', (meanMs, p99Ms) => {
    const sorted = draw({ dist: 'lognormal', meanMs, p99Ms, cv: null }).sort();
    const sigma = lognormalSigma({ meanMs, p99Ms, cv: null });
    expect(sigma).toBeGreaterThan(0);
    const sd = meanMs * Math.sqrt(Math.exp(sigma * sigma) - 1);
    expect(Math.abs(moments(sorted).mean - meanMs)).toBeLessThan((4 * sd) / Math.sqrt(SAMPLES));
    const above = sorted.filter((x) => x > p99Ms).length / SAMPLES;
    expect(Math.abs(above - 0.01)).toBeLessThan(4 * Math.sqrt(0.0099 / SAMPLES));
  });

  test.each([
    [0, 'none at all'],
    [4, 'one below the mean'],
    [1e6, 'one further from the mean than possible'],
  ])('with a 99th percentile of %f (%s) takes the nearest there is', (p99Ms) => {
    const values = draw({ dist: 'lognormal', meanMs: 10, p99Ms, cv: null }, 20_000);
    expect(values.every((x) => x > 0 && Number.isFinite(x))).toBe(true);
    if (p99Ms < 10) expect(moments(values).mean).toBeCloseTo(10, 9);
  });
});

describe('lognormal, when it is wide,', () => {
  test('has its variance, which hangs on the far tail', () => {
    const { mean, sd } = moments(draw({ dist: 'lognormal', meanMs: 10, p99Ms: null, cv: 2 }, 4_000_000));
    expect(mean).toBeCloseTo(10, 1);
    // With four million draws, the squared coefficient of variation has a standard error of 1.3 %.
    expect(Math.abs((sd / mean) ** 2 - 4)).toBeLessThan(0.2);
  });
});

describe('empirical', () => {
  const shares = (values: Float64Array) =>
    Object.fromEntries(
      [...new Set(values)].sort((a, b) => a - b).map((x) => [x, values.filter((y) => y === x).length / values.length]),
    );

  test('draws its values by their weights', () => {
    const found = shares(draw({ dist: 'empirical', valuesMs: [1, 5, 9], weights: [6, 3, 1] }));
    expect(found).toEqual({ 1: expect.closeTo(0.6, 2), 5: expect.closeTo(0.3, 2), 9: expect.closeTo(0.1, 2) });
  });

  test('draws all alike without weights; a missing weight is one and a spare one nothing', () => {
    const even = shares(draw({ dist: 'empirical', valuesMs: [1, 5], weights: [] }));
    expect(even).toEqual({ 1: expect.closeTo(0.5, 2), 5: expect.closeTo(0.5, 2) });
    const missing = shares(draw({ dist: 'empirical', valuesMs: [1, 5], weights: [3] }));
    expect(missing).toEqual({ 1: expect.closeTo(0.75, 2), 5: expect.closeTo(0.25, 2) });
    const spare = shares(draw({ dist: 'empirical', valuesMs: [1, 5], weights: [1, 1, 8] }));
    expect(spare).toEqual({ 1: expect.closeTo(0.5, 2), 5: expect.closeTo(0.5, 2) });
  });
});

test.each<Distribution>([
  { dist: 'empirical', valuesMs: [], weights: [] },
  { dist: 'hyperexponential', phases: [] },
])('$dist without anything to draw from takes no time', (distribution) => {
  expect(draw(distribution, 3)).toEqual(Float64Array.of(0, 0, 0));
});

test('the ziggurat reaches its tail, which decays as it should', () => {
  const random = new RandomStreams(5).stream('tail');
  let beyond = 0;
  let excess = 0;
  for (let i = 0; i < 4_000_000; i++) {
    const x = drawExponential(random);
    if (x <= 7.7) continue;
    beyond++;
    excess += x - 7.7;
  }
  const expected = 4_000_000 * Math.exp(-7.7);
  expect(Math.abs(beyond - expected)).toBeLessThan(4 * Math.sqrt(expected));
  // No memory: what lies beyond any point is exponential again, with mean 1.
  expect(Math.abs(excess / beyond - 1)).toBeLessThan(4 / Math.sqrt(beyond));
});
