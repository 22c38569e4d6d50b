import { expect, it } from 'vitest';
import { selectedAfter } from './selected-after';

it('adds and removes what React Flow says, and keeps the list when it says nothing about it', () => {
  const selected = ['a', 'b'];
  expect(selectedAfter(selected, [{ type: 'position', id: 'a' }])).toBe(selected);
  expect(
    selectedAfter(selected, [
      { type: 'select', id: 'a', selected: false },
      { type: 'select', id: 'c', selected: true },
    ]),
  ).toEqual(['b', 'c']);
});
