/**
 * A whole scenario in a link's fragment: `#s1.` and then, in base64url, three bytes of checksum and the deflated
 * compact document. The number is the version of this packing, not of the scenario.
 */
import { deflateSync, strFromU8, strToU8 } from 'fflate';
import type { KindCatalogue } from '../../network/kind';
import type { Issue } from '../../schema/issue';
import { checkScenario } from '../check-scenario';
import type { Scenario } from '../scenario';
import { fromBase64url, toBase64url } from './base64url';
import { compact, Damaged, expand } from './compact';
import { DICTIONARY_1 } from './dictionary';
import { inflateWithin } from './inflate';
import { SHARE_PREFIX } from './is-share-link';

/** The longest fragment that is read, characters. What does not fit is shared as a file. */
export const MAX_LINK_LENGTH = 65_536;
/** The most that a link may hold when inflated, bytes. */
const MAX_INFLATED = 2_000_000;
const CHECKSUM_BYTES = 3;

/** Why a link cannot be opened; the page explains it under `share.problem.<name>`. */
export type ShareProblem = 'notALink' | 'newerLink' | 'tooLong' | 'damaged' | 'invalid';

export type DecodedShare =
  | { readonly ok: true; readonly value: Scenario }
  | { readonly ok: false; readonly problem: ShareProblem; readonly issues: Issue[] };

const dictionary = strToU8(DICTIONARY_1);

/** FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv), 32 bits of which 24 are kept: tells a mistyped or cut link, nothing more. */
function checksum(bytes: Uint8Array): Uint8Array {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  const folded = (hash >>> 24) ^ hash;
  return Uint8Array.of((folded >>> 16) & 0xff, (folded >>> 8) & 0xff, folded & 0xff);
}

/**
 * The fragment, `#` included, that holds all of a checked scenario: every number to the last bit. One longer than
 * {@link MAX_LINK_LENGTH} will not be read again.
 */
export function encodeShare(scenario: Scenario, catalogue: KindCatalogue): string {
  const text = JSON.stringify(compact(scenario, catalogue));
  const deflated = deflateSync(strToU8(text), { level: 9, mem: 12, dictionary });
  const bytes = new Uint8Array(CHECKSUM_BYTES + deflated.length);
  bytes.set(checksum(deflated));
  bytes.set(deflated, CHECKSUM_BYTES);
  return `#s1.${toBase64url(bytes)}`;
}

/** What follows the last `#`, without what a chat program may have left at the end of an address. */
const fragmentOf = (link: string) => link.slice(link.lastIndexOf('#') + 1).replace(/[\s)\]}>.,;:!?'"»”]+$/, '');

const refuse = (problem: ShareProblem, expected: string, received: string): DecodedShare => ({
  ok: false,
  problem,
  issues: [{ path: 'link', expected, received }],
});

/**
 * The scenario in a fragment or in a whole address. Takes anything: what is broken, hostile, too large or newer than this
 * program is refused with its reason; never throws.
 */
export function decodeShare(link: string, catalogue: KindCatalogue): DecodedShare {
  const start = link.lastIndexOf('#') + 1;
  if (link.length - start > MAX_LINK_LENGTH) {
    return refuse('tooLong', `at most ${MAX_LINK_LENGTH} characters`, `${link.length - start} characters`);
  }
  const fragment = fragmentOf(link);
  const prefix = SHARE_PREFIX.exec(fragment);
  if (!prefix) return refuse('notALink', 'a share link, with #s1. in it', 'something else');
  const damaged = refuse('damaged', 'a complete link', 'one that is damaged or cut short');
  if (prefix[1] !== '1') {
    // There has never been a version before the first.
    if (prefix[1].startsWith('0')) return damaged;
    return refuse('newerLink', 's1 (this link was made by a newer Spillway)', `s${prefix[1]}`);
  }
  const bytes = fromBase64url(fragment.slice(prefix[0].length));
  if (!bytes || bytes.length <= CHECKSUM_BYTES) return damaged;
  const deflated = bytes.subarray(CHECKSUM_BYTES);
  if (!checksum(deflated).every((byte, index) => byte === bytes[index])) return damaged;
  const inflated = inflateWithin(deflated, dictionary, MAX_INFLATED);
  if (!inflated) return damaged;

  const document = parseCompact(strFromU8(inflated));
  if (!document) return damaged;
  const checked = checkScenario(document, catalogue);
  if (checked.ok) return checked;
  return { ok: false, problem: 'invalid', issues: checked.issues };
}

function parseCompact(text: string): Record<string, unknown> | null {
  try {
    return expand(JSON.parse(text));
  } catch (error) {
    // Deep nesting ends in a RangeError in some engines' parsers.
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof Damaged) return null;
    throw error;
  }
}
