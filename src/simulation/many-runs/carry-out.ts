import type { Report } from '../../analysis/report';
import { type Plan, runsIn, type Task, taskOf } from './plan';
import { decodeRecord, parseJson, type RunRecord } from './run-record';

/** A run met a limit. */
export interface Failure {
  /** The line that says so, with what tells this run from the others. */
  readonly problem: string;
  readonly limit: 'frames' | 'events' | 'kept';
  /** The limit's number. */
  readonly atMost: number;
  /** The node that is most to blame, by id. */
  readonly node: string | null;
  /** Virtual ms. */
  readonly atMs: number;
}

/** How a task ended: with an encoded record, or with why its run cannot be. */
export type TaskResult =
  | { readonly ok: true; readonly record: string }
  | { readonly ok: false; readonly failure: Failure };

/** Those who carry out tasks: so many threads, or whoever is there. */
export interface Runners {
  /** How many tasks they take at once. */
  readonly count: number;
  /** Rejects when the runners are interrupted or fail themselves. `onProgress` is told shares, 0 … 1. */
  perform(task: Task, onProgress: (share: number) => void): Promise<TaskResult>;
}

export interface Reporting {
  /** Told of every run when it is finished, in the order in which they are. */
  readonly onFinished?: (record: RunRecord) => void;
  /** Told of every run that cannot be. Where somebody is, those after it are carried out all the same. */
  readonly onFailed?: (run: number, failure: Failure) => void;
  /** Told what share of the tasks is done, 0 … 1, and how many are finished. */
  readonly onProgress?: (share: number, finished: number) => void;
}

export type CarriedOut =
  | { readonly ok: true; readonly reports: ReadonlyMap<number, Report> }
  | { readonly ok: false; readonly problem: string };

/**
 * Carries out runs of a plan, given by number in ascending order. They are begun in that order, and none is once one
 * has failed, unless failures are told; of those that fail the first in order counts. So the outcome is the same with
 * any number of runners.
 */
export async function carryOut(
  plan: Plan,
  runs: readonly number[],
  runners: Runners,
  { onFinished, onFailed, onProgress }: Reporting = {},
): Promise<CarriedOut> {
  const reports = new Map<number, Report>();
  const failures = new Map<number, string>();
  const shares = new Map<number, number>();
  let next = 0;

  const tell = () => {
    if (!onProgress) return;
    let done = reports.size + failures.size;
    for (const share of shares.values()) done += share;
    if (done < runs.length) onProgress(done / runs.length, reports.size + failures.size);
  };

  const perform = async (run: number): Promise<void> => {
    const result = await runners.perform(taskOf(plan, run), (share) => {
      shares.set(run, share);
      tell();
    });
    shares.delete(run);
    if (!result.ok) {
      failures.set(run, result.failure.problem);
      onFailed?.(run, result.failure);
      tell();
      return;
    }
    const record = decodeRecord(parseJson(result.record), runsIn(plan));
    if (!record) throw new Error(`run ${run} gave no report`);
    reports.set(run, record.report);
    onFinished?.(record);
    tell();
  };

  const runner = async (): Promise<void> => {
    while (next < runs.length && (failures.size === 0 || onFailed)) await perform(runs[next++]);
  };
  await Promise.all(Array.from({ length: runners.count }, runner));

  for (const run of runs) {
    const problem = failures.get(run);
    if (problem !== undefined) return { ok: false, problem };
  }
  return { ok: true, reports };
}
