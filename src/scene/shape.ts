/**
 * Shapes as signed distances: how far a point is outside (positive) or inside (negative), in pixels. From a distance
 * follows how much of a pixel a shape covers, and with that smooth edges at any size and position.
 */
export type Shape = (x: number, y: number) => number;

export const disc =
  (radius: number): Shape =>
  (x, y) =>
    Math.sqrt(x * x + y * y) - radius;

/** A ring of the given outer radius. */
export const ring = (radius: number, width: number): Shape => outline(disc(radius - width / 2), width);

/** A line along the edge of a shape. */
export const outline =
  (shape: Shape, width: number): Shape =>
  (x, y) =>
    Math.abs(shape(x, y)) - width / 2;

/** A rectangle of `2 × halfWidth` by `2 × halfHeight` with rounded corners. */
export const box =
  (halfWidth: number, halfHeight: number, corner: number): Shape =>
  (x, y) => {
    const dx = Math.abs(x) - halfWidth + corner;
    const dy = Math.abs(y) - halfHeight + corner;
    const outside = Math.sqrt(Math.max(dx, 0) ** 2 + Math.max(dy, 0) ** 2);
    return outside + Math.min(Math.max(dx, dy), 0) - corner;
  };

/** A line through the given points (x0, y0, x1, y1, …) with round ends. */
export const stroke =
  (points: readonly number[], width: number): Shape =>
  (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 3 < points.length; i += 2) {
      const lineX = points[i + 2] - points[i];
      const lineY = points[i + 3] - points[i + 1];
      const alongX = x - points[i];
      const alongY = y - points[i + 1];
      const reach = (alongX * lineX + alongY * lineY) / (lineX * lineX + lineY * lineY);
      const share = Math.min(1, Math.max(0, reach));
      const dx = alongX - lineX * share;
      const dy = alongY - lineY * share;
      nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy));
    }
    return nearest - width / 2;
  };

/** Two crossing lines whose ends lie `reach` from the middle in x and in y. */
export const cross = (reach: number, width: number): Shape =>
  union(stroke([-reach, -reach, reach, reach], width), stroke([-reach, reach, reach, -reach], width));

export const union =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const shape of shapes) nearest = Math.min(nearest, shape(x, y));
    return nearest;
  };

/** A shape larger by `by` pixels on all sides. */
export const grown =
  (shape: Shape, by: number): Shape =>
  (x, y) =>
    shape(x, y) - by;
