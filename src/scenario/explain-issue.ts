import type { Issue } from '../schema/issue';

const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/** One line about an issue: the field, what was expected there, and what was found. */
export function explainIssue({ path, expected, received }: Issue): string {
  const found = received === 'undefined' ? 'nothing' : received;
  return `${path === '' ? 'scenario' : path}: expected ${expected}, found ${found}`.replace(CONTROL, ' ');
}
