import { expect, test } from 'vitest';
import { linksAcross, withZone, zoneOf, zonesOf } from './zones';

const link = (from: string, to: string) => ({ id: `${from}-${to}`, from, to, protocol: 'rest', params: {} });
const links = [link('a', 'b'), link('b', 'c'), link('c', 'd')];

test('a component goes into one zone, and an empty zone is none', () => {
  const one = withZone([], 'a', 'east');
  const two = withZone(one, 'b', 'east');
  expect(two).toEqual([{ id: 'east', nodes: ['a', 'b'] }]);
  expect(withZone(two, 'a', 'west')).toEqual([
    { id: 'east', nodes: ['b'] },
    { id: 'west', nodes: ['a'] },
  ]);
  expect(withZone(one, 'a', '')).toEqual([]);
  expect(zoneOf({ zones: two }, 'b')).toBe('east');
});

test('what is no zone is left alone', () => {
  expect(zonesOf({ zones: [null, 1, {}, { id: 'x' }, { id: 'x', nodes: ['a'] }] })).toEqual([
    { id: 'x', nodes: ['a'] },
  ]);
});

test('a partition cuts the links that lead out of the zone, and those only', () => {
  const zones = [{ id: 'east', nodes: ['b', 'c'] }];
  expect(linksAcross({ zones, links }, 'b').map(({ id }) => id)).toEqual(['a-b', 'c-d']);
  expect(linksAcross({ zones, links }, 'd').map(({ id }) => id)).toEqual(['c-d']);
});
