import type { SceneView } from '../worker/protocol';
import type { Box } from './link-curve';

/** What React Flow shows: `x`, `y` and `zoom` of its transform, and its size in CSS pixels. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/** A part of the canvas that a picture of the particles covers, in canvas units, and the zoom it was painted for. */
export interface Cover {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

/** How far a picture reaches beyond what is visible, as a share of that. */
const MARGIN = 0.2;
/** A picture that is stretched or shrunk beyond this looks wrong even while one zooms. */
const MOST_STRETCH = 1.5;
/** Beyond this many pixels a sharper picture is not worth its time. */
const MOST_PIXELS = 6_000_000;
/** Radius of a dot at zoom 1, CSS pixels; it grows with the root of the zoom, so that dots are still seen from afar. */
const DOT_RADIUS = 4;

/** What a new picture should cover. Its edges fall on CSS pixels of the viewport as it stands. */
export function coverFor({ x, y, zoom, width, height }: Viewport): Cover {
  const marginX = Math.round(width * MARGIN);
  const marginY = Math.round(height * MARGIN);
  return {
    x: (-x - marginX) / zoom,
    y: (-y - marginY) / zoom,
    width: (width + 2 * marginX) / zoom,
    height: (height + 2 * marginY) / zoom,
    zoom,
  };
}

/**
 * What a picture need show of a cover: no more than where anything is drawn at all, as every pixel has its price with
 * every frame. Its edges fall on the same pixels as the cover's.
 */
export function clipped(cover: Cover, reach: Box | null): Cover {
  if (!reach) return cover;
  const { zoom } = cover;
  const cut = (length: number, limit: number) => Math.floor(Math.max(0, Math.min(length, limit)) * zoom) / zoom;
  const left = cut(reach.x - cover.x, cover.width);
  const top = cut(reach.y - cover.y, cover.height);
  const right = cut(cover.x + cover.width - (reach.x + reach.width), cover.width - left);
  const bottom = cut(cover.y + cover.height - (reach.y + reach.height), cover.height - top);
  return {
    x: cover.x + left,
    y: cover.y + top,
    width: cover.width - left - right,
    height: cover.height - top - bottom,
    zoom,
  };
}

/**
 * Whether a picture no longer covers what is visible of that within which anything is drawn, or would have to be
 * stretched too far to.
 */
export function leaves(cover: Cover, { x, y, zoom, width, height }: Viewport, reach: Box | null = null): boolean {
  const stretch = zoom / cover.zoom;
  if (stretch > MOST_STRETCH || stretch < 1 / MOST_STRETCH) return true;
  const left = Math.max(-x / zoom, reach?.x ?? -Infinity);
  const top = Math.max(-y / zoom, reach?.y ?? -Infinity);
  const right = Math.min((-x + width) / zoom, reach ? reach.x + reach.width : Infinity);
  const bottom = Math.min((-y + height) / zoom, reach ? reach.y + reach.height : Infinity);
  if (left >= right || top >= bottom) return false;
  // Less than a pixel is not seen, and sums that should be the same differ in their last digit.
  const slack = 0.5 / zoom;
  return (
    left < cover.x - slack ||
    top < cover.y - slack ||
    right > cover.x + cover.width + slack ||
    bottom > cover.y + cover.height + slack
  );
}

/** The picture of a cover in device pixels, for a screen with `pixelRatio` of them per CSS pixel. */
export function viewOf(cover: Cover, pixelRatio: number): SceneView {
  const area = cover.width * cover.height * cover.zoom * cover.zoom;
  const ratio = Math.min(2, pixelRatio, Math.sqrt(MOST_PIXELS / area));
  const scale = cover.zoom * ratio;
  return {
    x: cover.x,
    y: cover.y,
    scale,
    width: Math.max(1, Math.round(cover.width * scale)),
    height: Math.max(1, Math.round(cover.height * scale)),
    dotRadius: Math.min(7, Math.max(1.4, DOT_RADIUS * Math.sqrt(cover.zoom))) * ratio,
  };
}
