import type { InterventionTarget } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { fetchWhenIdle } from '../ui/when-idle';
import type { Faults } from './faults';
import { pulseSoon } from './pulse';

/** How faults are worked out; null: it is not there yet. A scenario to which nothing is done needs none of it. */
let work: typeof import('./faults') | null = null;

const fetch = async () => {
  if (work !== null) return;
  work = await import('./faults');
  pulseSoon();
};
fetchWhenIdle(fetch);

let of: unknown = null;
let fromMs = Infinity;
let untilMs = Infinity;
let faults: ReadonlyMap<string, Faults> = new Map();

/** The faults in force on a node or link at the playhead; worked out for all of them, and only where they change. */
export function currentFaults(target: InterventionTarget): Faults | undefined {
  const { scenario } = useDocument.getState();
  const { interventions } = scenario;
  if (interventions.length === 0) return;
  if (work === null) {
    // Whoever asks is told again; when it fails, the next one to ask fetches it.
    fetch().catch(() => {});
    return;
  }
  const atMs = live.latest()?.atMs ?? -1;
  if (interventions !== of || atMs < fromMs || atMs >= untilMs) {
    of = interventions;
    fromMs = atMs;
    untilMs = work.faultsLastUntil(interventions, atMs);
    faults = work.faultsAt(scenario, atMs);
  }
  return faults.get(work.faultKey(target));
}
