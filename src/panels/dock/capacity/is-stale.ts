import { sameJson } from '../../../scenario/same';
import type { Scenario } from '../../../scenario/scenario';
import type { CapacityQuestion } from '../../../stores/capacity';
import { type NumberParameter, withNumber } from './parameters';

/** What of a scenario its capacity depends on, whatever value the parameter has that was swept. */
function measured({ nodes, links, seed, contracts, zones }: Scenario, { owner, names }: NumberParameter): unknown {
  const neutral = (params: unknown, isOwner: boolean) =>
    isOwner ? withNumber(params, ['params', ...names], 0) : params;
  return {
    nodes: nodes.map(({ id, kind, params }) => neutral({ id, kind, params }, 'node' in owner && owner.node === id)),
    links: links.map((link) => neutral(link, 'link' in owner && owner.link === link.id)),
    seed,
    contracts,
    zones,
  };
}

/** Whether a scenario would be measured differently now; `parameter` is the one that was swept, null if it is gone. */
export function isStale(
  question: CapacityQuestion,
  scenario: Scenario,
  parameter: NumberParameter | null,
  withInterventions: boolean,
): boolean {
  if (!parameter) return true;
  const interventions = withInterventions ? scenario.interventions : [];
  return !(
    sameJson(question.scenario.interventions, interventions) &&
    sameJson(measured(question.scenario, parameter), measured(scenario, parameter))
  );
}
