import '../network/serving/operations-schema';
import type { GenericSchema } from 'valibot';
import type { Contract } from '../network/contracts/contract';
import type { KindCatalogue, KindDefinition } from '../network/kind';
import { check, checkSchema } from '../schema/check';
import { type Checked, describeValue, type Issue } from '../schema/issue';
import { AIMS, expectedOf, expectedOfLink } from './aims';
import { contractSchema } from './contract-schema';
import { strayContract, strayDeploy } from './contracts';
import { documentSchema, interventionSchema, linkSchema, nodeSchema, noteSchema } from './document-schema';
import { strayReferences } from './edit';
import { LIMITS } from './limits';
import { migrate } from './migrate';
import { plainCopy } from './plain-copy';
import type { Intervention, Note, Scenario, ScenarioLink, ScenarioNode } from './scenario';
import { linkFields, protocolsBetween } from './wiring';

type Params = Readonly<Record<string, unknown>>;

/** Where a node without a position goes: rows of six, so that no two lie on each other. */
const placeOf = (index: number) => ({ x: (index % 6) * 280, y: Math.floor(index / 6) * 200 });

/** Collects issues up to a limit. */
class Findings {
  readonly issues: Issue[] = [];

  add(path: string, expected: string, received: string): void {
    if (!this.full) this.issues.push({ path, expected, received });
  }
  get full(): boolean {
    return this.issues.length >= LIMITS.issues;
  }
  /** The value, or undefined after noting what is wrong with it, at paths that begin with `path`. */
  take<T>(checked: Checked<T>, path: string): T | undefined {
    if (checked.ok) return checked.value;
    for (const { path: inner, expected, received } of checked.issues) {
      const separator = inner === '' || inner.startsWith('[') ? '' : '.';
      this.add(`${path}${separator}${inner}`, expected, received);
    }
    return undefined;
  }
}

/** Checks the items of a list one after the other and refuses an id that came before. */
function takeItems<T extends { id: string }>(
  findings: Findings,
  name: string,
  values: readonly unknown[],
  schema: GenericSchema<unknown, T>,
): { item: T; path: string; index: number }[] {
  const seen = new Set<string>();
  return values.flatMap((value, index) => {
    if (findings.full) return [];
    const path = `${name}[${index}]`;
    const item = findings.take(checkSchema(schema, value), path);
    if (!item) return [];
    if (seen.has(item.id)) findings.add(`${path}.id`, 'an id that is used once', describeValue(item.id));
    seen.add(item.id);
    return [{ item, path, index }];
  });
}

const definitionIn = (catalogue: KindCatalogue, kind: string): KindDefinition | undefined =>
  Object.hasOwn(catalogue, kind) ? catalogue[kind] : undefined;

function takeNodes(findings: Findings, values: readonly unknown[], catalogue: KindCatalogue): ScenarioNode[] {
  return takeItems(findings, 'nodes', values, nodeSchema).map(({ item, path, index }) => {
    const definition = definitionIn(catalogue, item.kind);
    if (!definition) {
      findings.add(`${path}.kind`, `one of ${Object.keys(catalogue).sort().join(', ')}`, describeValue(item.kind));
    }
    const params = definition && findings.take(check(definition.params, item.params), `${path}.params`);
    return { ...item, position: item.position ?? placeOf(index), params: (params ?? {}) as Params };
  });
}

function takeLinks(
  findings: Findings,
  values: readonly unknown[],
  catalogue: KindCatalogue,
  nodes: ReadonlyMap<string, ScenarioNode>,
): ScenarioLink[] {
  return takeItems(findings, 'links', values, linkSchema).flatMap(({ item, path }): ScenarioLink[] => {
    const from = nodes.get(item.from);
    const to = nodes.get(item.to);
    if (!from) findings.add(`${path}.from`, 'the id of a node', describeValue(item.from));
    if (!to) findings.add(`${path}.to`, 'the id of a node', describeValue(item.to));
    if (from && from === to)
      findings.add(`${path}.to`, 'another node than where the link begins', describeValue(item.to));
    const caller = from && definitionIn(catalogue, from.kind);
    const callee = to && definitionIn(catalogue, to.kind);
    if (!caller || !callee || from === to) return [];

    const protocols: readonly string[] = protocolsBetween(caller, callee);
    const ends = `a ${caller.kind} and a ${callee.kind}`;
    if (protocols.length === 0) {
      findings.add(path, 'ends that share a protocol', ends);
      return [];
    }
    const protocol = item.protocol ?? protocols[0];
    if (!protocols.includes(protocol)) {
      findings.add(`${path}.protocol`, `one of ${protocols.join(', ')} between ${ends}`, describeValue(protocol));
    }
    const params = findings.take(check(linkFields(caller, callee), item.params), `${path}.params`);
    return [{ ...item, protocol, params: (params ?? {}) as Params }];
  });
}

