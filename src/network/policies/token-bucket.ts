import { type RateLimiter, REFUSED, type SavedLimiter } from './rate-limiter';

/**
 * A token bucket with the rules of Go's `golang.org/x/time/rate`: it begins full, holds `burst` tokens and gets
 * `ratePerSec` new ones a second. Who reserves takes tokens that are not there yet, and goes when they will be.
 */
export class TokenBucket implements RateLimiter {
  private tokens: number;
  private atMs = 0;

  /** @param maxWaitMs how long {@link admit} may make a call wait */
  constructor(
    private readonly ratePerSec: number,
    private readonly burst: number,
    private readonly maxWaitMs = 0,
  ) {
    this.tokens = burst;
  }

  /** Takes `n` tokens if they are there. */
  allow(n: number, nowMs: number): boolean {
    return this.reserve(n, nowMs, 0) === 0;
  }

  /**
   * Takes `n` tokens and tells after how many ms the caller may go; or {@link REFUSED}, taking none, when that is longer
   * than `maxWaitMs` or the bucket never holds so many.
   */
  reserve(n: number, nowMs: number, maxWaitMs = Infinity): number {
    const tokens = this.tokensAt(nowMs) - n;
    const waitMs = tokens < 0 ? (-tokens * 1_000) / this.ratePerSec : 0;
    if (n > this.burst || waitMs > maxWaitMs) return REFUSED;
    this.tokens = tokens;
    this.atMs = nowMs;
    return waitMs;
  }

  /** What is there; below 0: what has been reserved in advance. */
  tokensAt(nowMs: number): number {
    return Math.min(this.tokens + ((nowMs - this.atMs) * this.ratePerSec) / 1_000, this.burst);
  }

  admit(nowMs: number): number {
    return this.reserve(1, nowMs, this.maxWaitMs);
  }

  save(): SavedLimiter {
    return [this.tokens, this.atMs];
  }

  restore([tokens, atMs]: SavedLimiter): void {
    this.tokens = tokens;
    this.atMs = atMs;
  }
}
