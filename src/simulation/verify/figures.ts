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

/** Percentiles are read from a sketch whose buckets are this far apart, relative. */
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

export const response = (name: string, client: string, theory: number, slack = 0): Figure =>
  figure(name, theory, ({ clients }) => units(clients[client].latencyMs.mean), slack);

export const responsePercentile = (percentile: 'p50' | 'p99', client: string, theory: number): Figure =>
  figure(
    `${percentile} of response`,
    theory,
    ({ clients }) => units(clients[client].latencyMs[percentile]),
    SKETCH * theory,
  );

/** Answers a unit of time. */
export const throughput = (name: string, client: string, theory: number, slack = 0): Figure =>
  figure(name, theory, ({ clients }) => (clients[client].throughputPerSec * UNIT_MS) / 1000, slack);
