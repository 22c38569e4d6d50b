import { explainIssue } from '../../scenario/explain-issue';
import type { Issue } from '../../schema/issue';

/** What was asked for cannot be run. The message is one line that names the place and what was expected there. */
export class Refusal extends Error {
  constructor(line: string) {
    super(line);
    this.name = 'Refusal';
  }

  /** `more`: how many other things are wrong. */
  static at(path: string, expected: string, received: string, more = 0): Refusal {
    return new Refusal(`${explainIssue({ path, expected, received })}${more === 0 ? '' : `; and ${more} more`}`);
  }

  /** The first of several issues, which there must be. */
  static of([{ path, expected, received }, ...others]: readonly Issue[]): Refusal {
    return Refusal.at(path, expected, received, others.length);
  }
}
