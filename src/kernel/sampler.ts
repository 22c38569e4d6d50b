import type { Distribution } from './distribution';
import { drawExponential, drawExponentialOf } from './exponential';
import { LognormalTable, lognormalSigma } from './lognormal';
import { log, pow } from './portable-math';
import type { RandomStream, RandomStreams } from './random';
import { WeightedChoice } from './weighted-choice';

/** Draws durations, in ms. */
export interface Sampler {
  sample(): number;
}

class Constant implements Sampler {
  constructor(private readonly value: number) {}
  sample(): number {
    return this.value;
  }
}

/** What is drawn where a distribution lists nothing to draw from. */
const NOTHING: Sampler = new Constant(0);

class Uniform implements Sampler {
  constructor(
    private readonly random: RandomStream,
    private readonly min: number,
    private readonly max: number,
  ) {}
  sample(): number {
    return this.min + this.random.unit() * (this.max - this.min);
  }
}

class Exponential implements Sampler {
  private readonly streams: RandomStreams;
  private readonly line: number;
  constructor(
    { streams, line }: RandomStream,
    private readonly mean: number,
  ) {
    this.streams = streams;
    this.line = line;
  }
  sample(): number {
    return this.mean * drawExponentialOf(this.streams.words, this.line);
  }
}

class Erlang implements Sampler {
  constructor(
    private readonly random: RandomStream,
    private readonly k: number,
    private readonly mean: number,
  ) {}
  sample(): number {
    let sum = 0;
    for (let i = 0; i < this.k; i++) sum += drawExponential(this.random);
    return (sum * this.mean) / this.k;
  }
}

/**
 * Most durations are drawn from this one. Who draws with every event keeps the table and the line of the stream instead:
 * a table is shared, and this would be one more place in memory to wait for.
 */
export class Lognormal implements Sampler {
  private readonly streams: RandomStreams;
  /** Where the state of its stream begins. */
  readonly line: number;
  constructor(
    { streams, line }: RandomStream,
    readonly table: LognormalTable,
  ) {
    this.streams = streams;
    this.line = line;
  }
  sample(): number {
    return this.table.draw(this.streams.words, this.line);
  }
}

/** Pareto type I: the smallest value follows from the mean, (α − 1) / α of it. */
class Pareto implements Sampler {
  private readonly scale: number;
  private readonly exponent: number;
  constructor(
    private readonly random: RandomStream,
    mean: number,
    alpha: number,
  ) {
    this.scale = (mean * (alpha - 1)) / alpha;
    this.exponent = -1 / alpha;
  }
  sample(): number {
    return this.scale * pow(this.random.unit(), this.exponent);
  }
}

class Weibull implements Sampler {
  private readonly scale: number;
  private readonly exponent: number;
  constructor(
    private readonly random: RandomStream,
    mean: number,
    shape: number,
  ) {
    this.exponent = 1 / shape;
    this.scale = mean / gamma(1 + this.exponent);
  }
  sample(): number {
    return this.scale * pow(-log(this.random.unit()), this.exponent);
  }
}

class Hyperexponential implements Sampler {
  private readonly choice: WeightedChoice;
  private readonly means: readonly number[];
  constructor(
    private readonly random: RandomStream,
    phases: readonly { weight: number; meanMs: number }[],
  ) {
    this.choice = new WeightedChoice(
      random,
      phases.map((phase) => phase.weight),
    );
    this.means = phases.map((phase) => phase.meanMs);
  }
  sample(): number {
    return this.means[this.choice.index()] * drawExponential(this.random);
  }
}

class Empirical implements Sampler {
  private readonly choice: WeightedChoice;
  constructor(
    random: RandomStream,
    private readonly values: readonly number[],
    weights: readonly number[],
  ) {
    this.choice = new WeightedChoice(
      random,
      values.map((_, i) => weights[i] ?? 1),
    );
  }
  sample(): number {
    return this.values[this.choice.index()];
  }
}

/** Γ(x) for x ≥ 1, by Lanczos' approximation (g = 7, n = 9; about 15 digits). */
export function gamma(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 0.000009984369578019572, 1.5056327351493116e-7,
  ];
  const t = x + 6.5;
  const series = coefficients.reduce((sum, c, i) => sum + c / (x + i), 0.9999999999998099);
  return 2.5066282746310002 * pow(t, x - 0.5) * pow(Math.E, -t) * series;
}

/** Something that draws from `distribution` with the numbers of `random`. */
export function createSampler(distribution: Distribution, random: RandomStream): Sampler {
  switch (distribution.dist) {
    case 'constant':
      return new Constant(distribution.valueMs);
    case 'uniform':
      return new Uniform(random, distribution.minMs, distribution.maxMs);
    case 'exponential':
      return new Exponential(random, distribution.meanMs);
    case 'erlang':
      return new Erlang(random, distribution.k, distribution.meanMs);
    case 'lognormal':
      return new Lognormal(random, lognormalTable(distribution.meanMs, lognormalSigma(distribution)));
    case 'pareto':
      return new Pareto(random, distribution.meanMs, distribution.alpha);
    case 'weibull':
      return new Weibull(random, distribution.meanMs, distribution.shape);
    case 'hyperexponential':
      return distribution.phases.length === 0 ? NOTHING : new Hyperexponential(random, distribution.phases);
    case 'empirical':
      if (distribution.valuesMs.length === 0) return NOTHING;
      return new Empirical(random, distribution.valuesMs, distribution.weights);
  }
}

const tables = new Map<string, LognormalTable>();

/** Tables are 64 kB and read only: links with the same latency share one. */
function lognormalTable(meanMs: number, sigma: number): LognormalTable {
  const key = `${meanMs}/${sigma}`;
  let table = tables.get(key);
  if (!table) {
    if (tables.size >= 64) tables.clear();
    table = new LognormalTable(meanMs, sigma);
    tables.set(key, table);
  }
  return table;
}
