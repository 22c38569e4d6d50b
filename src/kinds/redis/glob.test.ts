import { expect, test } from 'vitest';
import { isPattern, matches } from './glob';

test.each([
  ['news.*', 'news.sport', true],
  ['news.*', 'news.', true],
  ['news.*', 'news', false],
  ['*', '', true],
  ['h?llo', 'hello', true],
  ['h?llo', 'hllo', false],
  ['h[ae]llo', 'hallo', true],
  ['h[ae]llo', 'hillo', false],
  ['h[^e]llo', 'hallo', true],
  ['h[^e]llo', 'hello', false],
  ['h[a-c]llo', 'hbllo', true],
  ['h[a-c]llo', 'hdllo', false],
  ['a\\*b', 'a*b', true],
  ['a\\*b', 'axb', false],
  ['*a*b', 'xaayb', true],
  ['*a*b', 'xaayc', false],
  ['a**', 'a', true],
  ['[', 'a', false],
])('%s and %s: %s', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

test('a name with a sign of its own is a pattern', () => {
  expect(['news', 'news.*', 'n?ws', 'n[ae]ws'].map(isPattern)).toEqual([false, true, true, true]);
});
