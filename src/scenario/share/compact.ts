/**
 * Version 1 of what is inside a link: the document as one list of columns, without defaults. FROZEN like the dictionary:
 * `expand` must go on reading what has ever been written. Columns, because like stands next to like and compresses best;
 * the kinds' parameters keep their names, so that a kind may gain fields without a new version of the link.
 */
import type { KindCatalogue } from '../../network/kind';
import { LIMITS } from '../limits';
import { sameJson } from '../same';
import type { Intervention, Scenario, ScenarioLink, ScenarioNode } from '../scenario';
import { linkFields } from '../wiring';
import { leaveOutDefaults } from './leave-out-defaults';

/** Thrown by `expand` at what `compact` never wrote. */
export class Damaged extends Error {}

const PROTOCOLS: readonly string[] = ['rest', 'grpc', 'sql', 'amqp'];
/** Grids that nodes may all lie on, canvas units; 0: none. */
const GRID = 8;

/** The field that each action has of its own, if it has one. */
const OWN_FIELD: Readonly<Record<string, string | undefined>> = {
  slow: 'factor',
  cut: 'way',
  loss: 'share',
  errors: 'share',
  rate: 'ratePerSec',
  spike: 'factor',
  send: 'count',
  scale: 'replicas',
  starve: 'share',
  delay: 'byMs',
  poison: 'count',
  lagMember: 'member',
  scaleConsumers: 'consumers',
  crashMember: 'member',
  skewClock: 'byMs',
};

/** Top-level fields that have no column of their own, with the defaults that are left out. */
const REST = { view: {}, contracts: [], zones: [], notes: [], goals: [], lesson: null } as const;

const numbered = (kind: string, number: number) => (number === 1 ? kind : `${kind}-${number}`);

function numberIn(text: string, prefix: string): number | null {
  if (!text.startsWith(prefix)) return null;
  const digits = text.slice(prefix.length);
  return /^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : null;
}

/** 0 for the number after the one before; else the number itself. */
class Counter {
  private last = 0;

  write(number: number): number {
    const told = number === this.last + 1 ? 0 : number;
    this.last = number;
    return told;
  }
  read(told: number): number {
    this.last = told === 0 ? this.last + 1 : told;
    return this.last;
  }
}

/** A counter for each kind: most ids are the kind's name and the next number. */
function counters(): (kind: string) => Counter {
  const all = new Map<string, Counter>();
  return (kind) => {
    const counter = all.get(kind) ?? new Counter();
    all.set(kind, counter);
    return counter;
  };
}

const differences = (numbers: readonly number[]) => numbers.map((number, i) => number - (i === 0 ? 0 : numbers[i - 1]));

