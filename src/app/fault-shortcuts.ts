/** The keys of faults, which are done to whatever is selected. */
export const FAULT_KEYS = [
  ['W', 'slow'],
  ['P', 'pause'],
  ['M', 'errors'],
  ['X', 'cut'],
  ['L', 'loss'],
  ['H', 'heal'],
] as const;

export type FaultKey = (typeof FAULT_KEYS)[number][1];
