import { describe, expect, test } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { callParams } from '../network/links/link-params';
import { checkScenario } from '../scenario/check-scenario';
import { check } from '../schema/check';
import type { AnyField, Field } from '../schema/field';
import { EXPECTATIONS, recognize } from './expectation';
import { whole } from './testing/whole';

const WRONG: readonly unknown[] = [
  undefined,
  null,
  'x'.repeat(500),
  -1,
  1e300,
  0.5,
  true,
  [],
  [[]],
  {},
  { nonsense: 1 },
];

/** Every field within a field, at any depth. */
function fieldsIn(field: Field): Field[] {
  const known = field as AnyField;
  const inner: readonly Field[] = (() => {
    switch (known.type) {
      case 'group':
        return Object.values(known.fields);
      case 'optional':
        return [known.inner];
      case 'list':
        return [known.item];
      case 'variant':
        return Object.values(known.options);
      default:
        return [];
    }
  })();
  return [field, ...inner.flatMap(fieldsIn)];
}

const forms = [
  callParams,
  ...Object.values(catalogue).flatMap(({ params, incoming, outgoing }) =>
    [params, incoming, outgoing].filter((form) => form !== undefined),
  ),
] as readonly Field[];

const sentences = new Set(
  forms.flatMap(fieldsIn).flatMap((field) =>
    WRONG.flatMap((value) => {
      const checked = check(field, value);
      return checked.ok ? [] : checked.issues.map((issue) => issue.expected);
    }),
  ),
);

test('whatever a form refuses can be said in every language', () => {
  expect(sentences.size).toBeGreaterThan(20);
  expect([...sentences].filter((sentence) => recognize(sentence) === null)).toEqual([]);
});

test('so can what a document lacks', () => {
  const checked = checkScenario({ version: 1, links: [] }, catalogue);
  const [{ expected }] = checked.ok ? [] : checked.issues;
  expect(recognize(expected)).toEqual({ key: 'given', values: { name: '"nodes"' } });
});

describe('a sentence', () => {
  test('is taken apart', () => {
    expect(recognize('a whole number from 1 to 100')).toEqual({ key: 'integer', values: { min: '1', max: '100' } });
    expect(recognize('an object whose "dist" is one of a, b')).toEqual({
      key: 'variant',
      values: { tag: 'dist', names: 'a, b' },
    });
    expect(recognize('something else')).toBeNull();
  });

  test('reads in English as the layers below say it', () => {
    expect(whole.en.common.expectation).toEqual(EXPECTATIONS);
  });
});
