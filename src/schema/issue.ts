/** One thing wrong with a value: where, what was expected there, and what was found. */
export interface Issue {
  /** Dotted path from the checked value, e.g. `params.retry.maxAttempts`; empty for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;
  /** The id of the component, link, note … that it is about, where it is about one: a place in a list tells people little. */
  readonly of?: string;
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: Issue[] };

/** A value as it is named in an issue: itself if it is short, else what it is. */
export const describeValue = (value: unknown): string => {
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
};
