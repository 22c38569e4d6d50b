import type { RandomStream } from './random';

/** Chooses indices with probability ∝ their weights, of which one at least must be positive. */
export class WeightedChoice {
  private readonly cumulative: Float64Array;

  constructor(
    private readonly random: RandomStream,
    weights: readonly number[],
  ) {
    let sum = 0;
    this.cumulative = Float64Array.from(weights, (weight) => {
      sum += weight;
      return sum;
    });
  }

  index(): number {
    const { cumulative } = this;
    const last = cumulative.length - 1;
    if (last === 0) return 0;
    const target = this.random.unit() * cumulative[last];
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
