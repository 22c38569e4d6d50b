/** How well what was typed fits a text: the higher the better; 0: not at all. */
export function matchScore(query: string, text: string): number {
  const wanted = query.trim().toLocaleLowerCase();
  const found = text.toLocaleLowerCase();
  if (wanted === '') return 1;
  const at = found.indexOf(wanted);
  if (at === 0) return 1_000 - found.length;
  if (at > 0) return (/[^\p{L}\p{N}]/u.test(found[at - 1]) ? 700 : 400) - found.length;
  const words = wanted.split(/\s+/);
  if (words.length > 1 && words.every((word) => found.includes(word))) return 300 - found.length;
  return isBeginnings(wanted, found) ? 200 - found.length : 0;
}

/** Whether the letters typed are those that words begin with, in their order: `rr` for "rolling restart". */
function isBeginnings(wanted: string, found: string): boolean {
  const beginnings = found
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word[0])
    .join('');
  return wanted.length > 1 && beginnings.startsWith(wanted);
}

export interface Searchable {
  readonly text: string;
  /** Further words by which it is found, though less readily. */
  readonly also?: string;
}

/** Those that fit, the best first; of equals, in the order in which they came. */
export function search<S extends Searchable>(query: string, all: readonly S[]): readonly S[] {
  if (query.trim() === '') return all;
  return all
    .map((one) => ({ one, score: Math.max(matchScore(query, one.text), matchScore(query, one.also ?? '') / 2) }))
    .filter(({ score }) => score > 0.5)
    .sort((a, b) => b.score - a.score)
    .map(({ one }) => one);
}