function sums(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/** Without the zeros at the end, which reading puts back. */
function trimmed<T>(column: readonly T[]): T[] {
  let length = column.length;
  while (length > 0 && column[length - 1] === 0) length--;
  return column.slice(0, length);
}

function nodeIds(nodes: readonly ScenarioNode[]): (string | number)[] {
  const counterOf = counters();
  return nodes.map(({ id, kind }) => {
    const number = id === kind ? 1 : numberIn(id, `${kind}-`);
    return number === null || numbered(kind, number) !== id ? id : counterOf(kind).write(number);
  });
}

function linkIds(links: readonly ScenarioLink[]): (string | number)[] {
  const counter = new Counter();
  return links.map(({ id, from, to }) => {
    const number = numberIn(id, 'l');
    if (number !== null) return counter.write(number);
    return id === `${from}-${to}` ? '' : id;
  });
}

function interventionRow(
  intervention: Intervention,
  nodes: ReadonlyMap<string, number>,
  links: ReadonlyMap<string, number>,
): unknown[] {
  const { atMs, action, target, durationMs } = intervention;
  const place = 'node' in target ? (nodes.get(target.node) ?? 0) : -1 - (links.get(target.link) ?? 0);
  if (intervention.action === 'deploy') {
    const { contract, version, rollMs } = intervention;
    return [atMs, action, place, durationMs, [contract, version, rollMs]];
  }
  if (intervention.action === 'resetOffsets') {
    const { group, topic, to, value } = intervention;
    return [atMs, action, place, durationMs, [group, topic, to, value]];
  }
  const own = OWN_FIELD[action];
  const value = own ? (intervention as unknown as Record<string, unknown>)[own] : undefined;
  if (value !== undefined) return [atMs, action, place, durationMs, value];
  return durationMs === null ? [atMs, action, place] : [atMs, action, place, durationMs];
}

/** A checked scenario as compact JSON data. */
export function compact(scenario: Scenario, catalogue: KindCatalogue): unknown[] {
  const { nodes, links } = scenario;
  const rowOf = new Map(nodes.map((node, index) => [node.id, index]));
  const linkRow = new Map(links.map((link, index) => [link.id, index]));
  const row = (id: string) => rowOf.get(id) ?? 0;
  const kindAt = (id: string) => catalogue[nodes[row(id)].kind];

  const kinds = [...new Set(nodes.map((node) => node.kind))];
  const xs = nodes.map((node) => node.position.x);
  const ys = nodes.map((node) => node.position.y);
  const onGrid = [...xs, ...ys].every((place) => place % GRID === 0);
  const places = (column: readonly number[]) => (onGrid ? differences(column.map((place) => place / GRID)) : column);
  const targets = links.map((link) => row(link.to));

  const rest = Object.fromEntries(
    Object.entries(REST).flatMap(([name, initial]) => {
      const value = scenario[name as keyof typeof REST];
      return sameJson(value, initial) ? [] : [[name, value]];
    }),
  );
  return [
    scenario.version,
    scenario.title,
    scenario.description,
    scenario.seed,
    scenario.durationMs,
    kinds,
    nodes.map((node) => kinds.indexOf(node.kind)),
    trimmed(nodeIds(nodes)),
    onGrid ? GRID : 0,
    places(xs),
    places(ys),
    nodes.map((node) => node.label),
    nodes.map((node) => leaveOutDefaults(catalogue[node.kind].params, node.params)),
    trimmed(linkIds(links)),
    links.map((link, index) => row(link.from) - targets[index]),
    differences(targets),
    links.map((link) => {
      const known = PROTOCOLS.indexOf(link.protocol);
      return known < 0 ? link.protocol : known;
    }),
    links.map((link) => leaveOutDefaults(linkFields(kindAt(link.from), kindAt(link.to)), link.params)),
    scenario.interventions.map((intervention) => interventionRow(intervention, rowOf, linkRow)),
    rest,
  ];
}

const list = (value: unknown, maxLength: number): unknown[] => {
  if (!Array.isArray(value) || value.length > maxLength) throw new Damaged();
  return value;
};
const numbersIn = (value: unknown, length: number): number[] => {
  const column = list(value, length);
  if (column.length !== length || !column.every((item) => typeof item === 'number')) throw new Damaged();
  return column as number[];
};
const itemAt = <T>(items: readonly T[], index: number): T => {
  if (!Number.isInteger(index) || index < 0 || index >= items.length) throw new Damaged();
  return items[index];
};

/**
 * The document that `compact` was given, for `checkScenario` to check: here only what is needed to take it apart is
 * looked at. Throws {@link Damaged} at anything else.
 */
export function expand(data: unknown): Record<string, unknown> {
  const columns = list(data, 20);
  if (columns.length !== 20) throw new Damaged();
  const [version, title, description, seed, durationMs] = columns;
  const kinds = list(columns[5], LIMITS.nodes);
  const nodeKinds = list(columns[6], LIMITS.nodes) as number[];
  const nodeCount = nodeKinds.length;
  const ids = list(columns[7], nodeCount);
  const grid = columns[8];
  if (grid !== 0 && grid !== GRID) throw new Damaged();
  const places = (column: unknown) => {
    const numbers = numbersIn(column, nodeCount);
    return grid === 0 ? numbers : sums(numbers).map((place) => place * grid);
  };
  const xs = places(columns[9]);
  const ys = places(columns[10]);
  const labels = list(columns[11], nodeCount);
  const nodeParams = list(columns[12], nodeCount);

  const counterOf = counters();
  const nodes = nodeKinds.map((kindIndex, index) => {
    const kind = String(itemAt(kinds, kindIndex));
    const told = ids[index] ?? 0;
    const id = typeof told === 'number' ? numbered(kind, counterOf(kind).read(told)) : told;
    return { id, kind, label: labels[index], position: { x: xs[index], y: ys[index] }, params: nodeParams[index] };
  });

  const toSteps = list(columns[15], LIMITS.links);
  const linkCount = toSteps.length;
  const targets = sums(numbersIn(toSteps, linkCount));
  const sources = numbersIn(columns[14], linkCount).map((offset, index) => targets[index] + offset);
  const toldLinkIds = list(columns[13], linkCount);
  const protocols = list(columns[16], linkCount);
  const linkParams = list(columns[17], linkCount);
  const linkCounter = new Counter();
  const links = targets.map((target, index) => {
    const from = itemAt(nodes, sources[index]).id;
    const to = itemAt(nodes, target).id;
    const told = toldLinkIds[index] ?? 0;
    const id = typeof told === 'number' ? `l${linkCounter.read(told)}` : told === '' ? `${from}-${to}` : told;
    const protocol = protocols[index];
    return {
      id,
      from,
      to,
      protocol: typeof protocol === 'number' ? itemAt(PROTOCOLS, protocol) : protocol,
      params: linkParams[index],
    };
  });

  const interventions = list(columns[18], LIMITS.interventions).map((value) => {
    const [atMs, action, place, endsAfterMs = null, amount] = list(value, 5);
    if (typeof place !== 'number') throw new Damaged();
    const target = place >= 0 ? { node: itemAt(nodes, place).id } : { link: itemAt(links, -1 - place).id };
    if (action === 'deploy') {
      const [contract, version, rollMs] = list(amount, 3);
      return { atMs, action, target, durationMs: endsAfterMs, contract, version, rollMs };
    }
    if (action === 'resetOffsets') {
      const [group, topic, to, resetTo] = list(amount, 4);
      return { atMs, action, target, durationMs: endsAfterMs, group, topic, to, value: resetTo };
    }
    const own = typeof action === 'string' && Object.hasOwn(OWN_FIELD, action) ? OWN_FIELD[action] : undefined;
    return { atMs, action, target, durationMs: endsAfterMs, ...(own && amount !== undefined ? { [own]: amount } : {}) };
  });

  const rest = columns[19];
  if (typeof rest !== 'object' || rest === null || Array.isArray(rest)) throw new Damaged();
  return { ...rest, version, title, description, seed, durationMs, nodes, links, interventions };
}
