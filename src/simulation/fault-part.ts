type Faults = typeof import('./faults');

let there: Faults | null = null;

/** Takes in what interventions do. */
export const addFaults = (faults: Faults): void => {
  there = faults;
};

/** Fetches what interventions do, for those who are about to intervene; null: it is there. */
export const loadFaults = (): Promise<unknown> | null => (there === null ? import('./faults').then(addFaults) : null);

/** What {@link loadFaults} has brought. A run in which something is done without that was begun too early. */
export function faults(): Faults {
  if (there === null) throw new Error('what interventions do is not there yet: see loadFaults');
  return there;
}
