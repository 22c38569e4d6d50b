/** Scenarios and runs of them, as every theme needs them. */
import { TraceArchive } from '../../analysis/archive/trace-archive';
import '../../analysis/delivery/with-messages';
import { LiveFigures } from '../../analysis/live-figures';
import type { TraceFold } from '../../kernel/trace';
import { behaviours } from '../../kinds/behaviours';
import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import { checkScenario } from '../../scenario/check-scenario';
import { explainIssue } from '../../scenario/explain-issue';
import type { Scenario } from '../../scenario/scenario';
import { Simulation } from '../simulation';
import '../with-faults';
import { cpuMs } from './timing';

export function scenarioOf(json: unknown): Scenario {
  const checked = checkScenario(json, catalogue);
  if (!checked.ok) throw new Error(checked.issues.map(explainIssue).join('\n'));
  return checked.value;
}

/** How many places a trace of the scenario can name. */
export const placesOf = ({ nodes, links }: Scenario): number => Math.max(nodes.length, links.length);

/** Everything that reads the trace in the page's worker, without the picture. */
export function pageFolds(scenario: Scenario): { readonly folds: readonly TraceFold[]; close(): void } {
  const archive = new TraceArchive(placesOf(scenario));
  return { folds: [new LiveFigures(scenario), archive], close: () => archive.close() };
}

/** More than any benchmark has under way. */
const MOST_FRAMES = 4_000_000;

/** A run at its beginning. It always has its fingerprint; `folds` read the trace as well. */
export const simulate = (scenario: Scenario, folds: readonly TraceFold[] = []): Simulation =>
  new Simulation(scenario, behaviours, {
    limits: { maxFrames: MOST_FRAMES },
    subscribe: (trace) => {
      for (const fold of folds) trace.subscribe(fold);
    },
  });

/** Runs a scenario as the page does; how long that took, and how many events it was. */
export function runAsThePage(
  scenario: Scenario,
  untilMs: number,
  timed = cpuMs,
): { readonly ms: number; readonly events: number } {
  const { folds, close } = pageFolds(scenario);
  const simulation = simulate(scenario, folds);
  const ms = timed(() => simulation.runUntil(untilMs));
  // As the page does, before the next run.
  close();
  return { ms, events: simulation.events };
}
