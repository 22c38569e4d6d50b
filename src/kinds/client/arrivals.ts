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

/** The process that `arrivals` describes; null for those that are no open-loop process (closed, manual). */
export function createArrivals(arrivals: Arrivals, random: RandomStream): ArrivalProcess | null {
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
      const { minPerSec: low, maxPerSec: high, periodMs } = arrivals;
      const rateAt = (ms: number) => {
        const phase = (ms % periodMs) / periodMs;
        return low + (high - low) * (phase < 0.5 ? 2 * phase : 2 - 2 * phase);
      };
      return new Inhomogeneous(rateAt, Math.max(low, high), random);
    }
    case 'replay':
      return new Replay(arrivals.timesMs);
    case 'closed':
    case 'manual':
      return null;
  }
}

/** The moments of a log. */
class Replay implements ArrivalProcess {
  batch = 0;
  private readonly times: Float64Array;

  constructor(timesMs: readonly number[]) {
    this.times = Float64Array.from(timesMs).sort();
  }

  nextAfter(now: number): number {
    const index = this.upTo(now);
    if (index === this.times.length) return Infinity;
    const at = this.times[index];
    this.batch = this.upTo(at) - index;
    return at;
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
