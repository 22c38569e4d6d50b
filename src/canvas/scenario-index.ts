import type { Scenario, ScenarioLink, ScenarioNode } from '../scenario/scenario';

/** Look-up tables of one scenario. */
export interface ScenarioIndex {
  readonly nodes: ReadonlyMap<string, ScenarioNode>;
  readonly links: ReadonlyMap<string, ScenarioLink>;
  /** Links that leave a node, in the order of the scenario. */
  readonly outgoing: ReadonlyMap<string, readonly ScenarioLink[]>;
}

const indices = new WeakMap<Scenario, ScenarioIndex>();

/** The tables of a scenario, built once: scenarios are never changed in place. */
export function scenarioIndex(scenario: Scenario): ScenarioIndex {
  const known = indices.get(scenario);
  if (known) return known;
  const outgoing = new Map<string, ScenarioLink[]>();
  for (const link of scenario.links) {
    const links = outgoing.get(link.from);
    if (links) links.push(link);
    else outgoing.set(link.from, [link]);
  }
  const index: ScenarioIndex = {
    nodes: new Map(scenario.nodes.map((node) => [node.id, node])),
    links: new Map(scenario.links.map((link) => [link.id, link])),
    outgoing,
  };
  indices.set(scenario, index);
  return index;
}
