import { choice, group, integer, milliseconds, number, optional, ratio } from '../../schema/fields';

/** A circuit breaker with resilience4j's rules; see `breaker.ts`. */
export const breakerField = group({
  /** What the window counts: the last `windowSize` calls, or those of the last `windowSize` seconds. */
  window: choice(['calls', 'seconds'], 'calls'),
  windowSize: integer({ default: 20, min: 1, max: 1000 }),
  minimumCalls: integer({ default: 10, min: 1, max: 1000 }),
  /** Opens when at least this share of the window failed. */
  failureRate: ratio(0.5),
  /** Opens too when at least `rate` of the window took longer than `overMs`, failed or not. */
  slowCalls: optional(
    group({ overMs: milliseconds(1_000), rate: number({ default: 0.5, min: 0.01, max: 1, unit: 'ratio' }) }),
  ),
  /** How long it stays open before it lets probes through. */
  openMs: milliseconds(5_000, 1),
  /** How many calls may probe while half-open. */
  probes: integer({ default: 3, min: 1, max: 1000 }),
  /** How long it may stay half-open before it opens again; null: until the probes have ended. */
  maxHalfOpenMs: optional(milliseconds(10_000, 1)),
});

export type BreakerParams = typeof breakerField.default;
