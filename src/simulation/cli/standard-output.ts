import { explainIssue } from '../../scenario/explain-issue';
import { codeOf, problemOf } from './file-problems';

/**
 * Writes the parts of the report. Resolves to a line about what went wrong, if anything did. Whoever reads the report may stop in the
 * middle (`… | head`): that is no error of ours.
 */
export async function writeReport(parts: Iterable<string>): Promise<string | null> {
  // Without somebody who listens, Node would end the program with a stack trace.
  process.stdout.on('error', () => {});
  for (const part of parts) {
    const error = part === '' ? null : await writePart(part);
    if (error === null) continue;
    if (codeOf(error) === 'EPIPE') return null;
    return explainIssue({ path: 'standard output', expected: 'room for the report', received: problemOf(error) });
  }
  return null;
}

const writePart = (part: string): Promise<Error | null> =>
  new Promise((resolve) => {
    process.stdout.write(part, (error) => resolve(error ?? null));
  });
