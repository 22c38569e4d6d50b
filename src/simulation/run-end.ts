import type { Scenario } from '../scenario/scenario';

/** How long a scenario without an end of its own runs when nobody says otherwise, ms. */
const DEFAULT_DURATION_MS = 120_000;

/** Where a run of the scenario ends, virtual ms. */
export const endOf = (scenario: Pick<Scenario, 'durationMs'>, { untilMs }: { readonly untilMs?: number }): number =>
  untilMs ?? scenario.durationMs ?? DEFAULT_DURATION_MS;
