/** Where a node is drawn, in canvas units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cubic Bézier curve: start, two control points, end, as x and y in turn. */
export type Curve = readonly [number, number, number, number, number, number, number, number];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far the control points of a link that runs backwards reach out, so that it loops round its two ends. */
const backwardReach = (distance: number): number => 32 + 6 * Math.sqrt(-distance);

/** The curve from one point, leaving to the right, to another, arriving from the left. */
export function curveBetween(x0: number, y0: number, x3: number, y3: number): Curve {
  const dx = x3 - x0;
  const reach = dx >= 0 ? Math.max(dx / 2, Math.min(32, Math.abs(y3 - y0) / 2)) : backwardReach(dx);
  return [x0, y0, x0 + reach, y0, x3 - reach, y3, x3, y3];
}

/** Less room than this between two cards, and a link from one down to the other could not be seen. */
const LEAST_STRETCH = 40;
/** How far from the middle such a link runs, so that the one that answers it has its own way. */
const ASIDE = 16;

/** The curve from a card to one that stands above or below it, over the gap between them; null where they do not. */
function stackedCurve(source: Box, target: Box): Curve | null {
  const from = source.x + source.width / 2;
  const to = target.x + target.width / 2;
  if (Math.abs(to - from) > Math.min(source.width, target.width) / 2) return null;
  const isDown = source.y < target.y;
  const y0 = isDown ? source.y + source.height : source.y;
  const y3 = isDown ? target.y : target.y + target.height;
  const stretch = isDown ? y3 - y0 : y0 - y3;
  if (stretch < LEAST_STRETCH) return null;
  const aside = isDown ? ASIDE : -ASIDE;
  const reach = (y3 - y0) / 2;
  return [from + aside, y0, from + aside, y0 + reach, to + aside, y3 - reach, to + aside, y3];
}

/** How far below the middle a link runs that goes back to a card at the left, so that what it answers has its own way. */
const BELOW = 32;

/** The curve from a card back to one at its left, over the gap between them; null where there is none. */
function backCurve(source: Box, target: Box): Curve | null {
  const to = target.x + target.width;
  if (source.x - to < LEAST_STRETCH) return null;
  const y0 = source.y + source.height / 2 + BELOW;
  const y3 = target.y + target.height / 2 + BELOW;
  const reach = (source.x - to) / 2;
  return [source.x, y0, source.x - reach, y0, to + reach, y3, to, y3];
}

/**
 * The curve of a link, from the middle of the source's right side to the middle of the target's left side; between
 * cards that stand one above the other, and back to a card at the left, straight from edge to edge, so that it runs
 * behind neither. The picture of the link and the particles that travel along it both come from here, so that they
 * cannot part.
 */
export function linkCurve(source: Box, target: Box): Curve {
  const direct = stackedCurve(source, target) ?? backCurve(source, target);
  if (direct) return direct;
  return curveBetween(source.x + source.width, source.y + source.height / 2, target.x, target.y + target.height / 2);
}

/** The curve as the `d` of an SVG path. */
export const curvePath = ([x0, y0, x1, y1, x2, y2, x3, y3]: Curve): string =>
  `M${x0},${y0} C${x1},${y1} ${x2},${y2} ${x3},${y3}`;

/** The point at the curve's parameter `t` (0 … 1). */
export function pointAt([x0, y0, x1, y1, x2, y2, x3, y3]: Curve, t: number): Point {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: a * x0 + b * x1 + c * x2 + d * x3, y: a * y0 + b * y1 + c * y2 + d * y3 };
}

/** The direction of travel at `t`, of length 1. */
export function directionAt([x0, y0, x1, y1, x2, y2, x3, y3]: Curve, t: number): Point {
  const s = 1 - t;
  const x = s * s * (x1 - x0) + 2 * s * t * (x2 - x1) + t * t * (x3 - x2);
  const y = s * s * (y1 - y0) + 2 * s * t * (y2 - y1) + t * t * (y3 - y2);
  const length = Math.hypot(x, y);
  return length > 0 ? { x: x / length, y: y / length } : { x: 1, y: 0 };
}
