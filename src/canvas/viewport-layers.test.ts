import { expect, test } from 'vitest';
import type { Viewport } from './particle-view';
import { leavesLayers } from './viewport-layers';

const laid: Viewport = { x: 100, y: 50, zoom: 0.5, width: 1000, height: 500 };

test('layers reach a view further on every side', () => {
  expect(leavesLayers(laid, laid)).toBe(false);
  expect(leavesLayers(laid, { ...laid, x: 1_100, y: 550 })).toBe(false);
  expect(leavesLayers(laid, { ...laid, x: -900, y: -450 })).toBe(false);
  expect(leavesLayers(laid, { ...laid, x: 1_101 })).toBe(true);
  expect(leavesLayers(laid, { ...laid, x: -901 })).toBe(true);
  expect(leavesLayers(laid, { ...laid, y: 551 })).toBe(true);
  expect(leavesLayers(laid, { ...laid, y: -451 })).toBe(true);
});

test('layers are laid anew once a zoom would make them far too large or too small', () => {
  const zoomed = (zoom: number) => ({ ...laid, x: 500 - 800 * zoom, y: 250 - 400 * zoom, zoom });
  expect(leavesLayers(laid, zoomed(0.9))).toBe(false);
  expect(leavesLayers(laid, zoomed(1.1))).toBe(true);
  expect(leavesLayers(laid, zoomed(0.24))).toBe(true);
});

test('a canvas that becomes larger is covered again', () => {
  expect(leavesLayers(laid, { ...laid, width: 2_001 })).toBe(true);
});
