import { drawExponential } from '../../kernel/exponential';
import type { RandomStream } from '../../kernel/random';
import type { Arrivals } from './params';

/** When requests begin that do not wait for one another: an open-loop process. */
export interface ArrivalProcess {
  /** The moment of the next arrivals after `nowMs`, ms; Infinity when there are none. */
  nextAfter(nowMs: number): number;
  /** How many begin at the moment that {@link nextAfter} named last; 0 if that was only a moment to ask again. */
  readonly batch: number;
}

/** A Poisson process of constant rate. */
function poisson(ratePerSec: number, random: RandomStream, batch = 1): ArrivalProcess {
  const meanGapMs = (1000 * batch) / ratePerSec;
  return {
    batch,
    nextAfter: (now) => (ratePerSec > 0 ? now + meanGapMs * drawExponential(random) : Infinity),
  };
}

/** After so many refusals in a row the rate is as good as zero for as long: better let the run go on meanwhile. */
const MAX_REFUSALS = 10_000;

/**
 * A Poisson process whose rate changes with time, by thinning: candidates at the highest rate, each kept with
 * probability rate / highest (Lewis & Shedler, "Simulation of nonhomogeneous Poisson processes by thinning", 1979).
 */
class Inhomogeneous implements ArrivalProcess {
  batch = 0;

  constructor(
    private readonly rateAt: (ms: number) => number,
    private readonly highestPerSec: number,
    private readonly random: RandomStream,
  ) {}

  nextAfter(now: number): number {
    const { rateAt, highestPerSec, random } = this;
    if (!(highestPerSec > 0)) return Infinity;
    let at = now;
    this.batch = 0;
    for (let refusals = 0; this.batch === 0 && refusals < MAX_REFUSALS; refusals++) {
      at += (1000 / highestPerSec) * drawExponential(random);
      if (random.unit() * highestPerSec < rateAt(at)) this.batch = 1;
    }
    return at;
  }
}

/** sin²(π x) for 0 ≤ x ≤ 1: once up and down, as a day. From sin's Taylor series, exact to 10⁻¹⁵ up to π / 2. */
export function wave(x: number): number {
  const angle = Math.PI * (x < 0.5 ? x : 1 - x);
  let term = angle;
  let sine = angle;
  for (let i = 2; i < 22; i += 2) {
    term *= (-angle * angle) / (i * (i + 1));
    sine += term;
  }
  return sine * sine;
}

/** 0 at the quietest moment, 1 at the busiest. */
const DAYS = { lines: (phase: number) => (phase < 0.5 ? 2 * phase : 2 - 2 * phase), wave } as const;

/** What `factor` times as much of it is, for the processes that have a rate. */
function multiplied(arrivals: Arrivals, factor: number): Arrivals {
  switch (arrivals.process) {
    case 'ramp':
      return { ...arrivals, fromPerSec: arrivals.fromPerSec * factor, toPerSec: arrivals.toPerSec * factor };
    case 'diurnal':
      return { ...arrivals, minPerSec: arrivals.minPerSec * factor, maxPerSec: arrivals.maxPerSec * factor };
    case 'poisson':
    case 'constant':
    case 'bursts':
    case 'spike':
      return { ...arrivals, ratePerSec: arrivals.ratePerSec * factor };
    default:
      return arrivals;
  }
}

/**
 * The process that `arrivals` describes; null for those that are no open-loop process (closed, manual).
 * @param factor so many times as much traffic
 */
export function createArrivals(arrivals: Arrivals, random: RandomStream, factor = 1): ArrivalProcess | null {
  if (factor === 1 || arrivals.process === 'replay') return create(arrivals, random, factor);
  return create(multiplied(arrivals, factor), random, factor);
}

function create(arrivals: Arrivals, random: RandomStream, factor: number): ArrivalProcess | null {
  switch (arrivals.process) {
    case 'poisson':
      return poisson(arrivals.ratePerSec, random);
    case 'constant':
      return {
        batch: 1,
        nextAfter: (now) => (arrivals.ratePerSec > 0 ? now + 1000 / arrivals.ratePerSec : Infinity),
      };
    case 'bursts':
      return poisson(arrivals.ratePerSec, random, arrivals.size);
    case 'ramp': {
      const { fromPerSec: from, toPerSec: to, durationMs } = arrivals;
      return new Inhomogeneous((ms) => from + (to - from) * Math.min(ms / durationMs, 1), Math.max(from, to), random);
    }
    case 'spike': {
      const { ratePerSec, factor, startMs, durationMs } = arrivals;
      const rateAt = (ms: number) => (ms >= startMs && ms < startMs + durationMs ? ratePerSec * factor : ratePerSec);
      return new Inhomogeneous(rateAt, ratePerSec * Math.max(1, factor), random);
    }
    case 'diurnal': {
      const { minPerSec: low, maxPerSec: high, periodMs, shape } = arrivals;
      const rateAt = (ms: number) => low + (high - low) * DAYS[shape]((ms % periodMs) / periodMs);
      return new Inhomogeneous(rateAt, Math.max(low, high), random);
    }
    case 'replay':
      return new Replay(arrivals.timesMs, random, factor);
    case 'closed':
    case 'manual':
      return null;
  }
}

/** The moments of a log. */
class Replay implements ArrivalProcess {
  batch = 0;
  private readonly times: Float64Array;

  /** @param factor each moment comes so many times; of a fraction, by chance */
  constructor(
    timesMs: readonly number[],
    private readonly random: RandomStream,
    private readonly factor: number,
  ) {
    this.times = Float64Array.from(timesMs).sort();
  }

  nextAfter(now: number): number {
    const index = this.upTo(now);
    if (index === this.times.length) return Infinity;
    const at = this.times[index];
    this.batch = this.timesOver(this.upTo(at) - index);
    return at;
  }

  private timesOver(count: number): number {
    const whole = Math.floor(count * this.factor);
    const rest = count * this.factor - whole;
    return rest > 0 && this.random.unit() < rest ? whole + 1 : whole;
  }

  /** How many lie before `ms`, or at it. */
  private upTo(ms: number): number {
    const { times } = this;
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] > ms) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
