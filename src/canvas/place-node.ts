import { kindViews } from '../kinds/views';
import { useDocument } from '../stores/document';
import { GRID } from './grid';
import { boxOf } from './layout';
import type { Box, Point } from './link-curve';

const snap = (value: number): number => Math.round(value / GRID) * GRID;

const overlaps = (a: Box, b: Box, margin: number) =>
  a.x < b.x + b.width + margin &&
  b.x < a.x + a.width + margin &&
  a.y < b.y + b.height + margin &&
  b.y < a.y + a.height + margin;

/** Screens are wider than tall: a place beside is nearer than one as far above or below. */
const STEEPNESS = 2;

/** A place for a box at or near `wanted` that no other box takes: the nearest on the first ring around it with room. */
export function freePlace(size: { width: number; height: number }, wanted: Point, taken: readonly Box[]): Point {
  const margin = 3 * GRID;
  const fits = (at: Point) => !taken.some((box) => overlaps({ ...at, ...size }, box, margin));
  const far = (at: Point) => (at.x - wanted.x) ** 2 + (STEEPNESS * (at.y - wanted.y)) ** 2;
  const stepX = size.width / 2;
  const stepY = size.height / 2;
  for (let ring = 0; ring < 40; ring++) {
    const free: Point[] = [];
    // From the right to the left and downwards: of two places as near, the one to the right, then the upper one.
    for (let column = ring; column >= -ring; column--) {
      for (let row = -ring; row <= ring; row++) {
        if (Math.max(Math.abs(column), Math.abs(row)) !== ring) continue;
        const at = { x: snap(wanted.x + column * stepX), y: snap(wanted.y + row * stepY) };
        if (fits(at)) free.push(at);
      }
    }
    if (free.length > 0) return free.reduce((best, at) => (far(at) < far(best) ? at : best));
  }
  return { x: snap(wanted.x), y: snap(wanted.y) };
}

/** Adds a node of a kind with its middle at, or as near as there is room to, a point on the canvas. Gives its id. */
export function placeNode(kind: string, middle: Point, options: { readonly exactly?: boolean } = {}): string {
  const view = kindViews[kind];
  if (!view) return '';
  const { addNode, scenario } = useDocument.getState();
  const wanted = { x: middle.x - view.size.width / 2, y: middle.y - view.size.height / 2 };
  const position = options.exactly
    ? { x: snap(wanted.x), y: snap(wanted.y) }
    : freePlace(view.size, wanted, scenario.nodes.map(boxOf));
  return addNode(kind, position);
}
