import type { Intervention, Scenario } from '../scenario/scenario';

/** One of the two moments of an intervention: it begins, or it heals by itself. */
export interface Moment {
  readonly atMs: number;
  /** Its place in the scenario's list. */
  readonly index: number;
  readonly begins: boolean;
}

/** All moments of a scenario's interventions in order of time; of those at the same time, in the order of the list, ends first. */
export function timelineOf(interventions: Scenario['interventions']): Moment[] {
  return interventions
    .flatMap((intervention, index) => momentsOf(intervention, index))
    .sort((a, b) => a.atMs - b.atMs || Number(a.begins) - Number(b.begins) || a.index - b.index);
}

function momentsOf(intervention: Intervention, index: number): Moment[] {
  const { atMs, durationMs } = intervention;
  const begin = { atMs, index, begins: true };
  return durationMs === null ? [begin] : [begin, { atMs: atMs + durationMs, index, begins: false }];
}
