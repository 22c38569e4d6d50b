import { drawExponential } from '../../kernel/exponential';
import type { RandomStream } from '../../kernel/random';
import type { Arrivals } from './params';

/** When requests begin that do not wait for one another: an open-loop process. */
export interface ArrivalProcess {
  /** The moment of the next arrivals after `nowMs`, ms; Infinity when there are none. */
  nextAfter(nowMs: number): number;
  /** How many begin at that moment. */
  batchAt(ms: number): number;
}

const one = () => 1;

/** A Poisson process of constant rate. */
function poisson(ratePerSec: number, random: RandomStream, batch = 1): ArrivalProcess {
  const meanGapMs = (1000 * batch) / ratePerSec;
  return {
    batchAt: () => batch,
    nextAfter: (now) => (ratePerSec > 0 ? now + meanGapMs * drawExponential(random) : Infinity),
  };
}

/**
 * A Poisson process whose rate changes with time, by thinning: candidates at the highest rate, each kept with
 * probability rate / highest (Lewis & Shedler, "Simulation of nonhomogeneous Poisson processes by thinning", 1979).
 */
function inhomogeneous(rateAt: (ms: number) => number, highestPerSec: number, random: RandomStream): ArrivalProcess {
  return {
    batchAt: one,
    nextAfter(now) {
      if (!(highestPerSec > 0)) return Infinity;
      let at = now;
      // After so many refusals in a row the rate is as good as zero for as long: look again from there.
      for (let tries = 0; tries < 10_000; tries++) {
        at += (1000 / highestPerSec) * drawExponential(random);
        if (random.unit() * highestPerSec < rateAt(at)) return at;
      }
      return at;
    },
  };
}

/** The process that `arrivals` describes; null for those that are no open-loop process (closed, manual). */
export function createArrivals(arrivals: Arrivals, random: RandomStream): ArrivalProcess | null {
  switch (arrivals.process) {
    case 'poisson':
      return poisson(arrivals.ratePerSec, random);
    case 'constant':
      return {
        batchAt: one,
        nextAfter: (now) => (arrivals.ratePerSec > 0 ? now + 1000 / arrivals.ratePerSec : Infinity),
      };
    case 'bursts':
      return poisson(arrivals.ratePerSec, random, arrivals.size);
    case 'ramp': {
      const { fromPerSec: from, toPerSec: to, durationMs } = arrivals;
      return inhomogeneous((ms) => from + (to - from) * Math.min(ms / durationMs, 1), Math.max(from, to), random);
    }
    case 'spike': {
      const { ratePerSec, factor, startMs, durationMs } = arrivals;
      const rateAt = (ms: number) => (ms >= startMs && ms < startMs + durationMs ? ratePerSec * factor : ratePerSec);
      return inhomogeneous(rateAt, ratePerSec * Math.max(1, factor), random);
    }
    case 'diurnal': {
      const { minPerSec: low, maxPerSec: high, periodMs } = arrivals;
      const rateAt = (ms: number) => {
        const phase = (ms % periodMs) / periodMs;
        return low + (high - low) * (phase < 0.5 ? 2 * phase : 2 - 2 * phase);
      };
      return inhomogeneous(rateAt, Math.max(low, high), random);
    }
    case 'replay':
      return replay(arrivals.timesMs);
    case 'closed':
    case 'manual':
      return null;
  }
}

/** The moments of a log. */
function replay(timesMs: readonly number[]): ArrivalProcess {
  const times = Float64Array.from(timesMs).sort();
  /** How many lie before `ms`, or at it. */
  const upTo = (ms: number): number => {
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] > ms) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    batchAt: (ms) => upTo(ms) - times.indexOf(ms),
    nextAfter(now) {
      const index = upTo(now);
      return index < times.length ? times[index] : Infinity;
    },
  };
}
