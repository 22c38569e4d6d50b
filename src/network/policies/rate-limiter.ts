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
