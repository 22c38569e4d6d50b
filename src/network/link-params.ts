import { choice, group, integer, milliseconds, number, optional, ratio } from '../schema/fields';
import { duration } from './duration-field';

/** How long a message takes from one end of a link to the other, one way. */
export const latencyField = duration({ dist: 'lognormal', meanMs: 20, p99Ms: 50, cv: null });

/** Tries again after a failure that may be transient, holding the caller's worker meanwhile. */
const retryField = group({
  /** Counts the first attempt too, as in gRPC. */
  maxAttempts: integer({ default: 3, min: 1, max: 100 }),
  backoff: choice(['constant', 'exponential'], 'exponential'),
  baseMs: milliseconds(100),
  capMs: milliseconds(10_000),
  /** Share of each wait that is random: full jitter draws from 0 … wait, equal from wait/2 … wait. */
  jitter: choice(['none', 'full', 'equal'], 'full'),
});

/** A count-based circuit breaker with resilience4j's rules; see `policies/breaker.ts`. */
const breakerField = group({
  windowSize: integer({ default: 20, min: 1, max: 1000 }),
  minimumCalls: integer({ default: 10, min: 1, max: 1000 }),
  /** Opens when at least this share of the window failed. */
  failureRate: ratio(0.5),
  /** How long it stays open before it lets probes through. */
  openMs: milliseconds(5_000, 1),
  /** How many calls may probe while half-open. */
  probes: integer({ default: 3, min: 1, max: 1000 }),
});

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

export type CallParams = typeof callParams.default;
export type RetryParams = NonNullable<CallParams['retry']>;
export type BreakerParams = NonNullable<CallParams['breaker']>;
