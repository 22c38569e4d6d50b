/** Every text that the program asks for is there, and every text that is there is asked for. */
import { expect, test } from 'vitest';
import { whole } from './testing/whole';
import type { Texts } from './translator';

const sources = Object.entries(
  import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.ts', '!../i18n/{en,ru}{,-rest}.ts'], {
    eager: true,
    query: '?raw',
    import: 'default',
  }),
);
const all = sources.map(([, text]) => text).join('\n');

const keysOf = (texts: Texts, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );
const keys = new Set(keysOf(whole.en.common).map((key) => key.replace(/_(zero|one|two|few|many|other)$/, '')));

/** What the source says between quotes, of the form of a key. */
const literals = new Set([...all.matchAll(/['"]([a-zA-Z][\w-]*(?:\.[\w-]+)*)['"]/g)].map((match) => match[1]));
/** Groups of texts that the source names as a whole: `readyMade.store`. */
const groups = [...literals].filter((text) => text.includes('.')).map((text) => `${text}.`);
/** The fixed beginning of keys that are put together: `reason.` in `reason.${name}`. */
const beginnings = [...groups, ...[...all.matchAll(/`((?:[a-zA-Z][\w-]*\.)+)\$\{/g)].map((match) => match[1])];

test('a key that is written out has its text', () => {
  const asked = sources.flatMap(([path, text]) =>
    [...text.matchAll(/\bt(?:extNow)?\(\s*'([\w.-]+)'/g)].map((match) => ({ path, key: match[1] })),
  );
  expect(asked.filter(({ key }) => !keys.has(key))).toEqual([]);
});

test('keys that are put together have texts that begin so', () => {
  const asked = [...all.matchAll(/\bt(?:extNow)?\(\s*`((?:[a-zA-Z][\w-]*\.)+)\$\{/g)]
    .map((match) => match[1])
    // The kinds' own texts are in namespaces of their own.
    .filter((start) => start !== 'kind.');
  expect(asked.filter((start) => ![...keys].some((key) => key.startsWith(start)))).toEqual([]);
});

test('no text is left over', () => {
  // Texts of fields are asked for by the forms; another test holds those to what the fields need.
  const byFields = /^(link|distribution)\.(params|choices)\./;
  const left = [...keys].filter(
    (key) => !byFields.test(key) && !literals.has(key) && !beginnings.some((start) => key.startsWith(start)),
  );
  expect(left).toEqual([]);
});
