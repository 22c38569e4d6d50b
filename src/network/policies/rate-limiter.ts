import { FixedWindow } from './fixed-window';
import { LeakyBucket } from './leaky-bucket';
import type { RateLimitParams } from './rate-limit-field';
import { SlidingCounter } from './sliding-counter';
import { SlidingLog } from './sliding-log';
import { TokenBucket } from './token-bucket';

/** What {@link RateLimiter.admit} answers where there is no admission. */
export const REFUSED = -1;

/** A limiter's state as plain JSON; what the numbers are is each algorithm's own affair. */
export type SavedLimiter = readonly number[];

/** Decides how many calls may go out in a time. */
export interface RateLimiter {
  /** How long one call has to wait before it may go, ms, its place being taken; or {@link REFUSED}. */
  admit(nowMs: number): number;
  save(): SavedLimiter;
  restore(saved: SavedLimiter): void;
}

export function createRateLimiter(params: RateLimitParams): RateLimiter {
  switch (params.algorithm) {
    case 'tokenBucket':
      return new TokenBucket(params.ratePerSec, params.burst, params.maxWaitMs);
    case 'leakyBucket':
      return new LeakyBucket(params.ratePerSec, params.burst, params.free);
    case 'fixedWindow':
      return new FixedWindow(params.limit, params.windowMs);
    case 'slidingLog':
      return new SlidingLog(params.limit, params.windowMs);
    case 'slidingCounter':
      return new SlidingCounter(params.limit, params.windowMs);
  }
}
