import { ConcurrencyBudget } from './concurrency-budget';
import type { RetryBudgetParams } from './retry-field';
import { RetryThrottle } from './retry-throttle';
import { ShareBudget } from './share-budget';

/** A budget's state as plain JSON; what the numbers are is each rule's own affair. */
export type SavedBudget = readonly number[];

/** Limits the retries of all calls over a link together, so that they cannot multiply an overload. */
export interface RetryBudget {
  /** A call begins. */
  began(nowMs: number): void;
  /** An attempt succeeded. */
  succeeded(): void;
  /** An attempt ended in a way that is tried again, whether or not this call has an attempt left. */
  failed(): void;
  /** Whether one more retry may be made; a yes is charged. `inFlight`: attempts under way on the link. */
  grants(inFlight: number, nowMs: number): boolean;
  /** A retry that was granted is over. */
  ended(): void;
  save(): SavedBudget;
  restore(saved: SavedBudget): void;
}

export function createRetryBudget(params: RetryBudgetParams): RetryBudget {
  switch (params.rule) {
    case 'share':
      return new ShareBudget(params.ratio, params.minPerSec, params.windowMs);
    case 'concurrent':
      return new ConcurrencyBudget(params.ratio, params.minConcurrent);
    case 'throttle':
      return new RetryThrottle(params.maxTokens, params.tokenRatio);
  }
}
