/** What reports say, in the words and units of queueing theory. */
import type { NodeReport, Report } from '../../analysis/report';
import { type Figure, figure, UNIT_MS } from './experiment';

const units = (ms: number): number => ms / UNIT_MS;
const measured = ({ untilMs, warmupMs }: Report): number => units(untilMs - warmupMs);
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

type OfNode = (node: NodeReport, report: Report) => number;
const ofNode =
  (read: OfNode) =>
  (name: string, id: string, theory: number, slack = 0): Figure =>
    figure(name, theory, (report) => read(report.nodes[id], report), slack);

export const sojourn = ofNode((node) => units(node.sojournMs.mean));
export const wait = ofNode((node) => units(node.meanWaitMs));
export const inQueue = ofNode((node) => node.meanInQueue);
export const inSystem = ofNode((node) => node.meanInSystem);
export const utilization = ofNode((node) => node.utilization);
export const probWait = ofNode((node) => node.probWait);
export const losses = ofNode((node) => share(node.failed, node.arrived));
/** Completions a unit of time. */
export const nodeThroughput = ofNode((node, report) => node.completed / measured(report));
/** Of all that arrived, whether they were served in the end or gave up. */
export const probWaitOfAll = ofNode((node) => share(node.probWait * node.completed + node.failed, node.arrived));
/** The mean number in the queue over the arrival rate: Little's law over all arrivals. */
export const waitOfAll = ofNode((node, report) => share(node.meanInQueue * measured(report), node.arrived));

/** How far percentiles may be off, relative: the sketch that they are read from has buckets of 1.6 % at the most, and interpolates. */
const SKETCH = 0.004;

export const sojournPercentiles = (id: string, expected: Readonly<Record<string, number>>): Figure[] =>
  (['50', '95', '99'] as const).map((percent) =>
    ofNode((node) => units(node.sojournMs[`p${percent}`]))(
      `p${percent} of sojourn`,
      id,
      expected[percent],
      SKETCH * expected[percent],
    ),
  );

/**
 * Those percentiles that the report of a node leaves out and that of its client has. For clients of one station whose
 * links take no time and all of whose requests are served: their latency is the sojourn.
 */
export const outerPercentiles = (client: string, expected: Readonly<Record<string, number>>): Figure[] => [
  clientPercentile('p90 of sojourn', 'p90', client, expected['90']),
  clientPercentile('p99.9 of sojourn', 'p999', client, expected['99.9']),
];

/** Of the wait before a service that always takes the same time: what is left of such a client's latency without that. */
export const waitPercentiles = (
  client: string,
  service: number,
  expected: Readonly<Record<string, number>>,
): Figure[] =>
  (
    [
      ['50', 'p50'],
      ['90', 'p90'],
      ['95', 'p95'],
      ['99', 'p99'],
      ['99.9', 'p999'],
    ] as const
  )
    // Where more do not wait than that, any share of them may not.
    .filter(([percent]) => expected[percent] > 0)
    .map(([percent, key]) => clientPercentile(`p${percent} of wait`, key, client, expected[percent], service));

/** @param less what every request takes besides */
const clientPercentile = (
  name: string,
  key: 'p50' | 'p90' | 'p95' | 'p99' | 'p999',
  client: string,
  theory: number,
  less = 0,
): Figure =>
  figure(name, theory, ({ clients }) => units(clients[client].latencyMs[key]) - less, SKETCH * (theory + less));

export const response = (name: string, client: string, theory: number, slack = 0): Figure =>
  figure(name, theory, ({ clients }) => units(clients[client].latencyMs.mean), slack);

export const responsePercentile = (percentile: 'p50' | 'p99', client: string, theory: number): Figure =>
  clientPercentile(`${percentile} of response`, percentile, client, theory);

/** Answers a unit of time. */
export const throughput = (name: string, client: string, theory: number, slack = 0): Figure =>
  figure(name, theory, ({ clients }) => (clients[client].throughputPerSec * UNIT_MS) / 1000, slack);
