/** Points of a link's table: its ends and 31 points between them, at equal distances along the curve. */
export const POINTS = 33;
/** Numbers a point takes: x, y and the unit normal, pointing to the right of the direction of travel. */
export const POINT_SIZE = 4;
/** Numbers a link's table takes. */
export const TABLE_SIZE = POINTS * POINT_SIZE;

/** A cubic Bézier curve: x0 y0 … x3 y3. */
export type Curve = readonly [number, number, number, number, number, number, number, number];

const STEPS = 128;
const walkedX = new Float64Array(STEPS + 1);
const walkedY = new Float64Array(STEPS + 1);
const walked = new Float64Array(STEPS + 1);

/**
 * Writes the table of a curve at `offset` of `out` and returns the curve's length. Equal steps through the table are
 * equal distances on the canvas, so that a particle's progress is its share of the way and not the curve's parameter.
 */
export function tabulate(curve: Curve, out: Float32Array, offset: number): number {
  const length = walk(curve);
  let step = 1;
  for (let point = 0; point < POINTS; point++) {
    const target = (length * point) / (POINTS - 1);
    while (step < STEPS && walked[step] < target) step++;
    const span = walked[step] - walked[step - 1];
    const share = span > 0 ? (target - walked[step - 1]) / span : 0;
    const dx = walkedX[step] - walkedX[step - 1];
    const dy = walkedY[step] - walkedY[step - 1];
    const at = offset + point * POINT_SIZE;
    out[at] = walkedX[step - 1] + dx * share;
    out[at + 1] = walkedY[step - 1] + dy * share;
    out[at + 2] = span > 0 ? -dy / span : 0;
    out[at + 3] = span > 0 ? dx / span : 0;
  }
  return length;
}

/** Walks the curve in small equal steps of its parameter and notes where it is and how far it has come. */
function walk([x0, y0, x1, y1, x2, y2, x3, y3]: Curve): number {
  let length = 0;
  for (let step = 0; step <= STEPS; step++) {
    const t = step / STEPS;
    const u = 1 - t;
    const a = u * u * u;
    const b = 3 * u * u * t;
    const c = 3 * u * t * t;
    const d = t * t * t;
    const x = a * x0 + b * x1 + c * x2 + d * x3;
    const y = a * y0 + b * y1 + c * y2 + d * y3;
    if (step > 0) {
      const dx = x - walkedX[step - 1];
      const dy = y - walkedY[step - 1];
      length += Math.sqrt(dx * dx + dy * dy);
    }
    walkedX[step] = x;
    walkedY[step] = y;
    walked[step] = length;
  }
  return length;
}
