import { expect, test } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { EMPTY_SCENARIO, runsAlike } from './arrange';
import { addNode, remove, setZones } from './edit';
import { freeZoneName, grouped, linksAcross, withZone, withZoneChanged, zoneOf, zonesOf } from './zones';

const link = (from: string, to: string) => ({ id: `${from}-${to}`, from, to, protocol: 'rest', params: {} });
const links = [link('a', 'b'), link('b', 'c'), link('c', 'd')];
const namesOf = (zones: readonly unknown[]) => zonesOf({ zones }).map(({ id }) => id);

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

test('components are grouped into a zone of their own, which takes them from others', () => {
  const zones = grouped([{ id: 'east', nodes: ['a', 'b'] }], ['b', 'c'], 'west');
  expect(zones).toEqual([
    { id: 'east', nodes: ['a'] },
    { id: 'west', nodes: ['b', 'c'] },
  ]);
  expect(namesOf(grouped(zones, ['a'], 'south'))).toEqual(['west', 'south']);
  expect(freeZoneName(zonesOf({ zones }), 'east')).toBe('east 2');
});

test('a zone is renamed, coloured and dissolved; no two have one name', () => {
  const zones = grouped([{ id: 'east', nodes: ['a'] }], ['b'], 'west');
  expect(withZoneChanged(zones, 'east', { id: ' north ', colour: 'blue' })[0]).toEqual({
    id: 'north',
    nodes: ['a'],
    colour: 'blue',
  });
  expect(withZoneChanged(zones, 'east', { id: 'west' })).toBe(zones);
  expect(withZoneChanged(zones, 'east', { id: ' ' })).toBe(zones);
  expect(namesOf(withZoneChanged(zones, 'east', null))).toEqual(['west']);
});

test('a removed component leaves its zone, and what a zone is called or looks like is no matter to a run', () => {
  const one = addNode(EMPTY_SCENARIO, catalogue, 'service', { x: 0, y: 0 });
  const two = addNode(one?.scenario ?? EMPTY_SCENARIO, catalogue, 'service', { x: 0, y: 0 });
  if (!one || !two) throw new Error('no room');
  const zoned = setZones(two.scenario, [{ id: 'east', nodes: [one.id, two.id] }]);
  const removed = remove(zoned, catalogue, { nodes: [one.id] });
  expect(removed.zones).toEqual([{ id: 'east', nodes: [two.id] }]);
  expect(remove(removed, catalogue, { nodes: [two.id] }).zones).toEqual([]);
  expect(runsAlike(zoned, setZones(zoned, [{ id: 'west', nodes: [one.id, two.id], colour: 'red' }]))).toBe(true);
  expect(runsAlike(zoned, setZones(zoned, [{ id: 'east', nodes: [one.id] }]))).toBe(false);
});

test('what is no zone of this shape, and what else a zone says, outlives every edit', () => {
  const strange = [{ id: 'rack', members: ['a'] }, null, { id: 'plan', nodes: [], note: 'not built yet' }];
  const known = { id: 'east', nodes: ['a', 'b'], note: 'two racks' };
  const zones = [strange[0], known, strange[1], strange[2]];
  const edits = [
    withZone(zones, 'a', ''),
    withZone(zones, 'a', 'west'),
    withZone(zones, 'c', 'east'),
    grouped(zones, ['a'], 'west'),
    withZoneChanged(zones, 'east', { id: 'north' }),
    withZoneChanged(zones, 'east', { colour: 'red' }),
  ];
  for (const edited of edits) {
    for (const one of strange) expect(edited).toContainEqual(one);
    expect(zonesOf({ zones: edited })).toContainEqual(expect.objectContaining({ note: 'two racks' }));
  }
  expect(withZoneChanged(zones, 'east', null)).toEqual(strange);
  expect(withZone([...strange, { id: 'east', nodes: ['a'] }], 'a', '')).toEqual(strange);
});

test('removing a component leaves alone what is no zone of this shape', () => {
  const added = addNode(EMPTY_SCENARIO, catalogue, 'service', { x: 0, y: 0 });
  if (!added) throw new Error('no room');
  const strange = { id: 'rack', members: [added.id] };
  const zoned = setZones(added.scenario, [strange, { id: 'east', nodes: [added.id] }]);
  expect(remove(zoned, catalogue, { nodes: [added.id] }).zones).toEqual([strange]);
});
