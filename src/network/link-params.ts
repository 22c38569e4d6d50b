import { group, milliseconds, number, optional } from '../schema/fields';
import { duration } from './duration-field';
import { breakerField } from './policies/breaker-field';
import { retryField } from './policies/retry-field';

/** How long a message takes from one end of a link to the other, one way. */
export const latencyField = duration({ dist: 'lognormal', meanMs: 20, p99Ms: 50, cv: null });

/** Parameters of a link that carries calls. */
export const callParams = group({
  latency: latencyField,
  /** Per attempt; null: waits for ever. */
  timeoutMs: optional(milliseconds(1_000, 0.001)),
  retry: optional(retryField),
  breaker: optional(breakerField),
  /** Relative share, where the caller chooses among several links. */
  weight: number({ default: 1, min: 0, max: 1000 }),
});
