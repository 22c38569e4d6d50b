import { type RateLimiter, REFUSED, type SavedLimiter } from './rate-limiter';

/**
 * Estimates the calls of a sliding window from two counters: those since the last multiple of the window, and the share
 * of the window before it that still counts, as if they had been spread evenly (J. Desgats, "How we built rate limiting
 * capable of scaling to millions of domains", Cloudflare blog, 2017).
 */
export class SlidingCounter implements RateLimiter {
  private window = 0;
  private count = 0;
  private countBefore = 0;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  admit(nowMs: number): number {
    const window = Math.floor(nowMs / this.windowMs);
    if (window !== this.window) {
      this.countBefore = window === this.window + 1 ? this.count : 0;
      this.count = 0;
      this.window = window;
    }
    const shareBefore = 1 - (nowMs - window * this.windowMs) / this.windowMs;
    if (this.countBefore * shareBefore + this.count >= this.limit) return REFUSED;
    this.count++;
    return 0;
  }

  save(): SavedLimiter {
    return [this.window, this.count, this.countBefore];
  }

  restore([window, count, countBefore]: SavedLimiter): void {
    this.window = window;
    this.count = count;
    this.countBefore = countBefore;
  }
}
