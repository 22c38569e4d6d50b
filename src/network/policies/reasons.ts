import { Outcome, type OutcomeName } from '../outcomes';

/** A set of outcomes: bit n stands for the outcome with code n. */
export type OutcomeSet = number;

/** Those that are switched on. */
export function outcomeSet(on: Readonly<Partial<Record<OutcomeName, boolean>>>): OutcomeSet {
  let set = 0;
  for (const name of Object.keys(on) as OutcomeName[]) if (on[name]) set |= 1 << Outcome[name];
  return set;
}

export const includes = (set: OutcomeSet, outcome: Outcome): boolean => ((set >>> outcome) & 1) === 1;
