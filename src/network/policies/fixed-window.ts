import { type RateLimiter, REFUSED, type SavedLimiter } from './rate-limiter';

/** At most `limit` calls between two multiples of the window; around such a boundary up to twice as many. */
export class FixedWindow implements RateLimiter {
  private window = 0;
  private count = 0;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  admit(nowMs: number): number {
    const window = Math.floor(nowMs / this.windowMs);
    if (window !== this.window) {
      this.window = window;
      this.count = 0;
    }
    if (this.count >= this.limit) return REFUSED;
    this.count++;
    return 0;
  }

  save(): SavedLimiter {
    return [this.window, this.count];
  }

  restore([window, count]: SavedLimiter): void {
    this.window = window;
    this.count = count;
  }
}