function checkReferences(
  findings: Findings,
  nodes: readonly ScenarioNode[],
  links: readonly ScenarioLink[],
  contracts: readonly Contract[],
  catalogue: KindCatalogue,
): void {
  const outgoing = new Map<string, Set<string>>(nodes.map((node) => [node.id, new Set()]));
  for (const link of links) outgoing.get(link.from)?.add(link.id);
  for (const [index, node] of nodes.entries()) {
    const stray = strayReferences(catalogue[node.kind].params, node.params, outgoing.get(node.id) ?? new Set());
    findings.take({ ok: false, issues: stray }, `nodes[${index}].params`);
  }
  for (const [index, link] of links.entries()) {
    findings.take({ ok: false, issues: strayContract(contracts, link.params) }, `links[${index}].params`);
  }
}

function takeInterventions(
  findings: Findings,
  values: readonly unknown[],
  nodes: ReadonlyMap<string, ScenarioNode>,
  links: ReadonlySet<string>,
  scenario: Pick<Scenario, 'contracts' | 'links'>,
): Intervention[] {
  return values.flatMap((value, index): Intervention[] => {
    if (findings.full) return [];
    const path = `interventions[${index}]`;
    const intervention = findings.take(checkSchema(interventionSchema, value), path);
    if (!intervention) return [];
    const { action, target } = intervention;
    const aim = AIMS[action];
    if ('link' in target) {
      if (aim === 'node') findings.add(`${path}.target`, `a node to ${action}`, 'a link');
      else if (!links.has(target.link))
        findings.add(`${path}.target.link`, 'the id of a link', describeValue(target.link));
      const link = scenario.links.find(({ id }) => id === target.link);
      const expected = link ? expectedOfLink(action, link) : null;
      if (expected !== null) findings.add(`${path}.target.link`, expected, describeValue(target.link));
      return [intervention];
    }
    const node = nodes.get(target.node);
    if (aim === 'link') findings.add(`${path}.target`, `a link to ${action}`, 'a node');
    else if (!node) findings.add(`${path}.target.node`, 'the id of a node', describeValue(target.node));
    else {
      const expected = expectedOf(action, node);
      if (expected !== null) findings.add(`${path}.target.node`, expected, describeValue(target.node));
      if (action === 'deploy') findings.take({ ok: false, issues: strayDeploy(scenario, intervention) }, path);
    }
    return [intervention];
  });
}

const IN_LIST = /^(nodes|links|contracts|notes)\[(\d+)\]/;

/** The issues of a document, those within a component, a link … with its id. */
function named(issues: readonly Issue[], document: Readonly<Record<string, unknown>>): Issue[] {
  return issues.map((issue) => {
    const place = IN_LIST.exec(issue.path);
    const list = place && document[place[1]];
    const item: unknown = Array.isArray(list) ? list[Number(place?.[2])] : null;
    const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : null;
    return typeof id === 'string' && id !== '' ? { ...issue, of: id.slice(0, LIMITS.idLength) } : issue;
  });
}

/**
 * Checks a document from outside against the format and against the kinds, migrates it if it is of an older version,
 * and fills in every default. Takes anything, never throws; an issue's path is dotted from the document's root.
 */
export function checkScenario(json: unknown, catalogue: KindCatalogue): Checked<Scenario> {
  const plain = plainCopy(json);
  if (!plain.ok) return plain;
  const migrated = migrate(plain.value);
  if (!migrated.ok) return migrated;
  const document = checkSchema(documentSchema, migrated.value);
  if (!document.ok) return { ok: false, issues: document.issues.slice(0, LIMITS.issues) };

  const findings = new Findings();
  const nodes = takeNodes(findings, document.value.nodes, catalogue);
  const nodesById = new Map(nodes.map((node) => [node.id, node]));
  const links = takeLinks(findings, document.value.links, catalogue, nodesById);
  const notes: Note[] = takeItems(findings, 'notes', document.value.notes, noteSchema).map(({ item }) => item);
  const contracts = takeItems(findings, 'contracts', document.value.contracts, contractSchema).map(({ item }) => item);
  // References are looked at only when what they refer to is sound: one mistake should not be reported twice.
  if (findings.issues.length === 0) checkReferences(findings, nodes, links, contracts, catalogue);
  const linkIds = new Set(links.map((link) => link.id));
  const interventions =
    findings.issues.length === 0
      ? takeInterventions(findings, document.value.interventions, nodesById, linkIds, { contracts, links })
      : [];
  if (findings.issues.length > 0) return { ok: false, issues: named(findings.issues, { ...document.value }) };
  return { ok: true, value: { ...document.value, version: 1, nodes, links, contracts, notes, interventions } };
}
