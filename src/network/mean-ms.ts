import type { Distribution } from '../kernel/distribution';

const weightedMean = (values: readonly number[], weights: readonly number[]): number => {
  let sum = 0;
  let weight = 0;
  values.forEach((value, index) => {
    const share = weights.length > 0 ? (weights[index] ?? 0) : 1;
    sum += share * value;
    weight += share;
  });
  return weight > 0 ? sum / weight : 0;
};

/** The mean of a random duration, ms. */
export function meanMs(distribution: Distribution): number {
  switch (distribution.dist) {
    case 'constant':
      return distribution.valueMs;
    case 'uniform':
      return (distribution.minMs + distribution.maxMs) / 2;
    case 'hyperexponential':
      return weightedMean(
        distribution.phases.map((phase) => phase.meanMs),
        distribution.phases.map((phase) => phase.weight),
      );
    case 'empirical':
      return weightedMean(distribution.valuesMs, distribution.weights);
    default:
      return distribution.meanMs;
  }
}
