import type { Job } from '../many-runs/job';
import { type AnyReport, reportOn } from '../many-runs/many-reports';
import { assignmentsOf, runsIn, settingsAt } from '../many-runs/plan';
import { mergeShards, type ShardFile } from '../many-runs/shard-report';
import { RunStopped, runScenario } from '../run-scenario';
import { assign } from './assign';
import type { FileText } from './input';
import { planJob } from './job';
import { HELP, type MergeRequest, parseOptions } from './options';
import { printed } from './printed';
import { Refusal } from './refusal';
import { runMany } from './run-many';
import type { Outcome, Surroundings } from './surroundings';

/** Does what a command line asks for. */
export async function headlessRun(args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  try {
    const request = parseOptions(args);
    if (request === null) return { exitCode: 0, output: HELP, complaints: [] };
    if ('merge' in request) return printed(merge(request, surroundings), request);
    const job = await planJob(request, surroundings);
    const isOne = runsIn(job.plan) === 1 && !request.shard && request.state === undefined;
    return isOne ? printed(runOnce(job, surroundings), request) : await runMany(job, request, surroundings);
  } catch (error) {
    if (error instanceof Refusal) return { exitCode: 2, output: '', complaints: [error.message] };
    if (error instanceof RunStopped) return { exitCode: 2, output: '', complaints: [`the run ${error.message}`] };
    throw error;
  }
}

/** A run alone needs neither threads nor a way to send its report. */
function runOnce({ plan, ground }: Job, { onProgress }: Surroundings): AnyReport {
  const scenario = assign(ground.scenario, assignmentsOf(settingsAt(plan, 0)));
  const report = runScenario(scenario, { ...ground.options, onProgress: onProgress && ((share) => onProgress(share)) });
  return reportOn(plan, new Map([[0, report]]));
}

function merge({ merge: paths }: MergeRequest, { readLargeFile }: Surroundings): AnyReport {
  const merged = mergeShards(filesAt(paths, readLargeFile));
  if (!merged.ok) throw Refusal.of(merged.issues);
  return reportOn(merged.value.plan, merged.value.reports);
}

/** One file after the other, so that they need not all be in memory as texts. */
function* filesAt(paths: readonly string[], read: (path: string) => FileText): Generator<ShardFile> {
  for (const path of paths) {
    const file = read(path);
    if (!file.ok) throw Refusal.at(path, "a shard's report", file.problem);
    yield { name: path, text: file.text };
  }
}
