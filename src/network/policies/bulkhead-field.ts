import { group, integer, milliseconds, optional } from '../../schema/fields';

/** How many calls may be under way at once. resilience4j's defaults: 25, and nobody waits. */
export const bulkheadField = group({
  maxConcurrent: integer({ default: 25, min: 1, max: 100_000 }),
  /** How many more may wait for one of them to end. */
  maxQueued: integer({ default: 0, min: 0, max: 100_000 }),
  /** How long they wait at most; null: for as long as it takes. */
  maxWaitMs: optional(milliseconds(1_000, 0.001)),
});

export type BulkheadParams = typeof bulkheadField.default;
