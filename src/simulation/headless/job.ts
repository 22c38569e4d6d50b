import type { Scenario } from '../../scenario/scenario';
import { assignmentsOf, MOST_RUNS, type Plan, plannedScenario, pointsIn, runsIn, settingsAt } from '../many-runs/plan';
import { endOf } from '../run-scenario';
import { assign } from './assign';
import { readScenario, type Sources } from './input';
import type { RunRequest } from './options';
import type { CommonGround } from './perform-task';
import { Refusal } from './refusal';
import { readSweep } from './sweep';

/** What is to be run, and its scenario. */
export interface Job {
  readonly plan: Plan;
  readonly ground: CommonGround;
}

/** Understands what a request asks to be run. Throws {@link Refusal}. */
export async function planJob(request: RunRequest, sources: Sources): Promise<Job> {
  const { untilMs, warmupMs, seed, replications } = request;
  const assigned = assign(await readScenario(request.input, sources), request.assignments);
  const scenario = seed === undefined ? assigned : { ...assigned, seed };
  const plan: Plan = {
    scenario: plannedScenario(scenario),
    untilMs: untilMs ?? null,
    warmupMs: warmupMs ?? 0,
    replications: replications ?? null,
    sweep: readSweep(scenario, request.sweep),
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
