import type { KindCatalogue } from '../network/kind';
import type { Issue } from '../schema/issue';
import { checkScenario } from './check-scenario';
import type { Scenario } from './scenario';

/** The end of a scenario file's name. */
export const FILE_SUFFIX = '.spillway.json';

const MAX_FILE_LENGTH = 20_000_000;
/** A file of more bytes than this has more characters than are read: a character takes four at the most. */
export const MAX_FILE_BYTES = 4 * MAX_FILE_LENGTH;

/** The order of a file's fields: what a reader looks for first comes first. */
const ORDER = [
  'version',
  'title',
  'description',
  'seed',
  'durationMs',
  'nodes',
  'links',
  'contracts',
  'zones',
  'notes',
  'interventions',
  'goals',
  'view',
  'lesson',
] as const satisfies readonly (keyof Scenario)[];

/** A scenario as a file that people can read, compare and edit: all of it, defaults too, always in the same order. */
export const exportFile = (scenario: Scenario): string =>
  `${JSON.stringify(Object.fromEntries(ORDER.map((name) => [name, scenario[name]])), null, 2)}\n`;

/** A file name made of the title. */
export function fileName(scenario: Scenario): string {
  const words = scenario.title.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? ['scenario'];
  return `${words.join('-').slice(0, 60)}${FILE_SUFFIX}`;
}

/** Why a file cannot be opened; the page explains it under `file.problem.<name>`. */
export type FileProblem = 'tooLarge' | 'notJson' | 'invalid';

export type ImportedFile =
  | { readonly ok: true; readonly value: Scenario }
  | { readonly ok: false; readonly problem: FileProblem; readonly issues: Issue[] };

/** Reads a file's text, of this version or an older one, whoever wrote it; never throws. */
export function importFile(text: string, catalogue: KindCatalogue): ImportedFile {
  const refuse = (problem: FileProblem, expected: string, received: string): ImportedFile => ({
    ok: false,
    problem,
    issues: [{ path: 'file', expected, received }],
  });
  if (text.length > MAX_FILE_LENGTH) {
    return refuse('tooLarge', `at most ${MAX_FILE_LENGTH} characters`, `${text.length} characters`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refuse('notJson', 'JSON', error instanceof Error ? error.message : 'something else');
  }
  const checked = checkScenario(json, catalogue);
  return checked.ok ? checked : { ok: false, problem: 'invalid', issues: checked.issues };
}
