/**
 * What a visitor does to a scenario besides arranging it, as pure functions. Each takes a checked scenario and gives a
 * checked one: what an edit orphans (links of a removed node, routes over a removed link, interventions on either) goes
 * with it. An edit that changes nothing gives back the same object.
 */
import '../network/serving/operations-schema';
import type { Contract } from '../network/contracts/contract';
import type { KindCatalogue } from '../network/kind';
import { check, checkSchema } from '../schema/check';
import type { Issue } from '../schema/issue';
import { hasMembers, idsOf, placeWithin, replace, setField, withoutOrphans } from './arrange';
import { contractSchema } from './contract-schema';
import { contractOf, strayContract, withContracts } from './contracts';
import { many } from './document-parts';
import { LIMITS } from './limits';
import { mapLinks } from './references';
import { sameJson } from './same';
import type { Intervention, Scenario, ScenarioLink, ScenarioNode } from './scenario';
import { linkFields, protocolsBetween, type WiringRefusal, wiringRefusal } from './wiring';
import { withoutMembers } from './zones';

type Params = Readonly<Record<string, unknown>>;
type Position = ScenarioNode['position'];

/** `base`, or the first of `base-2`, `base-3` … that is free. */
function freshId(base: string, taken: ReadonlySet<string>): string {
  const stem = base.slice(0, LIMITS.idLength - 6);
  for (let number = 1; ; number++) {
    const id = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** The first of `l1`, `l2` … that is greater than all there are, so that a removed link's id does not come back at once. */
function nextLinkNumber(links: readonly ScenarioLink[]): number {
  let highest = 0;
  for (const { id } of links) {
    const number = /^l(\d{1,9})$/.exec(id);
    if (number) highest = Math.max(highest, Number(number[1]));
  }
  return highest + 1;
}

/** Whether a node consists of replicas that come and go. */
export const hasReplicas = (node: ScenarioNode): boolean => 'replicas' in node.params && 'graceMs' in node.params;

/** Whether a node keeps entries that it can lose: `flush` means something there. */
export const hasCache = (node: ScenarioNode): boolean => 'eviction' in node.params;

/** Whether a node writes to a disk: `fillDisk` means something there. */
export const hasDisk = (node: ScenarioNode): boolean => 'poolSize' in node.params;

/** Whether whoever has subscribed to it can begin again with the first event. */
export const hasHistory = (node: ScenarioNode): boolean => 'snapshotEvery' in node.params;

/** Whether a node has topics, with offsets of groups that can be moved. */
export const hasTopics = ({ params }: ScenarioNode): boolean => 'topics' in params && 'brokers' in params;

/** Whether groups read logs there, and can go on somewhere else: `resetOffsets` means something there. */
export const hasOffsets = (node: ScenarioNode): boolean => hasTopics(node) || 'structures' in node.params;

/** Whether a node keeps its logs on several brokers, of which one may fall behind. */
export const hasReplicatedLogs = (node: ScenarioNode): boolean => hasTopics(node) && hasMembers(node);

/** Whether a node has queues that can be emptied: `purge` means something there. */
export const hasQueues = ({ params }: ScenarioNode): boolean =>
  ('queues' in params && 'bindings' in params) || 'structures' in params;

/** Whether a node has dead-letter queues that can be sent back: `redrive` means something there. */
export const hasDeadLetters = (node: ScenarioNode): boolean => 'queues' in node.params && 'topics' in node.params;

/** Whether requests come into the system at a node by a process: `spike` means something there. */
export const hasArrivals = (node: ScenarioNode): boolean => 'arrivals' in node.params;

/** Whether requests come into the system at a node: `send` means something there. */
export const sendsRequests = (node: ScenarioNode): boolean => hasArrivals(node) || 'schedule' in node.params;

/** Adds a node with its kind's defaults. Null: there is no such kind, or the scenario is full. */
export function addNode(
  scenario: Scenario,
  catalogue: KindCatalogue,
  kind: string,
  position: Position,
): { scenario: Scenario; id: string } | null {
  const definition = Object.hasOwn(catalogue, kind) ? catalogue[kind] : undefined;
  if (!definition || scenario.nodes.length >= LIMITS.nodes) return null;
  const id = freshId(kind, idsOf(scenario.nodes));
  const node: ScenarioNode = {
    id,
    kind,
    label: '',
    position: placeWithin(position),
    params: definition.params.default as Params,
  };
  return { scenario: { ...scenario, nodes: [...scenario.nodes, node] }, id };
}

/** How far copies lie from their originals, canvas units. */
const COPY_OFFSET = 32;

/** Nodes and links among them with the contracts that these keep, to be put into a scenario as copies. */
export interface Fragment {
  readonly nodes: readonly ScenarioNode[];
  readonly links: readonly ScenarioLink[];
  readonly contracts: readonly Contract[];
}

/** The nodes with these ids and the links among them. */
export function fragmentOf(scenario: Scenario, nodeIds: readonly string[]): Fragment {
  const wanted = new Set(nodeIds);
  const links = scenario.links.filter((link) => wanted.has(link.from) && wanted.has(link.to));
  const kept = new Set(links.map((link) => contractOf(link)?.contract));
  return {
    nodes: scenario.nodes.filter((node) => wanted.has(node.id)),
    links,
    contracts: scenario.contracts.filter(({ id }) => kept.has(id)),
  };
}

/** Contracts with those of a fragment that are not among them. One of the same id is taken for the same. */
function joined(contracts: Scenario['contracts'], more: Fragment['contracts']): Scenario['contracts'] {
  const known = idsOf(contracts);
  const others = more.filter(({ id }) => !known.has(id)).slice(0, LIMITS.contracts - contracts.length);
  return others.length === 0 ? contracts : [...contracts, ...others];
}

/**
 * Puts in copies with ids of their own, and the contracts that they need. What a copy's parameters say about links outside
 * the fragment is left out.
 */
export function paste(
  scenario: Scenario,
  catalogue: KindCatalogue,
  { nodes: originals, links: inner, contracts: more }: Fragment,
): { scenario: Scenario; ids: string[] } {
  const fits =
    scenario.nodes.length + originals.length <= LIMITS.nodes && scenario.links.length + inner.length <= LIMITS.links;
  if (originals.length === 0 || !fits) return { scenario, ids: [] };

  const taken = idsOf(scenario.nodes);
  const nodeCopy = new Map<string, string>();
  for (const node of originals) {
    const copy = freshId(node.id.replace(/-\d+$/, ''), taken);
    taken.add(copy);
    nodeCopy.set(node.id, copy);
  }
  const firstLink = nextLinkNumber(scenario.links);
  const linkCopy = new Map(inner.map((link, index) => [link.id, `l${firstLink + index}`]));

  const nodes = originals.map((node) => ({
    ...node,
    id: nodeCopy.get(node.id) as string,
    position: placeWithin({ x: node.position.x + COPY_OFFSET, y: node.position.y + COPY_OFFSET }),
    params: mapLinks(catalogue[node.kind].params, node.params, (link) => linkCopy.get(link) ?? null),
  }));
  const contracts = joined(scenario.contracts, more);
  const links = inner.map((link) => ({
    ...withContracts(link, contracts),
    id: linkCopy.get(link.id) as string,
    from: nodeCopy.get(link.from) as string,
    to: nodeCopy.get(link.to) as string,
  }));
  return {
    scenario: { ...scenario, nodes: [...scenario.nodes, ...nodes], links: [...scenario.links, ...links], contracts },
    ids: nodes.map((node) => node.id),
  };
}

/** Copies nodes and the links among them. */
export const duplicate = (scenario: Scenario, catalogue: KindCatalogue, nodeIds: readonly string[]) =>
  paste(scenario, catalogue, fragmentOf(scenario, nodeIds));

export type Connected =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly refusal: WiringRefusal };

/** Adds a link with the defaults of what it joins, or says why not. */
export function connect(
  scenario: Scenario,
  catalogue: KindCatalogue,
  from: string,
  to: string,
): { scenario: Scenario; result: Connected } {
  const refusal = wiringRefusal(scenario, catalogue, from, to);
  if (refusal) return { scenario, result: { ok: false, refusal } };
  const kindOf = (id: string) => catalogue[(scenario.nodes.find((node) => node.id === id) as ScenarioNode).kind];
  const [caller, callee] = [kindOf(from), kindOf(to)];
  const link: ScenarioLink = {
    id: `l${nextLinkNumber(scenario.links)}`,
    from,
    to,
    protocol: protocolsBetween(caller, callee)[0],
    params: linkFields(caller, callee).default as Params,
  };
  return { scenario: { ...scenario, links: [...scenario.links, link] }, result: { ok: true, id: link.id } };
}

/** Removes nodes with all their links, and links; what named any of them forgets it. */
export function remove(
  scenario: Scenario,
  catalogue: KindCatalogue,
  { nodes = [], links = [] }: { readonly nodes?: readonly string[]; readonly links?: readonly string[] },
): Scenario {
  const goneNodes = new Set(nodes);
  const goneLinks = new Set(links);
  const keptLinks = scenario.links.filter(
    (link) => !goneLinks.has(link.id) && !goneNodes.has(link.from) && !goneNodes.has(link.to),
  );
  const keptNodes = scenario.nodes.filter((node) => !goneNodes.has(node.id));
  if (keptLinks.length === scenario.links.length && keptNodes.length === scenario.nodes.length) return scenario;

  const alive = idsOf(keptLinks);
  const callers = new Set(scenario.links.filter((link) => !alive.has(link.id)).map((link) => link.from));
  const rewired = keptNodes.map((node) =>
    callers.has(node.id)
      ? {
          ...node,
          params: mapLinks(catalogue[node.kind].params, node.params, (link) => (alive.has(link) ? link : null)),
        }
      : node,
  );
  const zones = withoutMembers(scenario.zones, (node) => goneNodes.has(node));
  return withoutOrphans({ ...scenario, nodes: rewired, links: keptLinks, zones });
}

export type Edited = { readonly scenario: Scenario; readonly issues: readonly Issue[] };

/** Replaces a node's parameters if they pass the kind's check (and name only links that leave the node); else says what is wrong. */
export function setNodeParams(scenario: Scenario, catalogue: KindCatalogue, id: string, params: unknown): Edited {
  const node = scenario.nodes.find((candidate) => candidate.id === id);
  if (!node) return { scenario, issues: [] };
  const fields = catalogue[node.kind].params;
  const checked = check(fields, params);
  if (!checked.ok) return { scenario, issues: checked.issues };
  const value = checked.value as Params;
  const issues = strayReferences(fields, value, new Set(linksFrom(scenario.links, id)));
  if (issues.length > 0 || sameJson(value, node.params)) return { scenario, issues };
  const nodes = replace(scenario.nodes, id, (before) => ({ ...before, params: value }));
  return { scenario: withoutOrphans({ ...scenario, nodes }), issues: [] };
}

const linksFrom = (links: readonly ScenarioLink[], node: string) =>
  links.filter((link) => link.from === node).map((link) => link.id);

/** The references in a node's parameters that name no link leaving that node. */
export function strayReferences(
  fields: Parameters<typeof mapLinks>[0],
  params: Params,
  outgoing: ReadonlySet<string>,
): Issue[] {
  const issues: Issue[] = [];
  mapLinks(fields, params, (link, path) => {
    if (!outgoing.has(link)) {
      issues.push({ path, expected: 'the id of a link that leaves this node', received: JSON.stringify(link) });
    }
    return link;
  });
  return issues;
}

const endsOf = (scenario: Scenario, catalogue: KindCatalogue, link: ScenarioLink) => {
  const definitionOf = (id: string) => catalogue[(scenario.nodes.find((node) => node.id === id) as ScenarioNode).kind];
  return [definitionOf(link.from), definitionOf(link.to)] as const;
};

/** Replaces a link's parameters if they pass the check of what it joins; else says what is wrong. */
export function setLinkParams(scenario: Scenario, catalogue: KindCatalogue, id: string, params: unknown): Edited {
  const link = scenario.links.find((candidate) => candidate.id === id);
  if (!link) return { scenario, issues: [] };
  const checked = check(linkFields(...endsOf(scenario, catalogue, link)), params);
  if (!checked.ok) return { scenario, issues: checked.issues };
  const value = checked.value as Params;
  const issues = strayContract(scenario.contracts, value);
  if (issues.length > 0 || sameJson(value, link.params)) return { scenario, issues };
  const links = replace(scenario.links, id, (before) => ({ ...before, params: value }));
  return { scenario: withoutOrphans({ ...scenario, links }), issues: [] };
}

const contractsSchema = many(contractSchema, LIMITS.contracts);

/**
 * Replaces the contracts if they pass their check; else says what is wrong. Links forget a contract that is gone, and
 * speak the newest version instead of one that is.
 */
export function setContracts(scenario: Scenario, contracts: unknown): Edited {
  const checked = checkSchema(contractsSchema, contracts);
  if (!checked.ok) return { scenario, issues: checked.issues };
  const { value } = checked;
  if (sameJson(value, scenario.contracts)) return { scenario, issues: [] };
  const links = scenario.links.map((link) => withContracts(link, value));
  return { scenario: withoutOrphans({ ...scenario, contracts: value, links }), issues: [] };
}

/** Lets a link speak another protocol, if both of its ends do. */
export function setLinkProtocol(scenario: Scenario, catalogue: KindCatalogue, id: string, protocol: string): Scenario {
  const link = scenario.links.find((candidate) => candidate.id === id);
  if (!link || link.protocol === protocol) return scenario;
  const allowed: readonly string[] = protocolsBetween(...endsOf(scenario, catalogue, link));
  if (!allowed.includes(protocol)) return scenario;
  return { ...scenario, links: replace(scenario.links, id, (before) => ({ ...before, protocol })) };
}

export const setTitle = (scenario: Scenario, title: string): Scenario =>
  setField(scenario, 'title', title.slice(0, LIMITS.titleLength));

export const setDescription = (scenario: Scenario, description: string): Scenario =>
  setField(scenario, 'description', description.slice(0, LIMITS.descriptionLength));

/** Takes a whole number from 0 to 2³²−1; anything else changes nothing. */
export const setSeed = (scenario: Scenario, seed: number): Scenario =>
  Number.isInteger(seed) && seed >= 0 && seed <= LIMITS.seed ? setField(scenario, 'seed', seed) : scenario;

/** Takes a number of milliseconds that a document may have, or null for "until stopped"; anything else changes nothing. */
export const setDurationMs = (scenario: Scenario, durationMs: number | null): Scenario =>
  durationMs === null || (durationMs >= LIMITS.leastDurationMs && durationMs <= LIMITS.durationMs)
    ? setField(scenario, 'durationMs', durationMs)
    : scenario;

/** Puts other zones in place of those that there are. */
export const setZones = (scenario: Scenario, zones: Scenario['zones']): Scenario =>
  setField(scenario, 'zones', zones.slice(0, LIMITS.zones));

/** Puts another list in place of the interventions; what concerns nothing that is there is left out. */
export const setInterventions = (scenario: Scenario, interventions: readonly Intervention[]): Scenario =>
  withoutOrphans({ ...scenario, interventions: interventions.slice(0, LIMITS.interventions) });

export const clearInterventions = (scenario: Scenario): Scenario =>
  scenario.interventions.length === 0 ? scenario : { ...scenario, interventions: [] };
