import type { Scenario } from '../../scenario/scenario';
import type { Runners, TaskResult } from '../many-runs/carry-out';
import { seedOf, type Task } from '../many-runs/plan';
import { encodeRecord } from '../many-runs/run-record';
import { type RunOptions, RunStopped, runScenario } from '../run-scenario';
import { assign } from './assign';

/** What all tasks of a plan have in common: plain data, for a thread. */
export interface CommonGround {
  readonly scenario: Scenario;
  readonly options: Pick<RunOptions, 'untilMs' | 'warmupMs' | 'limits'>;
}

/** Carries out one run of a plan whose points have been checked. A run that meets a limit is a result, too. */
export function performTask(
  { scenario, options }: CommonGround,
  { run, assignments, replication }: Task,
  onProgress?: (share: number) => void,
): TaskResult {
  const changed = assign(scenario, assignments);
  const seed = seedOf(changed.seed, replication);
  try {
    return { ok: true, record: encodeRecord({ run, report: runScenario(changed, { ...options, seed, onProgress }) }) };
  } catch (error) {
    if (!(error instanceof RunStopped)) throw error;
    const which = [...assignments, `seed ${seed}`].join(', ');
    const { limit, atMost, node } = error.progress;
    const problem = `the run with ${which} ${error.message}`;
    return { ok: false, failure: { problem, limit, atMost, node, atMs: error.atMs } };
  }
}

/** Carries out tasks one after the other, here. */
export const performHere = (ground: CommonGround): Runners => ({
  count: 1,
  perform: (task, onProgress) => Promise.resolve(performTask(ground, task, onProgress)),
});
