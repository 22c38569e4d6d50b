import type { Report } from '../../analysis/report';
import { carryOut } from '../many-runs/carry-out';
import type { Job } from '../many-runs/job';
import { journalHeader, readJournal } from '../many-runs/journal';
import { reportOn } from '../many-runs/many-reports';
import { type Plan, runsIn } from '../many-runs/plan';
import { encodeRecord } from '../many-runs/run-record';
import { runsOfShard } from '../many-runs/shard';
import { formatShardReport } from '../many-runs/shard-report';
import type { RunRequest } from './options';
import { performHere } from './perform-task';
import { printed } from './printed';
import { Refusal } from './refusal';
import { Interrupted, type Outcome, type Surroundings } from './surroundings';

/** Carries out what a file does not keep already, and reports on all of it. */
export async function runMany(
  { plan, ground }: Job,
  request: RunRequest,
  surroundings: Surroundings,
): Promise<Outcome> {
  const { shard, state, jobs } = request;
  const { startCrew, onProgress } = surroundings;
  const all = runsIn(plan);
  const runs = runsOfShard(shard ?? { number: 1, of: 1 }, all);
  const reports = new Map<number, Report>();
  const journal = state === undefined ? null : openJournal(state, plan, surroundings);
  for (const run of runs) {
    const kept = journal?.kept.get(run);
    if (kept) reports.set(run, kept);
  }
  const kept = reports.size;
  const remaining = runs.filter((run) => !reports.has(run));
  const crew = remaining.length > 0 ? startCrew?.(ground, { wanted: jobs, tasks: remaining.length }) : undefined;
  try {
    const done = await carryOut(plan, remaining, crew ?? performHere(ground), {
      onFinished: (record) => {
        journal?.append(encodeRecord(record));
        reports.set(record.run, record.report);
      },
      onProgress: (share, finished) => {
        const total = runs.length;
        onProgress?.((kept + share * remaining.length) / total, { finished: kept + finished, total });
      },
    });
    if (!done.ok) return { exitCode: 2, output: '', complaints: [done.problem] };
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const complaint = explainInterruption(reports.size, runs.length, state);
    return { exitCode: error.exitCode, output: '', complaints: [complaint] };
  } finally {
    await crew?.close();
  }
  if (!shard) return printed(reportOn(plan, reports), request);
  const records = runs.flatMap((run) => {
    const report = reports.get(run);
    return report ? [{ run, report }] : [];
  });
  return { exitCode: 0, output: formatShardReport({ shard, plan, runs: records }), complaints: [] };
}

/** The finished runs of a plan in a file, and a way to add to them. */
function openJournal(path: string, plan: Plan, surroundings: Surroundings) {
  const file = surroundings.openLines(path);
  const kept = readJournal(file.lines, file.unfinished, plan);
  if (!kept.ok) {
    throw Refusal.of(
      kept.issues.map((issue) => ({ ...issue, path: `--state ${path}${issue.path === '' ? '' : `, ${issue.path}`}` })),
    );
  }
  if (file.lines.length === 0) file.append(journalHeader(plan));
  return { kept: kept.value, append: (line: string) => file.append(line) };
}

const explainInterruption = (finished: number, total: number, state: string | undefined): string =>
  state === undefined
    ? `interrupted after ${finished} of ${total} runs; --state <file> would have kept them`
    : `interrupted: ${finished} of ${total} runs are kept in ${state}, and the same command goes on from there`;
