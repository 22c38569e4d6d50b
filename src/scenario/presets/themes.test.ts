import { expect, test } from 'vitest';
import { FIRST_PRESET } from './first';
import { PRESETS } from './index';

test('every ready-made scenario has its place in a theme, and only one', () => {
  const files = Object.keys(import.meta.glob('./*.json')).map((path) => path.slice('./'.length, -'.json'.length));
  expect(PRESETS.map(({ id }) => id).sort()).toEqual(files.sort());
  expect(PRESETS[0]).toBe(FIRST_PRESET);
});
