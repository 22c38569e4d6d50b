import { faded, over } from './colour';
import type { Shape } from './shape';

/** A shape in one colour (0xAABBGGRR, not premultiplied). */
export interface Layer {
  readonly shape: Shape;
  readonly colour: number;
}

/** A small picture, ready to be blended into a {@link Surface}: only the pixels that it has, the opaque ones first. */
export interface Stamp {
  /** Width and height of the square that holds it, pixels. */
  readonly size: number;
  /** Where each pixel lies from the top left one, for one width of surface. */
  readonly offsets: Int32Array;
  /** 0xAABBGGRR, not premultiplied. */
  readonly colours: Int32Array;
  /** How many of the pixels are opaque, and so need no blending. */
  readonly opaque: number;
}

/**
 * Draws layers, bottom first, as a stamp for surfaces that are `stride` pixels wide. The shapes' origin lies (dx, dy)
 * right of and below the middle of the stamp; `reach` is the distance from the middle that they all stay within.
 * `hard` leaves out soft edges, for when there are too many stamps to blend.
 */
export function makeStamp(
  layers: readonly Layer[],
  reach: number,
  stride: number,
  { dx = 0, dy = 0, hard = false } = {},
): Stamp {
  const half = Math.ceil(reach + 1);
  const size = half * 2;
  const opaque: [offset: number, colour: number][] = [];
  const clear: [offset: number, colour: number][] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let colour = 0;
      for (const layer of layers) {
        const distance = layer.shape(x + 0.5 - half - dx, y + 0.5 - half - dy);
        const coverage = Math.min(1, Math.max(0, 0.5 - distance));
        colour = over(faded(layer.colour, hard ? Math.round(coverage) : coverage), colour);
      }
      const alpha = colour >>> 24;
      if (alpha === 255) opaque.push([y * stride + x, colour]);
      else if (alpha > 0) clear.push([y * stride + x, colour]);
    }
  }
  const all = [...opaque, ...clear];
  return {
    size,
    offsets: Int32Array.from(all, ([offset]) => offset),
    colours: Int32Array.from(all, ([, colour]) => colour),
    opaque: opaque.length,
  };
}
