import type { Report } from '../analysis/report';
import '../analysis/delivery/with-messages';
import './with-faults';
import { ReportFold } from '../analysis/report-fold';
import type { TraceFold } from '../kernel/trace';
import { behaviours } from '../kinds/behaviours';
import type { Scenario } from '../scenario/scenario';
import { endOf } from './run-end';
import { type Progress, Simulation } from './simulation';
import type { Limits } from './world';

export interface RunOptions {
  /** Virtual end, ms; the scenario's own if left out. */
  readonly untilMs?: number;
  /** What is left out of every statistic, ms from the start. */
  readonly warmupMs?: number;
  /** Instead of the scenario's. */
  readonly seed?: number;
  /** Where the run shall be stopped sooner than usual. */
  readonly limits?: Limits;
  /** Sees every fact of the run. */
  readonly witness?: TraceFold;
  /** Told now and then what share of the run is done, 0 … 1. */
  readonly onProgress?: (share: number) => void;
}

/** 1,000,000 for a million. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const TOO_MANY = {
  frames: 'requests and messages in flight',
  events: 'events within a millisecond',
  kept: 'messages kept in logs',
} as const;

const ADVICE = {
  frames: 'take the load down, or bound what may wait there',
  events: 'take the load down, or see what goes round there without a pause',
  kept: 'take the load down, keep messages for a shorter time, or end the run sooner',
} as const;

/** A run met a limit: the scenario asks for more than a run may use up. */
export class RunStopped extends Error {
  constructor(
    readonly progress: Extract<Progress, { status: 'stopped' }>,
    /** Virtual ms. */
    readonly atMs: number,
  ) {
    const { limit, atMost, node } = progress;
    const where = node === null ? '' : `, most of them at "${node}"`;
    super(
      `stopped at ${Math.round(atMs)} ms: more than ${grouped(atMost)} ${TOO_MANY[limit]}${where}; ${ADVICE[limit]}`,
    );
    this.name = 'RunStopped';
  }
}

/** So many events pass between two tellings of the progress: a fraction of a second. */
const EVENTS_AT_ONCE = 50_000;

/** Runs a checked scenario to its end and reports. Throws {@link RunStopped} when it meets a limit. */
export function runScenario(scenario: Scenario, options: RunOptions = {}): Report {
  const seeded = options.seed === undefined ? scenario : { ...scenario, seed: options.seed };
  const untilMs = endOf(scenario, options);
  const report = new ReportFold(seeded, { warmupMs: options.warmupMs });
  const simulation = new Simulation(seeded, behaviours, {
    limits: options.limits,
    subscribe: (trace) => {
      trace.subscribe(report);
      if (options.witness) trace.subscribe(options.witness);
    },
  });
  let progress = simulation.runUntil(untilMs, EVENTS_AT_ONCE);
  while (progress.status === 'paused') {
    options.onProgress?.(simulation.nowMs / untilMs);
    progress = simulation.runUntil(untilMs, EVENTS_AT_ONCE);
  }
  if (progress.status === 'stopped') throw new RunStopped(progress, simulation.nowMs);
  return report.finish(untilMs, { events: simulation.events, fingerprint: simulation.hash() });
}
