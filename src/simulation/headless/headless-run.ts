import { TraceArchive } from '../../analysis/archive/trace-archive';
import { exportOtlp } from '../../analysis/otlp/otlp-export';
import type { Job } from '../many-runs/job';
import { type AnyReport, reportOn } from '../many-runs/many-reports';
import { assignmentsOf, runsIn, settingsAt } from '../many-runs/plan';
import { mergeShards, type ShardFile } from '../many-runs/shard-report';
import { RunStopped, runScenario } from '../run-scenario';
import { assign } from './assign';
import type { FileText } from './input';
import { planJob } from './job';
import { HELP, type MergeRequest, parseOptions, type RunRequest } from './options';
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
    if (isOne) return runOnce(job, request, surroundings);
    if (request.trace !== undefined) throw Refusal.at('--trace', 'a single run', 'many');
    return await runMany(job, request, surroundings);
  } catch (error) {
    if (error instanceof Refusal) return { exitCode: 2, output: '', complaints: [error.message] };
    if (error instanceof RunStopped) return { exitCode: 2, output: '', complaints: [`the run ${error.message}`] };
    throw error;
  }
}

/** What a trace may take of the memory, bytes. */
const TRACE_BYTES = 512 * 1024 * 1024;

/** What every trace begins with. */
const TRACE_BEGINS = '{"resourceSpans":[';

/** A run alone needs neither threads nor a way to send its report. */
function runOnce({ plan, ground }: Job, request: RunRequest, surroundings: Surroundings): Outcome {
  const { onProgress } = surroundings;
  const scenario = assign(ground.scenario, assignmentsOf(settingsAt(plan, 0)));
  const places = Math.max(scenario.nodes.length, scenario.links.length);
  const traced = request.trace !== undefined && {
    // What cannot be written is better refused before the run than after it.
    file: surroundings.createText(request.trace, TRACE_BEGINS),
    archive: new TraceArchive(places, TRACE_BYTES),
  };
  const report = runScenario(scenario, {
    ...ground.options,
    witness: traced ? traced.archive : undefined,
    onProgress: onProgress && ((share) => onProgress(share)),
  });
  const outcome = printed(reportOn(plan, new Map([[0, report]])), request);
  if (!traced) return outcome;
  const { archive, file } = traced;
  exportOtlp(archive, scenario, report.untilMs, file.write);
  file.close();
  const { thinned, completeFromMs, oneIn } = archive.coverage;
  const notice = `--trace ${request.trace}: all requests since ${Math.ceil(completeFromMs)} ms, and one in ${oneIn} of those before`;
  return thinned ? { ...outcome, complaints: [...outcome.complaints, notice] } : outcome;
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
