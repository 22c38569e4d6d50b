/** Lengths that a timeline can have, ms: each about twice the one before, so that it grows in few steps. */
const LENGTHS_MS = [10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400].map(
  (s) => s * 1000,
);
/** How much of it the run may fill before it grows. */
const FULL = 0.9;

/**
 * How much time the timeline shows, ms: enough for what has been reached and for every intervention, and not much
 * more, so that a short run can be scrubbed finely; but never more than the run's own end.
 */
export function timelineSpan(reachedMs: number, lastInterventionMs: number, durationMs: number | null): number {
  const needed = Math.max(reachedMs / FULL, lastInterventionMs / FULL);
  const length = LENGTHS_MS.find((candidate) => candidate >= needed) ?? needed * 2;
  return durationMs === null ? length : Math.min(length, Math.max(durationMs, 1));
}
