import type { InterventionTarget } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { type Faults, faultKey, faultsAt } from './faults';

let of: unknown = null;
let at = -1;
let faults: ReadonlyMap<string, Faults> = new Map();

/** The faults in force on a node or link at the playhead; worked out once a tick for all of them. */
export function currentFaults(target: InterventionTarget): Faults | undefined {
  const { interventions } = useDocument.getState().scenario;
  const atMs = live.latest()?.atMs ?? -1;
  if (interventions !== of || atMs !== at) {
    of = interventions;
    at = atMs;
    faults = faultsAt(interventions, atMs);
  }
  return faults.get(faultKey(target));
}
