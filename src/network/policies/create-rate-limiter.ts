import { FixedWindow } from './fixed-window';
import { LeakyBucket } from './leaky-bucket';
import type { RateLimitParams } from './rate-limit-field';
import type { RateLimiter } from './rate-limiter';
import { SlidingCounter } from './sliding-counter';
import { SlidingLog } from './sliding-log';
import { TokenBucket } from './token-bucket';

/** The limiter of a link. */
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
