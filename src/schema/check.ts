import * as v from 'valibot';
import type { Field } from './field';

/** One thing wrong with a value: where, what was expected there, and what was found. */
export interface Issue {
  /** Dotted path from the checked value, e.g. `params.retry.maxAttempts`; empty for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: Issue[] };

/** A value as it is named in an issue: itself if it is short, else what it is. */
export const describeValue = (value: unknown): string => {
  if (value !== null && typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
};

/** Of a list that is too long its length says more than that it is one. */
function received(issue: v.BaseIssue<unknown>, value: unknown): string {
  if (issue.type === 'max_length' && Array.isArray(issue.input)) return `${issue.input.length} items`;
  return describeValue(issue.path ? issue.input : value);
}

const pathOf = (issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? [])
    .map((item, index) => {
      const key = item.key as string | number;
      if (typeof key === 'number') return `[${key}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');

/** Checks a value against a schema and fills in defaults; never throws. */
export function checkSchema<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Checked<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.output };
  return {
    ok: false,
    issues: result.issues.map((issue) => ({
      path: pathOf(issue),
      expected: issue.message,
      received: received(issue, value),
    })),
  };
}

/** Checks a saved value against its field and fills in defaults; never throws. */
export const check = <T>(field: Field<T>, value: unknown): Checked<T> => checkSchema(field.schema, value);
