import { type Checked, describeValue } from '../schema/issue';

export type Json = Readonly<Record<string, unknown>>;

/** Rewrites a document of one version as one of the next. Gets unchecked data: must take anything and never throw. */
export type Rung = (document: Json) => Json;

/** The rung at index i leads from version i + 1 to i + 2. Rungs are never changed, only added. */
export const LADDER: readonly Rung[] = [];

/** The version that this program reads and writes. */
export const CURRENT_VERSION = LADDER.length + 1;

/** Brings a document of any known version up to the present one; refuses what is no document and what is newer. */
export function migrate(json: unknown, ladder: readonly Rung[] = LADDER): Checked<Json> {
  const newest = ladder.length + 1;
  const refuse = (path: string, expected: string, received: unknown): Checked<Json> => ({
    ok: false,
    issues: [{ path, expected, received: describeValue(received) }],
  });
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse('', 'a scenario', json);
  let document = json as Json;
  const { version } = document;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return refuse('version', newest === 1 ? '1' : `a whole number from 1 to ${newest}`, version);
  }
  if (version > newest) {
    return refuse('version', `at most ${newest} (this scenario was made by a newer Spillway)`, version);
  }
  for (let rung = version - 1; rung < ladder.length; rung++) {
    document = { ...ladder[rung](document), version: rung + 2 };
  }
  return { ok: true, value: document };
}
