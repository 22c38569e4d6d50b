import { expect, test } from 'vitest';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import { boxOf } from './layout';
import { tidyPlaces } from './tidy';

function laidOut(nodes: readonly string[], links: readonly (readonly [string, string])[]) {
  const checked = checkScenario(
    {
      version: 1,
      nodes: nodes.map((id, index) => ({
        id,
        kind: id === 'client' ? 'client' : 'service',
        position: { x: 0, y: index },
      })),
      links: links.map(([from, to], index) => ({ id: `l${index}`, from, to })),
    },
    catalogue,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  const places = new Map(tidyPlaces(checked.value).map(({ id, position }) => [id, position]));
  const boxes = checked.value.nodes.map((node) => ({ ...boxOf(node), ...places.get(node.id) }));
  return { places, boxes };
}

const at = (places: ReadonlyMap<string, { x: number; y: number }>, id: string) => places.get(id) ?? { x: NaN, y: NaN };

test('links run from left to right', () => {
  const { places } = laidOut(
    ['c', 'b', 'a', 'client'],
    [
      ['client', 'a'],
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ],
  );
  expect(at(places, 'client').x).toBeLessThan(at(places, 'a').x);
  expect(at(places, 'a').x).toBeLessThan(at(places, 'b').x);
  expect(at(places, 'b').x).toBeLessThan(at(places, 'c').x);
});

test('no two cards lie over each other, and circles do no harm', () => {
  const { boxes } = laidOut(
    ['a', 'b', 'c', 'd', 'e'],
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['a', 'd'],
    ],
  );
  for (const one of boxes) {
    for (const other of boxes) {
      const apart =
        one === other ||
        one.x + one.width <= other.x ||
        other.x + other.width <= one.x ||
        one.y + one.height <= other.y ||
        other.y + other.height <= one.y;
      expect(apart).toBe(true);
    }
  }
});

test('targets stand in the order of their callers, so that links do not cross', () => {
  const { places } = laidOut(
    ['a', 'b', 'x', 'y'],
    [
      ['a', 'y'],
      ['b', 'x'],
    ],
  );
  expect(at(places, 'a').y < at(places, 'b').y).toBe(at(places, 'y').y < at(places, 'x').y);
});
