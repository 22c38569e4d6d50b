import type { Scenario } from '../../../scenario/scenario';
import type { CapacityQuestion } from '../../../stores/capacity';
import type { NumberParameter } from './parameters';
import { proposedSteps, type Steps, valuesOf } from './steps';

/** What is to be measured. */
export interface Setup {
  readonly steps: Steps;
  readonly replications: number;
  readonly lengthSec: number;
  /** Through whose eyes. */
  readonly client: string;
  readonly withInterventions: boolean;
}

/** What the visitor has chosen so far; the rest is proposed from the scenario as it is now. */
export type Chosen = { readonly [K in keyof Setup]?: Setup[K] | null } & { readonly path?: string };

const PROPOSED_REPLICATIONS = 5;
const PROPOSED_LENGTH_SEC = 60;
/** Of a run, this part is left out: it begins empty. */
const WARMUP = 1 / 6;

export function setupOf(
  chosen: Chosen,
  parameter: NumberParameter,
  clients: Scenario['nodes'],
  durationMs: number | null,
): Setup {
  const own = clients.find(({ id }) => 'node' in parameter.owner && parameter.owner.node === id);
  const endSec = (durationMs ?? Infinity) / 1_000;
  return {
    steps: chosen.steps ?? proposedSteps(parameter.field, parameter.value),
    replications: chosen.replications ?? PROPOSED_REPLICATIONS,
    lengthSec: chosen.lengthSec ?? Math.max(1, Math.min(PROPOSED_LENGTH_SEC, endSec)),
    client: clients.find(({ id }) => id === chosen.client)?.id ?? own?.id ?? clients[0]?.id ?? '',
    withInterventions: chosen.withInterventions ?? false,
  };
}

export function questionOf(scenario: Scenario, parameter: NumberParameter, setup: Setup): CapacityQuestion {
  const untilMs = setup.lengthSec * 1_000;
  return {
    scenario: setup.withInterventions ? scenario : { ...scenario, interventions: [] },
    path: parameter.path,
    values: valuesOf(setup.steps, parameter.field),
    replications: setup.replications,
    untilMs,
    warmupMs: untilMs * WARMUP,
  };
}
