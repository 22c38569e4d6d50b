import { expect, test } from 'vitest';
import { faded, over, parseColour } from './colour';
import { cross, disc } from './shape';
import { makeStamp } from './stamp';
import { Surface } from './surface';

const red = parseColour('#ff0000');
const blue = parseColour('#0000ff');
const alphaAt = (surface: Surface, x: number, y: number) => surface.pixels[y * surface.width + x] >>> 24;

test('a colour is packed as ImageData wants it', () => {
  expect(parseColour('#123456') >>> 0).toBe(0xff563412);
  expect([...new Uint8ClampedArray(Int32Array.of(parseColour('#123456')).buffer)]).toEqual([0x12, 0x34, 0x56, 0xff]);
});

test('"over" is exact where it is obvious', () => {
  expect(over(red, blue)).toBe(red);
  expect(over(0, blue)).toBe(blue);
  expect(over(faded(red, 0.5), 0)).toBe(faded(red, 0.5));
});

test('"over" an opaque colour agrees with the general rule', () => {
  const exact = (upper: number, lower: number, share: number) => upper * share + lower * (1 - share);
  for (let i = 0; i < 5_000; i++) {
    const upper = Math.imul(i, 0x9e3779b1);
    const lower = Math.imul(i + 7, 0x85ebca6b) | 0xff000000;
    const mixed = over(upper, lower);
    expect(mixed >>> 24).toBe(255);
    for (const shift of [0, 8, 16]) {
      const expected = exact((upper >>> shift) & 255, (lower >>> shift) & 255, (upper >>> 24) / 255);
      expect(Math.abs(((mixed >>> shift) & 255) - expected)).toBeLessThan(2);
    }
  }
});

test('a dot covers its disc, with soft edges', () => {
  const surface = new Surface(40, 40);
  const dot = makeStamp([{ shape: disc(4), colour: red }], 4, 40);
  surface.begin();
  surface.blit(dot, 20 - dot.size / 2, 20 - dot.size / 2);
  let area = 0;
  for (let y = 0; y < 40; y++) {
    for (let x = 0; x < 40; x++) {
      const alpha = alphaAt(surface, x, y);
      area += alpha / 255;
      const distance = Math.hypot(x + 0.5 - 20, y + 0.5 - 20);
      if (distance < 3.3) expect(surface.pixels[y * 40 + x]).toBe(red);
      if (distance > 4.8) expect(alpha).toBe(0);
    }
  }
  expect(area).toBeCloseTo(Math.PI * 16, 0);
});

test('a stamp may lie between pixels', () => {
  const centre = (dx: number) => {
    const stamp = makeStamp([{ shape: disc(3), colour: red }], 3, 100, { dx });
    let weight = 0;
    let sum = 0;
    stamp.offsets.forEach((offset, i) => {
      weight += stamp.colours[i] >>> 24;
      sum += (stamp.colours[i] >>> 24) * (offset % 100);
    });
    return sum / weight;
  };
  expect(centre(0.25) - centre(0)).toBeCloseTo(0.25, 1);
  expect(centre(0.75) - centre(0)).toBeCloseTo(0.75, 1);
});

test('a hard stamp has opaque pixels only', () => {
  const stamp = makeStamp([{ shape: disc(3), colour: red }], 3, 100, { hard: true });
  expect(stamp.opaque).toBe(stamp.colours.length);
  expect(Math.abs(stamp.opaque - Math.PI * 9)).toBeLessThan(5);
});

test('soft edges blend with what is beneath', () => {
  const surface = new Surface(40, 40);
  const below = makeStamp([{ shape: disc(8), colour: blue }], 8, 40);
  const above = makeStamp([{ shape: disc(4), colour: faded(red, 0.5) }], 4, 40);
  surface.begin();
  surface.blit(below, 10, 10);
  surface.blit(above, 14, 14);
  expect(surface.pixels[19 * 40 + 19]).toBe(over(faded(red, 0.5), blue));
});

test('a new picture wipes the old one, wherever it was', () => {
  const surface = new Surface(200, 150);
  const mark = makeStamp([{ shape: cross(5, 2), colour: red }], 7, 200);
  for (let i = 0; i < 20; i++) {
    surface.begin();
    surface.blit(mark, i * 9, (i * 37) % 130);
  }
  surface.begin();
  expect(surface.pixels.every((pixel) => pixel === 0)).toBe(true);
});

test('what is shown covers what is new and what is gone', () => {
  const surface = new Surface(200, 150);
  const mark = makeStamp([{ shape: disc(5), colour: red }], 5, 200);
  const shown = () => {
    const covered = new Set<number>();
    surface.changed((x, y, width, height) => {
      for (let row = y; row < y + height; row++) for (let i = x; i < x + width; i++) covered.add(row * 200 + i);
    });
    return covered;
  };
  surface.begin();
  surface.blit(mark, 20, 20);
  const first = shown();
  surface.begin();
  surface.blit(mark, 150, 120);
  const second = shown();
  surface.pixels.forEach((pixel, i) => {
    if (pixel !== 0) expect(second.has(i)).toBe(true);
  });
  for (const i of [25 * 200 + 25, 22 * 200 + 24]) {
    expect(first.has(i)).toBe(true);
    expect(second.has(i)).toBe(true);
  }
  expect(second.size).toBeLessThan(200 * 150 * 0.5);
});

test('a stamp that does not fit is left out, and harms nothing', () => {
  const surface = new Surface(20, 20);
  const dot = makeStamp([{ shape: disc(4), colour: red }], 4, 20);
  surface.begin();
  for (const [x, y] of [
    [-1, 5],
    [15, 5],
    [5, -3],
    [5, 14],
  ]) {
    surface.blit(dot, x, y);
  }
  expect(surface.pixels.every((pixel) => pixel === 0)).toBe(true);
});
