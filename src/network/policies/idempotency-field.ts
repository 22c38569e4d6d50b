import { group, integer, milliseconds } from '../../schema/fields';

/** The callee recognises an attempt of a call that it knows. */
export const idempotencyField = group({
  /** How long it remembers a call. Stripe's keys live a day at least ("Idempotent requests", API reference). */
  ttlMs: milliseconds(86_400_000, 1),
  /** How many calls it remembers; the oldest is forgotten first. */
  capacity: integer({ default: 10_000, min: 1, max: 100_000 }),
});

export type IdempotencyParams = typeof idempotencyField.default;
