import type { Distribution } from '../kernel/distribution';
import type { VariantField } from '../schema/field';
import { group, integer, list, milliseconds, number, optional, variant } from '../schema/fields';

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
  return field as unknown as VariantField<Distribution>;
}
