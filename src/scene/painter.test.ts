import { expect, test } from 'vitest';
import { createTraceColumns } from '../kernel/trace';
import { Fact } from '../network/facts';
import { Outcome } from '../network/outcomes';
import { SceneClock } from './clock';
import { parseColour } from './colour';
import { Flights } from './flights';
import { Geometry } from './geometry';
import { Painter } from './painter';
import { Sheet } from './sheet';
import { Surface } from './surface';

const colours = { pending: '#0000ff', ok: '#00ff00', failed: '#ff0000', message: '#ffff00', background: '#000000' };
const view = { x: 0, y: 0, scale: 1, width: 220, height: 60, dotRadius: 4 };
const BLUE = parseColour(colours.pending);
const GREEN = parseColour(colours.ok);
const RED = parseColour(colours.failed);

function stage({ reducedMotion = false, links = 1 } = {}) {
  const clock = new SceneClock();
  const geometry = new Geometry();
  const ids = Array.from({ length: links }, (_, link) => String(link));
  geometry.setWorld(ids, ['n']);
  geometry.setPlaces(
    ids.map((link) => ({ link, curve: [10, 30, 76, 30, 143, 30, 210, 30] as const })),
    [],
  );
  const flights = new Flights(clock, (link) => geometry.lengths[link]);
  flights.setWorld(links, 1);
  const painter = new Painter(geometry, flights);
  painter.setWorld(links);
  const surface = new Surface(view.width, view.height);
  const sheet = new Sheet(colours, view.dotRadius, view.width);
  const columns = createTraceColumns(1);
  return {
    fold: (at: number, fact: number, value: number, detail = 0, link = 0) => {
      columns.place[0] = link;
      columns.at[0] = at;
      columns.fact[0] = fact;
      columns.value[0] = value;
      columns.detail[0] = detail;
      flights.read(columns, 0, 1);
    },
    paint: (playheadMs: number) => {
      clock.advance(playheadMs, 1, playheadMs);
      painter.paint(surface, sheet, view, { playheadMs, sceneMs: clock.nowMs, pace: 1, reducedMotion });
    },
    /** The middle of all pixels of exactly this colour; null without any. */
    middleOf: (colour: number) => {
      let [count, x, y] = [0, 0, 0];
      surface.pixels.forEach((pixel, i) => {
        if (pixel !== colour) return;
        count++;
        x += (i % view.width) + 0.5;
        y += Math.floor(i / view.width) + 0.5;
      });
      return count === 0 ? null : { x: x / count, y: y / count };
    },
  };
}

test('a request is where its share of the travel time puts it', () => {
  const { fold, paint, middleOf } = stage();
  fold(0, Fact.sent, 1_000);
  for (const share of [0.25, 0.5, 0.75]) {
    paint(share * 1_000);
    expect(middleOf(BLUE)?.x).toBeCloseTo(10 + share * 200, 0);
  }
  paint(1_000);
  expect(middleOf(BLUE)).toBeNull();
});

test('answers come back from the other end, on the other side of the link', () => {
  const { fold, paint, middleOf } = stage();
  fold(0, Fact.sent, 1_000);
  fold(0, Fact.replied, 1_000, Outcome.ok);
  paint(250);
  expect(middleOf(BLUE)?.x).toBeCloseTo(60, 0);
  expect(middleOf(GREEN)?.x).toBeCloseTo(160, 0);
  expect(middleOf(BLUE)?.y).toBeGreaterThan(33);
  expect(middleOf(GREEN)?.y).toBeLessThan(27);
});

test('what is too quick to be followed flows at a speed that can be', () => {
  const { fold, paint, middleOf } = stage();
  fold(0, Fact.sent, 10);
  paint(5);
  const from = middleOf(BLUE)?.x ?? 0;
  paint(205);
  const to = middleOf(BLUE)?.x ?? 0;
  expect(to - from).toBeGreaterThan(30);
  expect(to - from).toBeLessThan(60);
});

test('the lost come to the middle and no farther, and burst there', () => {
  const { fold, paint, middleOf } = stage();
  fold(0, Fact.sent, 1_000);
  fold(1_000, Fact.sent, Number.POSITIVE_INFINITY);
  paint(1_490);
  expect(middleOf(BLUE)?.x).toBeCloseTo(108, 0);
  expect(middleOf(RED)).toBeNull();
  paint(1_600);
  expect(middleOf(BLUE)).toBeNull();
  expect(middleOf(RED)?.x).toBeCloseTo(110, 0);
  paint(2_100);
  expect(middleOf(RED)).toBeNull();
});

test('with reduced motion nothing travels, and a failure has its mark', () => {
  const { fold, paint, middleOf } = stage({ reducedMotion: true });
  for (let i = 0; i < 30; i++) fold(i, Fact.replied, 10, i === 0 ? Outcome.error : Outcome.ok);
  paint(50);
  const green = middleOf(GREEN);
  paint(300);
  expect(middleOf(GREEN)).toEqual(green);
  expect(green?.x).toBeGreaterThan(70);
  expect(green?.x).toBeLessThan(150);
  paint(560);
  expect(middleOf(RED)).not.toBeNull();
});

test('a crowd is painted in the same places, in one colour each', () => {
  const { fold, paint, middleOf } = stage({ links: 50 });
  for (let i = 0; i < 5_000; i++) fold(0, Fact.sent, 1_000, 0, i % 50);
  paint(400);
  const soft = middleOf(BLUE);
  paint(401);
  expect(middleOf(BLUE)?.x).toBeCloseTo(soft?.x ?? 0, 0);
  expect(middleOf(BLUE)?.y).toBeCloseTo(soft?.y ?? 0, 0);
});
