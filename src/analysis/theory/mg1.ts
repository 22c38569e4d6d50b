import { exp } from '../../kernel/portable-math';
import { fromMeanWait, invertTail, type SteadyQueue } from './steady-queue';

/**
 * M/G/1: Poisson arrivals, one server, first come first served, service times of any distribution with this mean and this
 * squared coefficient of variation (variance over mean squared). Null where more arrives than can be served.
 * Source: F. Pollaczek, 1930, and A. Khinchine, 1932; L. Kleinrock, Queueing Systems, vol. 1, 5.
 */
export function mg1(arrivalRate: number, meanService: number, squaredVariation: number): SteadyQueue | null {
  const load = arrivalRate * meanService;
  if (!(load < 1)) return null;
  const meanWait = (load * meanService * (1 + squaredVariation)) / (2 * (1 - load));
  return fromMeanWait(arrivalRate, meanService, 1, load, meanWait);
}

export interface MD1 extends SteadyQueue {
  /** The wait that a share `p` (0 … 1) of arrivals does not exceed. */
  readonly waitQuantile: (p: number) => number;
}

/**
 * M/D/1: {@link mg1} with constant service times. Its waiting time has a closed form, here in one without cancellation:
 * for (k−1)·D ≤ t < k·D and y = λ(kD − t), P(wait ≤ t) = e^(−y) · Σ_{j<k} P(queue ≤ k−1−j) · y^j / j!.
 * Source: G. J. Franx, A simple solution for the M/D/c waiting time distribution, Operations Research Letters 29, 2001.
 */
export function md1(arrivalRate: number, service: number): MD1 | null {
  const means = mg1(arrivalRate, service, 0);
  if (means === null) return null;
  const inSystem = new InSystem(arrivalRate * service);
  const waitTail = (t: number): number => {
    const k = Math.floor(t / service) + 1;
    const y = arrivalRate * (k * service - t);
    let poisson = exp(-y);
    let within = 0;
    for (let j = 0; j < k; j++) {
      within += poisson * inSystem.atMost(k - j);
      poisson *= y / (j + 1);
    }
    return 1 - within;
  };
  return { ...means, waitQuantile: (p) => invertTail(waitTail, 1 - p) };
}

/**
 * The distribution of the number in an M/D/1 system, as far as it has been asked for. Up and down crossings of a level
 * balance, which gives a recursion of positive terms only.
 */
class InSystem {
  private readonly chances: number[];
  private readonly sums: number[];
  /** By n: the chance of more than n arrivals during a service. */
  private readonly more: number[] = [];
  private readonly none: number;

  constructor(private readonly load: number) {
    this.none = exp(-load);
    this.chances = [1 - load];
    this.sums = [1 - load];
  }

  atMost(n: number): number {
    while (this.sums.length <= n) this.extend();
    return this.sums[n];
  }

  private extend(): void {
    const { chances, sums } = this;
    const level = chances.length - 1;
    let up = chances[0] * this.moreThan(level);
    for (let j = 1; j <= level; j++) up += chances[j] * this.moreThan(level + 1 - j);
    chances.push(up / this.none);
    sums.push(sums[level] + chances[level + 1]);
  }

  private moreThan(n: number): number {
    while (this.more.length <= n) this.more.push(this.poissonTail(this.more.length));
    return this.more[n];
  }

  /** P(Poisson > n), summed from the small end. */
  private poissonTail(n: number): number {
    let term = this.none;
    for (let i = 1; i <= n + 1; i++) term *= this.load / i;
    let sum = 0;
    for (let i = n + 2; sum + term > sum; i++) {
      sum += term;
      term *= this.load / i;
    }
    return sum;
  }
}
