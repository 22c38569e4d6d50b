/**
 * What may be done to a scenario as soon as it is seen, as pure functions: it is moved, renamed, looked at and run.
 * What else can be done to it (`edit.ts`) comes when there is time.
 */
import { strayDeploy } from './contracts';
import { LIMITS } from './limits';
import { sameJson } from './same';
import type { Intervention, Scenario, ScenarioNode, View } from './scenario';
import { zonesOf } from './zones';

/** What a visitor starts from when starting from nothing. */
export const EMPTY_SCENARIO: Scenario = {
  version: 1,
  title: '',
  description: '',
  seed: 42,
  durationMs: 120_000,
  nodes: [],
  links: [],
  contracts: [],
  zones: [],
  notes: [],
  interventions: [],
  goals: [],
  view: {},
  lesson: null,
};

/** The ids of a list. */
export const idsOf = (items: readonly { readonly id: string }[]) => new Set(items.map((item) => item.id));

/** Whether a `rate` intervention means anything for a node: only where its arrivals have one rate. */
export function takesRate(node: ScenarioNode): boolean {
  const arrivals = node.params.arrivals;
  return typeof arrivals === 'object' && arrivals !== null && 'ratePerSec' in arrivals;
}

/** Whether a node is a cluster: `crashMember` means something there. */
export const hasMembers = ({ params }: ScenarioNode): boolean =>
  (typeof params.nodes === 'number' && params.nodes > 1) || (typeof params.brokers === 'number' && params.brokers > 1);

/** What only some nodes of a kind take, by parameters that an edit may change. */
const FITS: { readonly [A in Intervention['action']]?: (node: ScenarioNode) => boolean } = {
  rate: takesRate,
  crashMember: hasMembers,
  lagMember: hasMembers,
};

function concerns(intervention: Intervention, nodes: ReadonlyMap<string, ScenarioNode>, links: ReadonlySet<string>) {
  if ('link' in intervention.target) return links.has(intervention.target.link);
  const node = nodes.get(intervention.target.node);
  return node !== undefined && (FITS[intervention.action]?.(node) ?? true);
}

/** Drops the interventions whose target is gone or can no longer be changed that way. */
export function withoutOrphans(scenario: Scenario): Scenario {
  const nodes = new Map(scenario.nodes.map((node) => [node.id, node]));
  const links = idsOf(scenario.links);
  const interventions = scenario.interventions.filter(
    (intervention) =>
      concerns(intervention, nodes, links) &&
      (intervention.action !== 'deploy' || strayDeploy(scenario, intervention).length === 0),
  );
  return interventions.length === scenario.interventions.length ? scenario : { ...scenario, interventions };
}

/** A list with one of its items changed. */
export const replace = <T extends { readonly id: string }>(
  items: readonly T[],
  id: string,
  change: (item: T) => T,
): T[] => items.map((item) => (item.id === id ? change(item) : item));

/** A scenario with one of its fields changed. */
export const setField = <K extends keyof Scenario>(scenario: Scenario, name: K, value: Scenario[K]): Scenario =>
  sameJson(scenario[name], value) ? scenario : { ...scenario, [name]: value };

export interface Move {
  readonly id: string;
  readonly position: ScenarioNode['position'];
}

const inBounds = (coordinate: number) => Math.min(Math.max(coordinate, -LIMITS.coordinate), LIMITS.coordinate);

/** The nearest place that a document may have something at. */
export const placeWithin = ({ x, y }: Move['position']): Move['position'] => ({ x: inBounds(x), y: inBounds(y) });

/** Moves nodes, at most to the end of the canvas. */
export function moveNodes(scenario: Scenario, moves: readonly Move[]): Scenario {
  const targets = new Map(moves.map((move) => [move.id, placeWithin(move.position)]));
  let moved = false;
  const nodes = scenario.nodes.map((node) => {
    const position = targets.get(node.id);
    if (!position || sameJson(position, node.position)) return node;
    moved = true;
    return { ...node, position };
  });
  return moved ? { ...scenario, nodes } : scenario;
}

export function renameNode(scenario: Scenario, id: string, label: string): Scenario {
  const shortened = label.slice(0, LIMITS.labelLength);
  const node = scenario.nodes.find((candidate) => candidate.id === id);
  if (!node || node.label === shortened) return scenario;
  return { ...scenario, nodes: replace(scenario.nodes, id, (before) => ({ ...before, label: shortened })) };
}

export const setView = (scenario: Scenario, view: Partial<View>): Scenario =>
  setField(scenario, 'view', { ...scenario.view, ...view });

/**
 * Appends an intervention. The order of the list is part of what a run records, so a recorded one always goes to the
 * end, wherever its moment lies; beyond the limit it is not recorded.
 */
export const recordIntervention = (scenario: Scenario, intervention: Intervention): Scenario =>
  scenario.interventions.length >= LIMITS.interventions
    ? scenario
    : withoutOrphans({ ...scenario, interventions: [...scenario.interventions, intervention] });

/** Whether two scenarios may run differently: everything counts except names, places and what the page remembers. */
export function runsAlike(a: Scenario, b: Scenario): boolean {
  const alike = <T>(left: readonly T[], right: readonly T[], same: (x: T, y: T) => boolean) =>
    left === right || (left.length === right.length && left.every((item, index) => same(item, right[index])));
  return (
    a.seed === b.seed &&
    a.durationMs === b.durationMs &&
    alike(a.nodes, b.nodes, (x, y) => x.id === y.id && x.kind === y.kind && x.params === y.params) &&
    alike(a.links, b.links, (x, y) => x === y) &&
    alike(a.interventions, b.interventions, (x, y) => x === y) &&
    a.contracts === b.contracts &&
    // What they are called and how they look is no matter.
    (a.zones === b.zones || alike(zonesOf(a), zonesOf(b), (x, y) => sameJson(x.nodes, y.nodes)))
  );
}
