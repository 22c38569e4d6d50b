import type { Checked } from '../schema/issue';
import type { ClientReport, LinkReport, MessagesReport, NodeReport, Report } from './report';

/** A report before its goals have been checked. */
export type Figures = Omit<Report, 'goals'>;

/** A goal as understood: where its figure stands, and when it holds. */
export interface Goal {
  readonly text: string;
  /** The figure, in ms, as a share (0 … 1), per second or as a count; NaN where nothing was measured. */
  readonly valueIn: (figures: Figures) => number;
  readonly holdsFor: (value: number) => boolean;
}

/** What a figure measures decides which units it may be compared in. */
type Dimension = 'duration' | 'share' | 'rate' | 'count';
const UNITS: Readonly<Record<Dimension, Readonly<Record<string, number>>>> = {
  duration: { '': 1, ms: 1, s: 1000, m: 60_000 },
  share: { '': 1, '%': 0.01 },
  rate: { '': 1, '/s': 1, 'per second': 1 },
  count: { '': 1 },
};

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '≤': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '≥': (value, bound) => value >= bound,
  '=': (value, bound) => value === bound,
};

/** A figure of a client, node or link; a place that has no such figure lacks the function. */
interface PlaceMeasure {
  readonly dimension: Dimension;
  readonly client?: (client: ClientReport) => number;
  readonly node?: (node: NodeReport) => number;
  readonly link?: (link: LinkReport) => number;
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : Number.NaN);
const measured = (count: number, value: number): number => (count > 0 ? value : Number.NaN);

type SojournFigure = keyof NodeReport['sojournMs'] & keyof LinkReport['latencyMs'];
const latency = (figure: SojournFigure): PlaceMeasure => ({
  dimension: 'duration',
  client: ({ ok, latencyMs }) => measured(ok, latencyMs[figure]),
  node: ({ completed, sojournMs }) => measured(completed, sojournMs[figure]),
  link: ({ ok, latencyMs }) => measured(ok, latencyMs[figure]),
});

/** What can be said "of" a client, node or link. */
const PLACE_MEASURES: Readonly<Record<string, PlaceMeasure>> = {
  mean: latency('mean'),
  p50: latency('p50'),
  p90: { dimension: 'duration', client: ({ ok, latencyMs }) => measured(ok, latencyMs.p90) },
  p95: latency('p95'),
  p99: latency('p99'),
  p999: { dimension: 'duration', client: ({ ok, latencyMs }) => measured(ok, latencyMs.p999) },
  max: {
    dimension: 'duration',
    client: ({ ok, latencyMs }) => measured(ok, latencyMs.max),
    node: ({ completed, sojournMs }) => measured(completed, sojournMs.max),
  },
  'failed share': {
    dimension: 'share',
    client: ({ failed, ok }) => ratio(failed, ok + failed),
    node: ({ failed, completed }) => ratio(failed, completed + failed),
    link: ({ failedBy, ok }) => {
      const failed = Object.values(failedBy).reduce((sum, count) => sum + count, 0);
      return ratio(failed, ok + failed);
    },
  },
  failed: { dimension: 'count', client: ({ failed }) => failed, node: ({ failed }) => failed },
  throughput: { dimension: 'rate', client: ({ throughputPerSec }) => throughputPerSec },
  utilization: { dimension: 'share', node: ({ utilization }) => utilization },
  'blocked share': { dimension: 'share', node: ({ blocked }) => blocked },
  'mean wait': { dimension: 'duration', node: ({ meanWaitMs }) => meanWaitMs },
  'mean queue': { dimension: 'count', node: ({ meanInQueue }) => meanInQueue },
  'max queue': { dimension: 'count', node: ({ maxInQueue }) => maxInQueue },
  downtime: { dimension: 'duration', node: ({ downMs }) => downMs },
  retries: { dimension: 'count', link: ({ retries }) => retries },
};

/** What can be counted of all messages together. */
const MESSAGE_MEASURES: Readonly<Record<string, keyof MessagesReport & string>> = {
  'lost messages': 'lost',
  'expired messages': 'expired',
  'dead-lettered messages': 'deadLettered',
  'redelivered messages': 'redelivered',
  'duplicated messages': 'duplicated',
  'held messages': 'held',
};

const GRAMMAR =
  /^(?<measure>[a-z][a-z0-9 -]*?)(?:\s+of\s+(?<place>\S.*?))?\s*(?<comparison><=|>=|[<>=≤≥])\s*(?<bound>\d+(?:\.\d+)?)\s*(?<unit>\S.*)?$/;

