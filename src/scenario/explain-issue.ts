import type { Issue } from '../schema/issue';

/** What would begin a new line, or let the rest of this one be shown in another order. */
const CONTROL = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** Where an issue is, for somebody who has the whole document before them: `"shop", nodes[0].params.replicas`. */
export const placeOf = ({ path, of }: Issue): string => (of === undefined ? path : `${JSON.stringify(of)}, ${path}`);

/** One line about an issue: the field, what was expected there, and what was found. */
export function explainIssue({ path, expected, received }: Issue): string {
  const found = received === 'undefined' ? 'nothing' : received;
  return `${path === '' ? 'scenario' : path}: expected ${expected}, found ${found}`.replace(CONTROL, ' ');
}
