import { type Job, jobOf } from '../many-runs/job';
import { assign } from './assign';
import { readScenario, type Sources } from './input';
import type { RunRequest } from './options';
import { readSweep } from './sweep';

/** Understands what a request asks to be run. Throws a refusal. */
export async function planJob(request: RunRequest, sources: Sources): Promise<Job> {
  const assigned = assign(await readScenario(request.input, sources), request.assignments);
  const scenario = request.seed === undefined ? assigned : { ...assigned, seed: request.seed };
  return jobOf(scenario, { ...request, sweep: readSweep(scenario, request.sweep) });
}
