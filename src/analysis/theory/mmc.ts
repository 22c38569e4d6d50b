import { exp, log } from '../../kernel/portable-math';
import { erlangC } from './erlang';
import { fromMeanWait, invertTail, type SteadyQueue } from './steady-queue';

export interface MMc extends SteadyQueue {
  /** The wait that a share `p` (0 … 1) of arrivals does not exceed. */
  readonly waitQuantile: (p: number) => number;
  /** The sojourn (wait and service) that a share `p` of arrivals does not exceed. */
  readonly sojournQuantile: (p: number) => number;
}

/**
 * M/M/c: Poisson arrivals, exponential service, one unbounded first-come-first-served queue before `servers` alike.
 * Null where there is no long run, because more arrives than can be served.
 *
 * With δ = cμ − λ and C of Erlang: P(wait > t) = C·e^(−δt); P(sojourn > t) = e^(−μt)·(1 + C·(1 − e^(−(δ−μ)t)) / (δ/μ − 1)).
 * Source: D. Gross and C. Harris, Fundamentals of Queueing Theory, 2.3.
 */
export function mmc(arrivalRate: number, serviceRate: number, servers: number): MMc | null {
  const drain = servers * serviceRate - arrivalRate;
  if (!(drain > 0)) return null;
  const probWait = erlangC(servers, arrivalRate / serviceRate);

  const sojournTail = (t: number): number => {
    const excess = drain - serviceRate;
    const served = exp(-serviceRate * t);
    // Both exponentials coincide here, and the quotient becomes its limit.
    const isDouble = Math.abs(excess) < 1e-9 * serviceRate;
    const waiting = isDouble ? serviceRate * t : (serviceRate * (1 - exp(-excess * t))) / excess;
    return served * (1 + probWait * waiting);
  };

  return {
    ...fromMeanWait(arrivalRate, 1 / serviceRate, servers, probWait, probWait / drain),
    waitQuantile: (p) => (1 - p >= probWait ? 0 : log(probWait / (1 - p)) / drain),
    sojournQuantile: (p) => invertTail(sojournTail, 1 - p),
  };
}

/** M/M/1, the simplest queue: {@link mmc} with one server, whose sojourn is exponential with rate μ − λ. */
export const mm1 = (arrivalRate: number, serviceRate: number): MMc | null => mmc(arrivalRate, serviceRate, 1);
