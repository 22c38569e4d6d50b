import { expect, test } from 'vitest';
import { dotsPerSec, Flow, transitMs } from './flow';
import { SPRITES, Sprite } from './sprite';

/** Dots a second for evenly spaced travellers at a rate, after the rate has become known. */
function dotsAt(ratePerSec: number): number {
  const flow = new Flow(1, SPRITES);
  let dots = 0;
  for (let i = 0; i < ratePerSec * 12; i++) {
    const atMs = (i * 1000) / ratePerSec;
    if (flow.admits(0, Sprite.request, atMs) && atMs >= 2_000) dots++;
  }
  return dots / 10;
}

test('below twenty a second every traveller has its dot', () => {
  for (const rate of [1, 5, 10, 19]) expect(dotsAt(rate)).toBeCloseTo(rate, 0);
});

test('above, the number of dots still grows with the rate, by the documented law', () => {
  let last = 0;
  for (const rate of [20, 50, 200, 1_000, 10_000, 100_000]) {
    const dots = dotsAt(rate);
    expect(dots).toBeGreaterThan(last * 1.1);
    expect(dots / dotsPerSec(rate)).toBeGreaterThan(0.93);
    expect(dots / dotsPerSec(rate)).toBeLessThan(1.07);
    last = dots;
  }
});

test('a thousand a second do not look like fifty', () => {
  expect(dotsPerSec(1_000) / dotsPerSec(50)).toBeGreaterThan(2.5);
});

test('the mix of a flow is the true mix, also where outcomes take turns', () => {
  const flow = new Flow(1, SPRITES);
  const dots = new Map<number, number>();
  for (let i = 0; i < 20_000; i++) {
    const sprite = i % 20 === 0 ? Sprite.failure : Sprite.answer;
    if (flow.admits(0, sprite, i)) dots.set(sprite, (dots.get(sprite) ?? 0) + 1);
  }
  const failed = dots.get(Sprite.failure) ?? 0;
  const ok = dots.get(Sprite.answer) ?? 0;
  expect(failed / (failed + ok)).toBeCloseTo(0.05, 2);
});

test('lanes do not know of each other, and a lane that falls silent is forgotten', () => {
  const flow = new Flow(2, SPRITES);
  for (let i = 0; i < 1_000; i++) flow.admits(0, Sprite.request, i);
  expect([flow.size(0), flow.size(1)]).toEqual([2, 0]);
  expect(flow.admits(1, Sprite.request, 1_000)).toBe(true);
  expect(flow.admits(0, Sprite.request, 1_600)).toBe(true);
  expect(flow.size(0)).toBe(0);
});

test('a busier flow is wider and finer, within limits', () => {
  const flow = new Flow(1, SPRITES);
  for (let i = 0; i < 10; i++) flow.admits(0, Sprite.request, i * 100);
  expect([flow.aside(0), flow.size(0)]).toEqual([0, 0]);
  for (let i = 0; i < 20_000; i++) {
    flow.admits(0, Sprite.request, 1_000 + i / 10);
    expect(flow.aside(0)).toBeGreaterThanOrEqual(0);
    expect(flow.aside(0)).toBeLessThanOrEqual(9);
  }
  expect(flow.size(0)).toBe(2);
});

test('a dot of a flow can be followed by eye on links of any length', () => {
  expect(transitMs(10)).toBe(450);
  expect(transitMs(230)).toBe(1_000);
  expect(transitMs(5_000)).toBe(1_600);
});
