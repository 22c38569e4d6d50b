/** Many runs of a scenario, as the page orders them: the same plans as those of the command line, on web workers. */
import type { Report } from '../../analysis/report';
import type { Scenario } from '../../scenario/scenario';
import { Refusal } from '../../simulation/headless/refusal';
import { carryOut, type Reporting } from '../../simulation/many-runs/carry-out';
import { type Job, jobOf, type Wanted } from '../../simulation/many-runs/job';
import { runsIn, settingsAt } from '../../simulation/many-runs/plan';
import { fingerprintOf, type ReplicatedReport, summarize } from '../../simulation/many-runs/summarize';
import { TAB_LIMITS } from '../limits';
import { Cancelled, startCrew } from './crew';

export type { Failure } from '../../simulation/many-runs/carry-out';
export type { Job } from '../../simulation/many-runs/job';
export type { ReplicatedReport } from '../../simulation/many-runs/summarize';

/** What is planned, or the line that says why it cannot be. */
export type Planned = { readonly ok: true; readonly job: Job } | { readonly ok: false; readonly problem: string };

/** Plans so many replications of each point of a sweep. */
export function planRuns(scenario: Scenario, wanted: Wanted & { readonly replications: number }): Planned {
  try {
    const { plan, ground } = jobOf(scenario, wanted);
    return { ok: true, job: { plan, ground: { ...ground, options: { ...ground.options, limits: TAB_LIMITS } } } };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: error.message };
    throw error;
  }
}

/** The numbers of all runs of a plan, from 0. */
export const allRuns = ({ plan }: Job): number[] => Array.from({ length: runsIn(plan) }, (_, run) => run);

/** To which point of the sweep a run belongs, from 0. */
export const pointOf = ({ plan }: Job, run: number): number => Math.floor(run / (plan.replications ?? 1));

/** The report of a point from those of its runs that are finished, in the order of the runs; null while none is. */
export function reportOnPoint(
  { plan }: Job,
  point: number,
  reports: ReadonlyMap<number, Report>,
): ReplicatedReport | null {
  const each = plan.replications ?? 1;
  const finished = Array.from({ length: each }, (_, index) => reports.get(point * each + index)).filter(
    (report) => report !== undefined,
  );
  return finished.length === 0 ? null : summarize(finished);
}

/** The fingerprint of a whole sweep, from the reports of all its points: what the command line prints for the same plan. */
export const fingerprintOfSweep = ({ plan }: Job, points: readonly ReplicatedReport[]): string =>
  fingerprintOf(points.map((report, point) => ({ set: settingsAt(plan, point), ...report })));

/** Runs under way. */
export interface RunsUnderWay {
  /** True when all have been carried out, false when they were cancelled. Rejects when a worker breaks. */
  readonly done: Promise<boolean>;
  /** Ends the workers. What was reported by then stands. */
  cancel(): void;
}

/** Carries out runs of a plan on as many workers as the machine has processors for, and ends these afterwards. */
export function startRuns(
  job: Job,
  runs: readonly number[],
  reporting: Required<Reporting>,
  start: typeof startCrew = startCrew,
): RunsUnderWay {
  const crew = start(job.ground, runs.length);
  const carriedOut = async (): Promise<boolean> => {
    try {
      await carryOut(job.plan, runs, crew, reporting);
      return true;
    } catch (error) {
      if (error instanceof Cancelled) return false;
      throw error;
    } finally {
      await crew.close();
    }
  };
  return { done: carriedOut(), cancel: () => void crew.close() };
}
