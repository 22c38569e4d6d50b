import { type Places, parseGoal } from '../../analysis/goals';
import type { Report } from '../../analysis/report';
import { Fingerprint } from '../../kernel/fingerprint';
import { estimate } from '../../kernel/statistics/confidence';
import { createTraceColumns } from '../../kernel/trace';
import { average, type HalfWidths } from './average';

/** The chance with which an interval covers the true mean. */
const LEVEL = 0.95;

/** Those parts of a report that differ from seed to seed and have figures in them. */
type Figures = Pick<Report, 'events' | 'clients' | 'nodes' | 'links' | 'messages' | 'goals'>;

/** How far the means of a report may be off. */
interface Confidence {
  readonly level: number;
  readonly replications: number;
  /** The true value lies within figure ± half-width, at that level. Infinity where one replication is all there is. */
  readonly halfWidth: HalfWidths<Figures>;
}

/** The report of several runs: every figure is a mean, and the fingerprint that of all runs together. */
export type ReplicatedReport = Report & { readonly confidence: Confidence };

/** Sums up the reports of replications of one scenario, of which there must be some. Their order counts. */
export function summarize(reports: readonly Report[]): ReplicatedReport {
  const { mean, halfWidth } = average(reports.map(figuresOf), LEVEL);
  return {
    ...reports[0],
    ...mean,
    goals: goalsOf(reports),
    fingerprint: fingerprintOf(reports),
    confidence: { level: LEVEL, replications: reports.length, halfWidth },
  };
}

const figuresOf = ({ events, clients, nodes, links, messages, goals }: Report): Figures => ({
  events,
  clients,
  nodes,
  links,
  messages,
  goals,
});

/** A goal holds if it does so for the mean; one that some replication had no figure for has none. */
function goalsOf(reports: readonly Report[]): Report['goals'] {
  const [first] = reports;
  const places = placesOf(first);
  return first.goals.map(({ text }, index) => {
    const goal = parseGoal(text, places);
    const value = estimate(
      reports.map((report) => report.goals[index].value),
      LEVEL,
    ).mean;
    return { text, value, holds: goal.ok && goal.value.holdsFor(value) };
  });
}

/** The ids that goals may name. */
export const placesOf = ({ clients, nodes, links }: Pick<Report, 'clients' | 'nodes' | 'links'>): Places => ({
  clients: new Set(Object.keys(clients)),
  nodes: new Set(Object.keys(nodes)),
  links: new Set(Object.keys(links)),
});

/** Hashes the fingerprints of several reports, in order, the way that the facts of a trace are hashed. */
export function fingerprintOf(reports: readonly Pick<Report, 'fingerprint'>[]): string {
  const columns = createTraceColumns(reports.length);
  reports.forEach(({ fingerprint }, row) => {
    columns.serial[row] = Number.parseInt(fingerprint.slice(0, 8), 16);
    columns.extra[row] = Number.parseInt(fingerprint.slice(8), 16);
  });
  const all = new Fingerprint();
  all.read(columns, 0, reports.length);
  return all.toString();
}
