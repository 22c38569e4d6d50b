import { expect, test } from 'vitest';
import { clipped, coverFor, leaves, type Viewport, viewOf } from './particle-view';

const viewport: Viewport = { x: 100, y: 50, zoom: 1, width: 1000, height: 500 };

test('a cover holds what is visible and a fifth on every side', () => {
  expect(coverFor(viewport)).toEqual({ x: -300, y: -150, width: 1400, height: 700, zoom: 1 });
  expect(coverFor({ ...viewport, zoom: 2 })).toEqual({ x: -150, y: -75, width: 700, height: 350, zoom: 2 });
});

test('panning within the margin needs no new picture, beyond it does', () => {
  const cover = coverFor(viewport);
  expect(leaves(cover, viewport)).toBe(false);
  expect(leaves(cover, { ...viewport, x: 299, y: 149 })).toBe(false);
  expect(leaves(cover, { ...viewport, x: 301 })).toBe(true);
  expect(leaves(cover, { ...viewport, y: -51 })).toBe(true);
});

test('zooming needs a new picture once the old one would be stretched too far', () => {
  const cover = coverFor(viewport);
  const zoomed = (zoom: number) => ({ ...viewport, x: 500 - 400 * zoom, y: 250 - 200 * zoom, zoom });
  expect(leaves(cover, zoomed(1.4))).toBe(false);
  expect(leaves(cover, zoomed(1.6))).toBe(true);
  expect(leaves(cover, zoomed(0.6))).toBe(true);
});

test('a picture shows no more than where anything is drawn, and its edges stay on the same pixels', () => {
  const cover = coverFor({ ...viewport, zoom: 0.3 });
  const reach = { x: 11, y: -5_000, width: 999, height: 6_000 };
  const picture = clipped(cover, reach);
  expect(picture.x).toBeLessThanOrEqual(11);
  expect(picture.x).toBeGreaterThan(11 - 1 / 0.3);
  expect((picture.x - cover.x) * 0.3).toBeCloseTo(Math.round((picture.x - cover.x) * 0.3), 9);
  expect(picture.x + picture.width).toBeGreaterThanOrEqual(1_010);
  expect(picture.x + picture.width).toBeLessThan(1_010 + 1 / 0.3);
  expect(picture.y).toBe(cover.y);
  expect(picture.y + picture.height).toBeGreaterThanOrEqual(1_000);
  expect(picture.y + picture.height).toBeLessThan(1_000 + 1 / 0.3);
  expect(clipped(cover, null)).toBe(cover);
  expect(clipped(cover, { x: 90_000, y: 0, width: 10, height: 10 }).width).toBeLessThan(1 / 0.3);
});

test('where nothing is drawn, nothing has to be covered', () => {
  const reach = { x: 0, y: 0, width: 300, height: 200 };
  const picture = clipped(coverFor(viewport), reach);
  for (const x of [-2_000, -250, 100, 900]) {
    expect(leaves(picture, { ...viewport, x }, reach)).toBe(false);
  }
  const wide = { ...reach, width: 3_000 };
  expect(leaves(clipped(coverFor(viewport), wide), { ...viewport, x: -101 }, wide)).toBe(true);
});

test('a picture is as sharp as the screen, up to two device pixels a pixel and six million in all', () => {
  expect(viewOf(coverFor(viewport), 1)).toMatchObject({ width: 1400, height: 700, scale: 1, dotRadius: 4 });
  expect(viewOf(coverFor(viewport), 2)).toMatchObject({ width: 2800, height: 1400, scale: 2, dotRadius: 8 });
  expect(viewOf(coverFor(viewport), 3).scale).toBe(2);
  const large = viewOf(coverFor({ ...viewport, width: 4000, height: 2000 }), 2);
  expect(large.width * large.height).toBeLessThan(6_010_000);
});

test('dots stay visible from afar and do not grow without bound', () => {
  const radius = (zoom: number) => viewOf(coverFor({ ...viewport, zoom }), 1).dotRadius;
  expect(radius(0.05)).toBe(1.4);
  expect(radius(0.25)).toBeCloseTo(2, 5);
  expect(radius(10)).toBe(7);
});
