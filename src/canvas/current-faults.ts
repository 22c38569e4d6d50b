import type { InterventionTarget } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { type Faults, faultKey, faultsAt, faultsLastUntil } from './faults';

let of: unknown = null;
let fromMs = Infinity;
let untilMs = Infinity;
let faults: ReadonlyMap<string, Faults> = new Map();

/** The faults in force on a node or link at the playhead; worked out for all of them, and only where they change. */
export function currentFaults(target: InterventionTarget): Faults | undefined {
  const { scenario } = useDocument.getState();
  const { interventions } = scenario;
  const atMs = live.latest()?.atMs ?? -1;
  if (interventions !== of || atMs < fromMs || atMs >= untilMs) {
    of = interventions;
    fromMs = atMs;
    untilMs = faultsLastUntil(interventions, atMs);
    faults = faultsAt(scenario, atMs);
  }
  return faults.get(faultKey(target));
}
