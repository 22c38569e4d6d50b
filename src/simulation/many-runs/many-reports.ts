import type { Report } from '../../analysis/report';
import { type Axis, type Plan, pointsIn, settingsAt } from './plan';
import { fingerprintOf, type ReplicatedReport, summarize } from './summarize';

/** What a point of a sweep gave, and what it had assigned, by path. */
export type SweepRow = { readonly set: Readonly<Record<string, unknown>> } & (Report | ReplicatedReport);

/** The reports of all points of a sweep, in the order of the grid. */
export interface SweepReport {
  readonly version: 1;
  readonly title: string;
  /** Of each point's first run. */
  readonly seed: number;
  /** Of all rows together. */
  readonly fingerprint: string;
  readonly sweep: readonly Axis[];
  readonly rows: readonly SweepRow[];
}

export type AnyReport = Report | ReplicatedReport | SweepReport;

/** The report of a plan from the reports of all its runs, by number. */
export function reportOn(plan: Plan, reports: ReadonlyMap<number, Report>): AnyReport {
  const { scenario, sweep, replications } = plan;
  const each = replications ?? 1;
  const reportAt = (point: number): Report | ReplicatedReport => {
    const ofPoint = Array.from({ length: each }, (_, index) => reportOf(reports, point * each + index));
    return replications === null ? ofPoint[0] : summarize(ofPoint);
  };
  if (sweep.length === 0) return reportAt(0);
  const rows = Array.from({ length: pointsIn(plan) }, (_, point) => ({
    set: settingsAt(plan, point),
    ...reportAt(point),
  }));
  const { title, seed } = scenario;
  return { version: 1, title, seed, fingerprint: fingerprintOf(rows), sweep, rows };
}

function reportOf(reports: ReadonlyMap<number, Report>, run: number): Report {
  const report = reports.get(run);
  if (!report) throw new Error(`run ${run} has no report`);
  return report;
}
