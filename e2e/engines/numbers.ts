/** What every run is made of, bit by bit: random streams, the arithmetic of the tables, draws from each distribution. */
import type { Distribution } from '../../src/kernel/distribution';
import { normalQuantile } from '../../src/kernel/normal-quantile';
import { exp, log, pow } from '../../src/kernel/portable-math';
import { type RandomStream, RandomStreams } from '../../src/kernel/random';
import { createSampler, gamma } from '../../src/kernel/sampler';
import { Digest } from './digest';
import type { Results } from './results';

const COUNT = 50_000;

export const DISTRIBUTIONS: Readonly<Record<string, Distribution>> = {
  constant: { dist: 'constant', valueMs: 7 },
  uniform: { dist: 'uniform', minMs: 2, maxMs: 11 },
  exponential: { dist: 'exponential', meanMs: 9 },
  erlang: { dist: 'erlang', k: 3, meanMs: 9 },
  'lognormal by its 99th percentile': { dist: 'lognormal', meanMs: 9, p99Ms: 60, cv: null },
  'lognormal by its variation': { dist: 'lognormal', meanMs: 9, p99Ms: null, cv: 1.7 },
  pareto: { dist: 'pareto', meanMs: 9, alpha: 2.3 },
  hyperexponential: {
    dist: 'hyperexponential',
    phases: [
      { weight: 3, meanMs: 4 },
      { weight: 1, meanMs: 24 },
    ],
  },
  weibull: { dist: 'weibull', meanMs: 9, shape: 0.7 },
  empirical: { dist: 'empirical', valuesMs: [3, 9, 40], weights: [5, 3, 1] },
};

function digest(next: () => number): string {
  const result = new Digest();
  for (let i = 0; i < COUNT; i++) result.number(next());
  return result.toString();
}

/** A positive number of any size that a double can have. */
function anySize(random: RandomStream): number {
  let value = random.unit() + 0.5;
  const exponent = random.below(2_000) - 1_000;
  for (let i = 0; i < Math.abs(exponent); i++) value *= exponent < 0 ? 0.5 : 2;
  return value;
}

/** What ECMAScript leaves to the engine: no run may use it. That engines do differ here shows that the rest is not the same by chance. */
export function ownMath(): Results {
  const random = new RandomStreams(20_26).stream('arguments');
  return {
    exp: digest(() => Math.exp(random.unit() * 20)),
    log: digest(() => Math.log(random.unit() * 20)),
    pow: digest(() => (random.unit() * 20) ** 2.7),
    sin: digest(() => Math.sin(random.unit() * 20)),
  };
}

export function numbers(): Results {
  const streams = new RandomStreams(20_26);
  const random = streams.stream('arguments');
  const results: Record<string, string> = {
    'portable log': digest(() => log(anySize(random))),
    'portable exp': digest(() => exp((random.unit() - 0.5) * 1_500)),
    'portable pow': digest(() => pow(random.unit() * 50, (random.unit() - 0.5) * 20)),
    'gamma function': digest(() => gamma(random.unit() * 20 + 0.05)),
    'normal quantiles': digest(() => normalQuantile(random.unit())),
    'square roots': digest(() => Math.sqrt(anySize(random))),
  };
  for (const seed of [0, 1, 42, 4_294_967_295]) {
    const stream = new RandomStreams(seed).stream('orders/service time');
    results[`random stream of seed ${seed}`] = digest(() => stream.bits());
    results[`random fractions of seed ${seed}`] = digest(() => stream.unit());
  }
  for (const [name, distribution] of Object.entries(DISTRIBUTIONS)) {
    const sampler = createSampler(distribution, streams.stream(name));
    results[`draws, ${name}`] = digest(() => sampler.sample());
  }
  return results;
}
