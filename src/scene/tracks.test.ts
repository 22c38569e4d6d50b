import { expect, test } from 'vitest';
import { Geometry } from './geometry';
import { Tracks } from './tracks';

const view = { x: 0, y: 0, scale: 1, width: 400, height: 200, dotRadius: 4 };

function world(...curves: readonly (readonly [number, number, number, number, number, number, number, number])[]) {
  const geometry = new Geometry();
  geometry.setWorld(
    curves.map((_, link) => String(link)),
    [],
  );
  geometry.setPlaces(
    curves.map((curve, link) => ({ link: String(link), curve })),
    [],
  );
  const tracks = new Tracks(geometry);
  tracks.setWorld(curves.length);
  const at = (lane: number, share: number, aside = 0) => {
    tracks.spot.set([share, aside]);
    tracks.locate(lane);
    return [...tracks.spot];
  };
  return { geometry, tracks, at };
}

const STRAIGHT = [0, 100, 100, 100, 200, 100, 300, 100] as const;

test('both lanes keep to their own side, and meet at the ends', () => {
  const { tracks, at } = world(STRAIGHT);
  tracks.follow(view);
  expect(at(0, 0)).toEqual([0, 100]);
  expect(at(0, 0.5)[1]).toBeCloseTo(105.2, 4);
  expect(at(1, 0.5)[1]).toBeCloseTo(94.8, 4);
  expect(at(1, 0.25)[0]).toBeCloseTo(225, 2);
  expect(at(0, 1 / 16)[1]).toBeCloseTo(102.6, 4);
});

test('what is in its lane is where it would be if it were hardly aside of it', () => {
  const { tracks, at } = world(STRAIGHT, [10, 10, 200, 10, 20, 180, 350, 190]);
  tracks.follow({ ...view, x: 7, y: -3, scale: 1.7 });
  for (let lane = 0; lane < 4; lane++) {
    for (let share = 0; share <= 1; share += 0.013) {
      const [x, y] = at(lane, share);
      const [besideX, besideY] = at(lane, share, 1e-9);
      expect(Math.hypot(x - besideX, y - besideY)).toBeLessThan(0.15);
    }
  }
});

test('it follows the view, and links that are moved', () => {
  const { geometry, tracks, at } = world(STRAIGHT);
  tracks.follow(view);
  expect(at(0, 0.5)[0]).toBeCloseTo(150, 2);
  tracks.follow({ ...view, x: 50, scale: 2 });
  expect(at(0, 0.5)[0]).toBeCloseTo(200, 2);
  geometry.setPlaces([{ link: '0', curve: [100, 100, 200, 100, 300, 100, 400, 100] }], []);
  tracks.follow({ ...view, x: 50, scale: 2 });
  expect(at(0, 0.5)[0]).toBeCloseTo(400, 2);
});
