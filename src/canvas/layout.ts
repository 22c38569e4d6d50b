import { kindViews } from '../kinds/views';
import type { Scenario, ScenarioNode } from '../scenario/scenario';
import { type Box, type Curve, linkCurve } from './link-curve';
import { scenarioIndex } from './scenario-index';

const boxes = new WeakMap<ScenarioNode, Box>();

/** Where a node is drawn. The same object for as long as the node is the same. */
export function boxOf(node: ScenarioNode): Box {
  const known = boxes.get(node);
  if (known) return known;
  const box = { ...node.position, ...kindViews[node.kind].size };
  boxes.set(node, box);
  return box;
}

/** The curves of all links between existing nodes, by link id. */
export function curvesOf(scenario: Scenario): ReadonlyMap<string, Curve> {
  const { nodes } = scenarioIndex(scenario);
  const curves = new Map<string, Curve>();
  for (const link of scenario.links) {
    const from = nodes.get(link.from);
    const to = nodes.get(link.to);
    if (from && to) curves.set(link.id, linkCurve(boxOf(from), boxOf(to)));
  }
  return curves;
}
