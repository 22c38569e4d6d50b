import { parseGoal } from '../../analysis/goals';
import type { Report } from '../../analysis/report';
import type { Scenario } from '../../scenario/scenario';
import { endOf, type RunOptions, RunStopped, runScenario } from '../run-scenario';
import { assign } from './assign';
import { figure } from './figure';
import { readScenario, type Sources } from './input';
import { HELP, parseOptions, type RunRequest } from './options';
import { Refusal } from './refusal';
import { placesOf, type ReplicatedReport, replicate } from './replicate';
import { reportTable } from './report-table';

/** What surrounds a headless run. */
export interface Surroundings extends Sources {
  /** Told now and then what share of the work is done, 0 … 1. */
  readonly onProgress?: (share: number) => void;
}

/** How a headless run ended. */
export interface Outcome {
  /** 0: it ran. 1: a goal did not hold, which was asked for. 2: refused. */
  readonly exitCode: 0 | 1 | 2;
  /** For standard output: the report and nothing else. */
  readonly output: string;
  /** For standard error, one line each. */
  readonly complaints: readonly string[];
}

/** Does what a command line asks for. */
export async function headlessRun(args: readonly string[], surroundings: Surroundings): Promise<Outcome> {
  try {
    const request = parseOptions(args);
    if (request === null) return { exitCode: 0, output: HELP, complaints: [] };
    const scenario = assign(await readScenario(request.input, surroundings), request.assignments);
    const report = run(scenario, request, surroundings);
    const complaints = request.check ? failedGoals(report) : [];
    return { exitCode: complaints.length === 0 ? 0 : 1, output: print(report, request), complaints };
  } catch (error) {
    if (error instanceof Refusal) return { exitCode: 2, output: '', complaints: [error.message] };
    if (error instanceof RunStopped) return { exitCode: 2, output: '', complaints: [`the run ${error.message}`] };
    throw error;
  }
}

function run(scenario: Scenario, request: RunRequest, { onProgress }: Surroundings): Report | ReplicatedReport {
  const { untilMs, warmupMs, seed, replications } = request;
  const options: RunOptions = { untilMs, warmupMs, seed, onProgress };
  const endMs = endOf(scenario, options);
  if (warmupMs !== undefined && warmupMs >= endMs) {
    throw Refusal.at('--warmup', `less than the end of the run, ${endMs} ms`, `${warmupMs} ms`);
  }
  return replications === undefined ? runScenario(scenario, options) : replicate(scenario, replications, options);
}

function print(report: Report | ReplicatedReport, { format }: RunRequest): string {
  return format === 'table' ? reportTable(report) : `${JSON.stringify(report, null, 2)}\n`;
}

function failedGoals(report: Report): string[] {
  const places = placesOf(report);
  return report.goals
    .filter(({ holds }) => !holds)
    .map(({ text, value }) => {
      const goal = parseGoal(text, places);
      if (!goal.ok)
        return Refusal.of(goal.issues.map((issue) => ({ ...issue, path: `goal ${JSON.stringify(text)}` }))).message;
      const measured = Number.isNaN(value) ? 'nothing was measured' : `it is ${figure(value)}`;
      return `goal ${JSON.stringify(text)} does not hold: ${measured}`;
    });
}
