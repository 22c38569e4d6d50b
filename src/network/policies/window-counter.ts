import { type RateLimiter, REFUSED, type SavedLimiter } from './rate-limiter';

/** Counts calls between two multiples of a window, and remembers how many there were in the window before. */
export abstract class WindowCounter implements RateLimiter {
  protected count = 0;
  protected countBefore = 0;
  private window = 0;

  constructor(
    private readonly limit: number,
    protected readonly windowMs: number,
  ) {}

  /** How many calls count against the limit, so far into the window, ms. */
  protected abstract taken(sinceMs: number): number;

  admit(nowMs: number): number {
    const window = Math.floor(nowMs / this.windowMs);
    if (window !== this.window) {
      this.countBefore = window === this.window + 1 ? this.count : 0;
      this.count = 0;
      this.window = window;
    }
    if (this.taken(nowMs - window * this.windowMs) >= this.limit) return REFUSED;
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
