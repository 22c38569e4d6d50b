import { type RateLimiter, REFUSED, type SavedLimiter } from './rate-limiter';

/** At most `limit` calls in any window, however it lies: it remembers when each of the last ones was. */
export class SlidingLog implements RateLimiter {
  /** When the last calls were admitted, in a ring. */
  private readonly times: Float64Array;
  private next = 0;

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {
    this.times = new Float64Array(limit).fill(-Infinity);
  }

  admit(nowMs: number): number {
    const { times, next } = this;
    // The oldest of the last `limit` calls.
    if (times[next] > nowMs - this.windowMs) return REFUSED;
    times[next] = nowMs;
    this.next = next + 1 === this.limit ? 0 : next + 1;
    return 0;
  }

  /** The times, oldest first; a call that never was has none. */
  save(): SavedLimiter {
    const oldestFirst = [...this.times.subarray(this.next), ...this.times.subarray(0, this.next)];
    return oldestFirst.filter((atMs) => atMs !== -Infinity);
  }

  restore(saved: SavedLimiter): void {
    this.times.fill(-Infinity);
    this.times.set(saved);
    this.next = saved.length % this.limit;
  }
}
