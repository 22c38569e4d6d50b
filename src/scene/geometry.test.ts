import { expect, test } from 'vitest';
import { Geometry } from './geometry';
import type { Curve } from './polyline';

const straight = (y: number): Curve => [0, y, 100, y, 200, y, 300, y];
const at = (geometry: Geometry, link: number, share: number, aside = 0) => {
  const spot = new Float64Array(2);
  spot.set([share, aside]);
  geometry.locate(link, spot);
  return [...spot];
};

test('places are found under the indices of the world', () => {
  const geometry = new Geometry();
  geometry.setPlaces(
    [
      { link: 'b', curve: straight(50) },
      { link: 'a', curve: straight(0) },
    ],
    [{ node: 'n', x: 10, y: 20, width: 100, height: 40 }],
  );
  geometry.setWorld(['a', 'b'], ['n']);
  expect(at(geometry, 1, 0.5)[1]).toBeCloseTo(50, 4);
  expect(at(geometry, 0, 0.25)[0]).toBeCloseTo(75, 3);
  expect(at(geometry, 0, 0.5, 4)[1]).toBeCloseTo(4, 4);
  expect([geometry.nodeX[0], geometry.nodeY[0]]).toEqual([60, 40]);
});

test('only links that moved are computed again', () => {
  const geometry = new Geometry();
  geometry.setWorld(['a', 'b'], []);
  const paths = [
    { link: 'a', curve: straight(0) },
    { link: 'b', curve: straight(50) },
  ];
  geometry.setPlaces(paths, []);
  expect(geometry.rebuilt).toBe(2);
  geometry.setPlaces([paths[0], { link: 'b', curve: straight(60) }], []);
  expect(geometry.rebuilt).toBe(3);
});

test('the ends of a link are where the curve ends, also beyond 0 … 1 by rounding', () => {
  const geometry = new Geometry();
  geometry.setWorld(['a'], []);
  geometry.setPlaces([{ link: 'a', curve: straight(0) }], []);
  expect(at(geometry, 0, 1)[0]).toBeCloseTo(300, 3);
  expect(at(geometry, 0, 0)[0]).toBeCloseTo(0, 3);
});
