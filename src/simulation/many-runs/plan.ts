import type { Scenario } from '../../scenario/scenario';

/** A parameter that runs through several values. */
export interface Axis {
  /** As in an assignment: `nodes.orders.params.concurrency`. */
  readonly path: string;
  /** What is assigned to it, one after the other: plain JSON. */
  readonly values: readonly unknown[];
}

/** What of a scenario a report depends on; where things stand on the canvas and what they are called there does not count. */
export type PlannedScenario = Omit<Scenario, 'description' | 'notes' | 'view' | 'lesson' | 'nodes'> & {
  readonly nodes: readonly Pick<Scenario['nodes'][number], 'id' | 'kind' | 'params'>[];
};

/**
 * Many runs of one scenario: for each point of a grid so many replications. Plain JSON. Equal plans have equal reports,
 * however the runs are spread over threads, machines and days.
 *
 * Runs are numbered from 0: the points in order, the last axis turning fastest, and within a point its replications.
 */
export interface Plan {
  /** With the seed and all else that holds where the axes say nothing. */
  readonly scenario: PlannedScenario;
  /** Instead of the scenario's end, ms. */
  readonly untilMs: number | null;
  readonly warmupMs: number;
  /** Null: each point is run once, and there is nothing to take means of. */
  readonly replications: number | null;
  readonly sweep: readonly Axis[];
}

/** More runs than these nobody waits for. */
export const MOST_RUNS = 100_000;

/** Takes from a checked scenario what a report depends on. */
export function plannedScenario({ description, notes, view, lesson, nodes, ...rest }: Scenario): PlannedScenario {
  return { ...rest, nodes: nodes.map(({ id, kind, params }) => ({ id, kind, params })) };
}

/** How many points the grid has; 1 without a sweep. */
export const pointsIn = ({ sweep }: Pick<Plan, 'sweep'>): number =>
  sweep.reduce((product, { values }) => product * values.length, 1);

/** How often each point is run. */
const runsOfPoint = ({ replications }: Pick<Plan, 'replications'>): number => replications ?? 1;

export const runsIn = (plan: Pick<Plan, 'sweep' | 'replications'>): number => pointsIn(plan) * runsOfPoint(plan);

/** What a point of the grid assigns, by path, in the order of the axes. */
export function settingsAt({ sweep }: Pick<Plan, 'sweep'>, point: number): Readonly<Record<string, unknown>> {
  const settings: [string, unknown][] = [];
  let rest = point;
  for (const { path, values } of sweep.toReversed()) {
    settings.unshift([path, values[rest % values.length]]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(settings);
}

/** One run of a plan, as it is handed to whoever carries it out. */
export interface Task {
  /** Its number in the plan. */
  readonly run: number;
  /** What its point assigns to the scenario: `path=value`. */
  readonly assignments: readonly string[];
  /** How far its seed is from the scenario's. */
  readonly replication: number;
}

export function taskOf(plan: Plan, run: number): Task {
  const each = runsOfPoint(plan);
  const settings = settingsAt(plan, Math.floor(run / each));
  return { run, assignments: assignmentsOf(settings), replication: run % each };
}

/** Settings as assignments. */
export const assignmentsOf = (settings: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(settings).map(([path, value]) => `${path}=${JSON.stringify(value)}`);

const SEEDS = 2 ** 32;

/** Seeds that differ at all give independent streams: each replication takes the next one, and after 2³² − 1 comes 0. */
export const seedOf = (firstSeed: number, replication: number): number => (firstSeed + replication) % SEEDS;
