import { group, integer, milliseconds } from '../../schema/fields';

/** What a `gather` step says. */
export const gatherField = group({
  /** As many answers, and it goes on at once. */
  answers: integer({ default: 1, min: 0, max: 1_000 }),
  /** So many must have come when the time is up; with fewer it fails. */
  atLeast: integer({ default: 1, min: 0, max: 1_000 }),
  withinMs: milliseconds(5_000, 0.001),
});
