import type { Report } from '../analysis/report';
import { ReportFold } from '../analysis/report-fold';
import { behaviours } from '../kinds/behaviours';
import type { Scenario } from '../scenario/scenario';
import { type Progress, Simulation } from './simulation';

export interface RunOptions {
  /** Virtual end, ms; the scenario's own if left out. */
  readonly untilMs?: number;
  /** What is left out of every statistic, ms from the start. */
  readonly warmupMs?: number;
  /** Instead of the scenario's. */
  readonly seed?: number;
}

/** A run met a limit: the scenario asks for more than a run may use up. */
export class RunStopped extends Error {
  constructor(
    readonly progress: Extract<Progress, { status: 'stopped' }>,
    atMs: number,
  ) {
    const what =
      progress.limit === 'frames'
        ? 'too many requests and messages in flight'
        : 'endlessly many events without time passing';
    super(`stopped at ${atMs} ms: ${what}${progress.node === null ? '' : `, most of them at "${progress.node}"`}`);
    this.name = 'RunStopped';
  }
}

/** How long a scenario without an end of its own runs when nobody says otherwise, ms. */
const DEFAULT_DURATION_MS = 120_000;

/** Runs a checked scenario to its end and reports. Throws {@link RunStopped} when it meets a limit. */
export function runScenario(scenario: Scenario, options: RunOptions = {}): Report {
  const seeded = options.seed === undefined ? scenario : { ...scenario, seed: options.seed };
  const untilMs = options.untilMs ?? scenario.durationMs ?? DEFAULT_DURATION_MS;
  const report = new ReportFold(seeded, { warmupMs: options.warmupMs });
  const simulation = new Simulation(seeded, behaviours, { subscribe: (trace) => trace.subscribe(report) });
  const progress = simulation.runUntil(untilMs);
  if (progress.status === 'stopped') throw new RunStopped(progress, simulation.nowMs);
  return report.finish(untilMs, { events: simulation.events, fingerprint: simulation.hash() });
}
