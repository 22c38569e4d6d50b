/** The long-run figures of a queue that turns arrivals away when it is full. Waits and sojourns are of those let in. */
export interface BoundedQueue {
  readonly probEmpty: number;
  /** Share of arrivals turned away. */
  readonly probLoss: number;
  /** Rate of those let in. */
  readonly throughput: number;
  readonly utilization: number;
  readonly probWait: number;
  readonly meanWait: number;
  readonly meanSojourn: number;
  readonly meanInQueue: number;
  readonly meanInSystem: number;
}

const HUGE = 1e200;

/** The chances of 0 … `limit` in the system. */
function stationary(offered: number, servers: number, limit: number): Float64Array {
  const weights = new Float64Array(limit + 1);
  weights[0] = 1;
  let sum = 1;
  for (let n = 1; n <= limit; n++) {
    weights[n] = (weights[n - 1] * offered) / Math.min(n, servers);
    sum += weights[n];
    if (sum > HUGE) {
      for (let i = 0; i <= n; i++) weights[i] /= HUGE;
      sum /= HUGE;
    }
  }
  return weights.map((weight) => weight / sum);
}

/**
 * M/M/c/K: {@link mmc} with room for `limit` in the system, those in service included. It has a long run at any load.
 * Source: D. Gross and C. Harris, Fundamentals of Queueing Theory, 2.5 (a birth-death chain, solved term by term).
 */
export function mmck(arrivalRate: number, serviceRate: number, servers: number, limit: number): BoundedQueue {
  const chances = stationary(arrivalRate / serviceRate, servers, limit);
  const probLoss = chances[limit];
  const throughput = arrivalRate * (1 - probLoss);
  let meanInQueue = 0;
  let meanInSystem = 0;
  let waiting = 0;
  chances.forEach((chance, n) => {
    meanInSystem += n * chance;
    meanInQueue += Math.max(0, n - servers) * chance;
    if (n >= servers && n < limit) waiting += chance;
  });
  return {
    probEmpty: chances[0],
    probLoss,
    throughput,
    utilization: throughput / (serviceRate * servers),
    probWait: waiting / (1 - probLoss),
    meanWait: meanInQueue / throughput,
    meanSojourn: meanInSystem / throughput,
    meanInQueue,
    meanInSystem,
  };
}
