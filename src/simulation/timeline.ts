import type { Intervention, Scenario } from '../scenario/scenario';

/** One of the two moments of an intervention: it begins, or it heals by itself. */
export interface Moment {
  readonly atMs: number;
  /** Its place in the scenario's list. */
  readonly index: number;
  readonly begins: boolean;
}

/**
 * All moments of a scenario's interventions in order of time; of those at the same time, in the order of the list, ends
 * first. An intervention that is over at once ends after it began.
 */
export function timelineOf(interventions: Scenario['interventions']): Moment[] {
  return interventions
    .flatMap((intervention, index) => momentsOf(intervention, index))
    .sort((a, b) => a.atMs - b.atMs || a.rank - b.rank || a.index - b.index)
    .map(({ atMs, index, begins }) => ({ atMs, index, begins }));
}

const END = 0;
const BEGIN = 1;

function momentsOf(intervention: Intervention, index: number): (Moment & { rank: number })[] {
  const { atMs, durationMs } = intervention;
  const begin = { atMs, index, begins: true, rank: BEGIN };
  if (durationMs === null) return [begin];
  const endMs = atMs + durationMs;
  // A duration may be too short to make a difference to the time; sorting is stable, and leaves such an end where it is.
  return [begin, { atMs: endMs, index, begins: false, rank: endMs > atMs ? END : BEGIN }];
}
