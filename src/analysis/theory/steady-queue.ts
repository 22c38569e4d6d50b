/** The long-run figures of a queue. Times are in the unit whose inverse the rates are in: rates per ms give ms. */
export interface SteadyQueue {
  /** Share of the servers' time in use. */
  readonly utilization: number;
  /** Share of arrivals that must wait. */
  readonly probWait: number;
  readonly meanWait: number;
  readonly meanSojourn: number;
  readonly meanInQueue: number;
  readonly meanInSystem: number;
}

/** The other means of a queue without losses follow from the mean wait by Little's law, L = λ W. */
export function fromMeanWait(
  arrivalRate: number,
  meanService: number,
  servers: number,
  probWait: number,
  meanWait: number,
): SteadyQueue {
  const meanSojourn = meanWait + meanService;
  return {
    utilization: (arrivalRate * meanService) / servers,
    probWait,
    meanWait,
    meanSojourn,
    meanInQueue: arrivalRate * meanWait,
    meanInSystem: arrivalRate * meanSojourn,
  };
}

/** Where a decreasing tail probability P(X > x) falls to `tail`, for x ≥ 0; 0 if it starts below. */
export function invertTail(tailAt: (x: number) => number, tail: number): number {
  if (tailAt(0) <= tail) return 0;
  let high = 1;
  while (tailAt(high) > tail) high *= 2;
  let low = 0;
  for (let i = 0; i < 100 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2;
    if (tailAt(middle) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
