import type { Scenario } from '../../scenario/scenario';
import { assign } from '../headless/assign';
import type { CommonGround } from '../headless/perform-task';
import { Refusal } from '../headless/refusal';
import { endOf } from '../run-end';
import { assignmentsOf, MOST_RUNS, type Plan, plannedScenario, pointsIn, runsIn, settingsAt } from './plan';

/** What is to be run, and its scenario. */
export interface Job {
  readonly plan: Plan;
  readonly ground: CommonGround;
}

/** What is to be made of a scenario, besides the scenario itself. */
export interface Wanted extends Pick<Plan, 'sweep'> {
  /** Instead of the scenario's end, ms. */
  readonly untilMs?: number;
  readonly warmupMs?: number;
  readonly replications?: number;
}

/** Plans the runs of a checked scenario. Throws {@link Refusal} where one of them could not be. */
export function jobOf(scenario: Scenario, { untilMs, warmupMs, replications, sweep }: Wanted): Job {
  const plan: Plan = {
    scenario: plannedScenario(scenario),
    untilMs: untilMs ?? null,
    warmupMs: warmupMs ?? 0,
    replications: replications ?? null,
    sweep,
  };
  const runs = runsIn(plan);
  if (runs > MOST_RUNS) throw Refusal.at('--sweep', `at most ${MOST_RUNS} runs in all`, `${runs}`);
  for (let point = 0; point < pointsIn(plan); point++) checkPoint(scenario, plan, point);
  return { plan, ground: { scenario, options: { untilMs, warmupMs } } };
}

/** Nothing is run before everything can be. */
function checkPoint(scenario: Scenario, plan: Plan, point: number): void {
  const endMs = endOf(assign(scenario, assignmentsOf(settingsAt(plan, point))), { untilMs: plan.untilMs ?? undefined });
  if (plan.warmupMs < endMs) return;
  throw Refusal.at('--warmup', `less than the end of the run, ${endMs} ms`, `${plan.warmupMs} ms`);
}
