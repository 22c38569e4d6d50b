import { RunningMoments } from './running-moments';
import { studentQuantile } from './student';

/** What independent replications say of a quantity: the truth lies within `mean` ± `halfWidth` at the level asked for. */
export interface Estimate {
  readonly mean: number;
  /** Infinity for fewer than two replications. */
  readonly halfWidth: number;
}

/**
 * Student's confidence interval for the mean of independent replications (Law, Simulation Modeling and Analysis, 9.4.1).
 * `level` is the chance that it covers the true mean, e.g. 0.95.
 */
export function estimate(replications: Iterable<number>, level: number): Estimate {
  const moments = new RunningMoments();
  for (const value of replications) moments.add(value);
  const { count, mean, variance } = moments;
  if (count < 2) return { mean, halfWidth: Infinity };
  return { mean, halfWidth: studentQuantile(level, count - 1) * Math.sqrt(variance / count) };
}
