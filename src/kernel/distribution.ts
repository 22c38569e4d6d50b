/** A distribution of durations, as it is saved in a scenario. All parameters are milliseconds unless named otherwise; `meanMs` is always the mean of what is drawn. */
export type Distribution =
  | { readonly dist: 'constant'; readonly valueMs: number }
  | { readonly dist: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly dist: 'exponential'; readonly meanMs: number }
  /** The sum of `k` exponential phases. */
  | { readonly dist: 'erlang'; readonly k: number; readonly meanMs: number }
  /** Given by its mean and either its 99th percentile or its coefficient of variation. */
  | { readonly dist: 'lognormal'; readonly meanMs: number; readonly p99Ms: number | null; readonly cv: number | null }
  /** `alpha` > 1: the tail index. */
  | { readonly dist: 'pareto'; readonly meanMs: number; readonly alpha: number }
  /** A mixture: with probability ∝ `weight` an exponential of that mean. */
  | {
      readonly dist: 'hyperexponential';
      readonly phases: readonly { readonly weight: number; readonly meanMs: number }[];
    }
  | { readonly dist: 'weibull'; readonly meanMs: number; readonly shape: number }
  /** One of the values, with probability ∝ its weight; a value without one has the weight 1. */
  | { readonly dist: 'empirical'; readonly valuesMs: readonly number[]; readonly weights: readonly number[] };
