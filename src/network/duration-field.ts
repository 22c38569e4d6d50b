import type { Distribution } from '../kernel/distribution';
import { MAX_P99_TO_MEAN } from '../kernel/lognormal';
import type { Rule, VariantField } from '../schema/field';
import { group, integer, list, milliseconds, number, optional, variant } from '../schema/fields';

/** What no single parameter can tell: whether they go together. */
const CONSISTENT: readonly Rule<Distribution>[] = [
  { holds: (d) => d.dist !== 'uniform' || d.minMs <= d.maxMs, expected: 'minMs not above maxMs' },
  {
    holds: (d) =>
      d.dist !== 'lognormal' || d.p99Ms === null || (d.p99Ms >= d.meanMs && d.p99Ms <= d.meanMs * MAX_P99_TO_MEAN),
    expected: `p99Ms between meanMs and ${MAX_P99_TO_MEAN} times meanMs, as in every log-normal distribution`,
  },
  { holds: (d) => d.dist !== 'hyperexponential' || d.phases.length > 0, expected: 'at least one phase' },
  { holds: (d) => d.dist !== 'empirical' || d.valuesMs.length > 0, expected: 'at least one value in valuesMs' },
  {
    holds: (d) =>
      d.dist !== 'empirical' ||
      d.weights.length === 0 ||
      (d.weights.length === d.valuesMs.length && d.weights.some((weight) => weight > 0)),
    expected: 'as many weights as values, one of them positive, or none at all',
  },
];

const meanMs = (initial: number) => milliseconds(initial, 1e-6);

/** A field for a random duration: every distribution of the scenario format. */
export function duration(initial: Distribution): VariantField<Distribution> {
  const typicalMs = 'meanMs' in initial ? initial.meanMs : 10;
  const field = variant(
    'dist',
    {
      constant: { valueMs: milliseconds(typicalMs) },
      uniform: { minMs: milliseconds(0), maxMs: milliseconds(2 * typicalMs) },
      exponential: { meanMs: meanMs(typicalMs) },
      erlang: { k: integer({ default: 4, min: 1, max: 1000 }), meanMs: meanMs(typicalMs) },
      lognormal: {
        meanMs: meanMs(typicalMs),
        p99Ms: optional(milliseconds(4 * typicalMs)),
        cv: optional(number({ default: 1, min: 0.001, max: 100 })),
      },
      pareto: { meanMs: meanMs(typicalMs), alpha: number({ default: 2.5, min: 1.01, max: 100 }) },
      hyperexponential: {
        phases: list(group({ weight: number({ default: 1, min: 1e-6, max: 1e6 }), meanMs: meanMs(typicalMs) }), {
          default: [
            { weight: 0.9, meanMs: typicalMs / 2 },
            { weight: 0.1, meanMs: typicalMs * 5.5 },
          ],
          maxItems: 20,
        }),
      },
      weibull: { meanMs: meanMs(typicalMs), shape: number({ default: 1.5, min: 0.1, max: 50 }) },
      empirical: {
        valuesMs: list(milliseconds(typicalMs), { default: [typicalMs], maxItems: 1000 }),
        weights: list(number({ default: 1, min: 0, max: 1e9 }), { maxItems: 1000 }),
      },
    },
    initial as never,
  );
  return { ...(field as unknown as VariantField<Distribution>), rules: CONSISTENT };
}
