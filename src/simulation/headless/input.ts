import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import { placeOf } from '../../scenario/explain-issue';
import { importFile } from '../../scenario/file';
import type { Scenario } from '../../scenario/scenario';
import { isShareLink } from '../../scenario/share/is-share-link';
import { decodeShare } from '../../scenario/share/share-link';
import type { Issue } from '../../schema/issue';
import { Refusal } from './refusal';
import { findSyntaxFault } from './syntax-fault';

/** A file's text, or in a few words why there is none. */
export type FileText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** Where scenarios come from. */
export interface Sources {
  readFile(path: string): FileText;
  readStandardInput(): Promise<string>;
}

/** What nobody would call a file: an address, or a fragment as it is copied. */
const ADDRESS = /^(?:#|[a-z][a-z0-9+.-]*:\/\/)/i;

/**
 * The scenario that a command line names: by a share link (a whole address or its fragment), a file's path, or `-` for
 * standard input. A text that comes in may itself be a share link. Throws {@link Refusal}.
 */
export async function readScenario(input: string, sources: Sources): Promise<Scenario> {
  if (input === '-') return scenarioIn(await sources.readStandardInput(), 'standard input');
  if (ADDRESS.test(input)) return scenarioInLink(input);
  const file = sources.readFile(input);
  if (file.ok) return scenarioIn(file.text, input);
  if (isShareLink(input)) return scenarioInLink(input);
  throw Refusal.at(input, 'a scenario file, a share link or "-"', file.problem);
}

function scenarioInLink(link: string): Scenario {
  const decoded = decodeShare(link, catalogue);
  if (decoded.ok) return decoded.value;
  throw Refusal.of(decoded.issues.map((issue) => ({ ...issue, path: placeOf(issue) })));
}

const inFile = (name: string, issue: Issue): Issue => ({
  ...issue,
  path: issue.path === '' ? name : `${name}, ${placeOf(issue)}`,
});

function scenarioIn(text: string, name: string): Scenario {
  const trimmed = text.trim();
  if (isShareLink(trimmed) && !trimmed.startsWith('{')) return scenarioInLink(trimmed);
  const imported = importFile(text, catalogue);
  if (imported.ok) return imported.value;
  if (imported.problem === 'invalid') throw Refusal.of(imported.issues.map((issue) => inFile(name, issue)));
  const fault = imported.problem === 'notJson' ? findSyntaxFault(text.replace(/^\uFEFF/, '')) : null;
  if (fault) throw Refusal.at(`${name}, line ${fault.line}, column ${fault.column}`, fault.expected, fault.found);
  throw Refusal.of(imported.issues.map((issue) => ({ ...issue, path: name })));
}
