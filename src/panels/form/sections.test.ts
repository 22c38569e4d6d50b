import { expect, test } from 'vitest';
import { whole } from '../../i18n/testing/whole';
import { catalogue } from '../../kinds/catalogue';
import '../../kinds/every-definition';
import { callParams } from '../../network/links/link-params';
import type { AnyField, Field } from '../../schema/field';
import { flag, group, integer } from '../../schema/fields';
import { changedIn, partsOf, withDefaults } from './sections';

const field = group({ a: integer({ default: 1 }), b: flag(false), c: integer({ default: 3 }) }, { rare: ['c', 'b'] });

test('what is in no part is always shown; a part has its own order', () => {
  const { shown, sections } = partsOf(field);
  expect(shown.map(([name]) => name)).toEqual(['a']);
  expect(sections.map(({ name, fields }) => [name, fields.map(([one]) => one)])).toEqual([['rare', ['c', 'b']]]);
});

test('a part knows what was changed in it and puts it back', () => {
  const [rare] = partsOf(field).sections;
  expect(changedIn(rare, { a: 9, b: false, c: 3 })).toEqual([]);
  expect(changedIn(rare, { a: 9, b: true, c: 4 })).toEqual(['c', 'b']);
  expect(withDefaults(rare, { a: 9, b: true, c: 4 })).toEqual({ a: 9, b: false, c: 3 });
});

/** The names of the parts of a form, and of the forms in it. */
function partsIn(form: Field): string[] {
  const field = form as AnyField;
  switch (field.type) {
    case 'group':
      return [...Object.keys(field.sections ?? {}), ...Object.values(field.fields).flatMap(partsIn)];
    case 'variant':
      return Object.values(field.options).flatMap(partsIn);
    case 'optional':
      return partsIn(field.inner);
    case 'list':
      return partsIn(field.item);
    default:
      return [];
  }
}

test('every part of every form has a name in every language', () => {
  const forms = [
    callParams,
    ...Object.values(catalogue).flatMap((kind) => [kind.params, kind.incoming, kind.outgoing, kind.target]),
  ];
  const names = new Set(forms.flatMap((form) => (form ? partsIn(form) : [])));
  expect(names.size).toBeGreaterThan(5);
  for (const { common } of Object.values(whole)) {
    const texts = (common as { section: Record<string, string> }).section;
    expect([...names].filter((name) => !texts[name])).toEqual([]);
    expect(Object.keys(texts).filter((name) => !names.has(name))).toEqual([]);
  }
});