const list = (words: Iterable<string>): string => [...words].filter((word) => word !== '').join(', ');
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const refuse = (expected: string, received: string): Checked<never> => ({
  ok: false,
  issues: [{ path: '', expected, received: JSON.stringify(received) }],
});

/** Where ids can be looked up: in a scenario or, alike, in a report. */
export interface Places {
  readonly clients: ReadonlySet<string>;
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

/**
 * Understands a goal:
 *
 *     <measure> of <id> <comparison> <number> [unit]      p95 of shop < 300 ms
 *     <kind of> messages <comparison> <number>            lost messages = 0
 *
 * The id is a client's, node's or link's (in that order); comparisons are `<`, `<=`, `>`, `>=` and `=`. Durations are in
 * `ms` (or `s`, `m`), shares in `%` (or plain, 0 … 1), rates in `/s`. Measures: mean, p50, p90, p95, p99, p999, max (latency
 * of what succeeded), failed share, failed, throughput, utilization, blocked share, mean wait, mean queue, max queue,
 * downtime, retries; lost, expired, dead-lettered, redelivered, duplicated and held messages.
 */
export function parseGoal(text: string, places: Places): Checked<Goal> {
  const parts = GRAMMAR.exec(text.trim())?.groups;
  if (!parts) return refuse('a goal like "p95 of shop < 300 ms"', text);
  const measure = parts.measure.replace(/\s+/g, ' ');
  const found = parts.place === undefined ? messageFigure(measure) : placeFigure(measure, parts.place, places);
  if (!found.ok) return found;
  const units = UNITS[found.value.dimension];
  const factor = own(units, (parts.unit ?? '').trim());
  if (factor === undefined) {
    return refuse(Object.keys(units).length > 1 ? `a unit among ${list(Object.keys(units))}` : 'no unit', parts.unit);
  }
  const bound = Number(parts.bound) * factor;
  const compare = COMPARISONS[parts.comparison];
  const { valueIn } = found.value;
  return { ok: true, value: { text, valueIn, holdsFor: (value) => compare(value, bound) } };
}

interface Figure {
  readonly dimension: Dimension;
  readonly valueIn: Goal['valueIn'];
}

function messageFigure(measure: string): Checked<Figure> {
  const key = own(MESSAGE_MEASURES, measure);
  if (key !== undefined) {
    return { ok: true, value: { dimension: 'count', valueIn: ({ messages }) => Number(messages[key]) } };
  }
  if (own(PLACE_MEASURES, measure)) return refuse(`"${measure} of" and the id of a client, node or link`, measure);
  return refuse(`one of ${list([...Object.keys(PLACE_MEASURES), ...Object.keys(MESSAGE_MEASURES)])}`, measure);
}

function placeFigure(measure: string, id: string, places: Places): Checked<Figure> {
  const found = own(PLACE_MEASURES, measure);
  if (!found) return refuse(`one of ${list(Object.keys(PLACE_MEASURES))}`, measure);
  const { dimension, client, node, link } = found;
  if (client && places.clients.has(id)) {
    return { ok: true, value: { dimension, valueIn: ({ clients }) => client(clients[id]) } };
  }
  if (node && places.nodes.has(id)) {
    return { ok: true, value: { dimension, valueIn: ({ nodes }) => node(nodes[id]) } };
  }
  if (link && places.links.has(id)) {
    return { ok: true, value: { dimension, valueIn: ({ links }) => link(links[id]) } };
  }
  const kinds = [client && 'client', node && 'node', link && 'link'].filter(Boolean).join(' or ');
  return refuse(`the id of a ${kinds}`, id);
}

const placesOf = ({ clients, nodes, links }: Figures): Places => ({
  clients: new Set(Object.keys(clients)),
  nodes: new Set(Object.keys(nodes)),
  links: new Set(Object.keys(links)),
});

/** Checks goals against a report. One that makes no sense does not hold and has the value NaN. */
export function checkGoals(figures: Figures, texts: readonly string[]): Report['goals'] {
  const places = placesOf(figures);
  return texts.map((text) => {
    const goal = parseGoal(text, places);
    const value = goal.ok ? goal.value.valueIn(figures) : Number.NaN;
    return { text, value, holds: goal.ok && goal.value.holdsFor(value) };
  });
}
