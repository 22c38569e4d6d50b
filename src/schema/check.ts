import * as v from 'valibot';
import type { Field } from './field';
import { type Checked, describeValue } from './issue';
import { schemaOf } from './schema-of';

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
export const check = <T>(field: Field<T>, value: unknown): Checked<T> => checkSchema(schemaOf(field), value);
