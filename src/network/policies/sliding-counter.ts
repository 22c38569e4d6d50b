import { WindowCounter } from './window-counter';

/**
 * Estimates the calls of a sliding window from two counters: those since the last multiple of the window, and the share
 * of the window before it that still counts, as if they had been spread evenly (J. Desgats, "How we built rate limiting
 * capable of scaling to millions of domains", Cloudflare blog, 2017).
 */
export class SlidingCounter extends WindowCounter {
  protected override taken(sinceMs: number): number {
    return this.countBefore * (1 - sinceMs / this.windowMs) + this.count;
  }
}
