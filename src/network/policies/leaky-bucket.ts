import { type RateLimiter, REFUSED, type SavedLimiter } from './rate-limiter';

/**
 * nginx's `limit_req` (ngx_http_limit_req_module): what is ahead of the rate drains at the rate. A call that would bring
 * it above `burst` is refused and leaves no trace; the first `free` calls ahead of the rate go at once (`delay=`, or
 * `nodelay` where it is as large as `burst`), the others when the rate would have let them.
 */
export class LeakyBucket implements RateLimiter {
  /** Calls ahead of the rate when the last one was admitted. */
  private excess = 0;
  private atMs = -Infinity;

  constructor(
    private readonly ratePerSec: number,
    private readonly burst: number,
    private readonly free = 0,
  ) {}

  admit(nowMs: number): number {
    // The first call is not ahead of anything.
    const drained = ((nowMs - this.atMs) * this.ratePerSec) / 1_000;
    const excess = this.atMs === -Infinity ? 0 : Math.max(this.excess - drained + 1, 0);
    if (excess > this.burst) return REFUSED;
    this.excess = excess;
    this.atMs = nowMs;
    return excess <= this.free ? 0 : ((excess - this.free) * 1_000) / this.ratePerSec;
  }

  save(): SavedLimiter {
    return this.atMs === -Infinity ? [] : [this.excess, this.atMs];
  }

  restore([excess = 0, atMs = -Infinity]: SavedLimiter): void {
    this.excess = excess;
    this.atMs = atMs;
  }
}
