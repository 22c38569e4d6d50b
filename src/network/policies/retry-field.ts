import { choice, flag, group, integer, milliseconds, number, optional, ratio, variant } from '../../schema/fields';

/** What limits the retries of all calls over a link together; see `retry-budget.ts`. */
const budgetField = variant(
  'rule',
  {
    /** Finagle's and Linkerd's: a share of the calls of a window, and a few more for when there are hardly any calls. */
    share: {
      ratio: ratio(0.2),
      minPerSec: number({ default: 10, min: 0, max: 10_000, unit: 'perSec' }),
      windowMs: milliseconds(10_000, 100),
    },
    /** Envoy's: a share of the attempts in flight, but always a few. */
    concurrent: { ratio: ratio(0.2), minConcurrent: integer({ default: 3, min: 0, max: 10_000 }) },
    /** gRPC's: a bucket of tokens that failures empty and successes fill; below half, nothing is tried again. */
    throttle: {
      maxTokens: integer({ default: 10, min: 1, max: 1_000 }),
      tokenRatio: number({ default: 0.1, min: 0.001, max: 1_000 }),
    },
  },
  { rule: 'share', ratio: 0.2, minPerSec: 10, windowMs: 10_000 },
);

/** Tries again after a failure that may be transient, holding the caller's worker meanwhile. */
export const retryField = group({
  /** Counts the first attempt too, as in gRPC. */
  maxAttempts: integer({ default: 3, min: 1, max: 100 }),
  backoff: choice(['constant', 'exponential', 'envoy'], 'exponential'),
  baseMs: milliseconds(100),
  /** Of exponential backoff. */
  multiplier: number({ default: 2, min: 1, max: 100, unit: 'factor' }),
  capMs: milliseconds(10_000),
  /** How much of each wait is random; see `backoff.ts`. */
  jitter: choice(['none', 'full', 'equal', 'decorrelated', 'grpc', 'kafka'], 'full'),
  /** The ends of an attempt that are tried again. What the callee answered as an error is not, unless one says so. */
  on: group({
    timeout: flag(true),
    refused: flag(true),
    connectionRefused: flag(true),
    connectionReset: flag(true),
    partitioned: flag(true),
    error: flag(false),
    breakerOpen: flag(false),
    rateLimited: flag(false),
    bulkheadFull: flag(false),
    shed: flag(false),
  }),
  /** When a server says how long to wait (`Retry-After`, gRPC's pushback), that long. */
  pushback: flag(true),
  budget: optional(budgetField),
});

export type RetryParams = typeof retryField.default;
export type RetryBudgetParams = typeof budgetField.default;
