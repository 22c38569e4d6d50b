// Colours are 0xAABBGGRR and not premultiplied, as `ImageData` holds them on the little-endian machines that browsers
// run on. They are kept as signed integers, which JavaScript engines handle as machine words; unsigned ones are not.

/**
 * One colour over another: Porter and Duff's "over" ("Compositing Digital Images", 1984). Over an opaque colour, which is
 * what dense traffic mostly meets, it needs no division.
 */
export function over(upper: number, lower: number): number {
  if (lower === 0) return upper;
  const upperAlpha = upper >>> 24;
  return lower >>> 24 === 255 ? overOpaque(upper, lower, upperAlpha) : overClear(upper, lower, upperAlpha);
}

/** Red and blue are mixed in one multiplication: 16 bits apart, they do not touch. */
function overOpaque(upper: number, lower: number, alpha: number): number {
  // 0 … 255 to 0 … 256, so that a shift divides exactly at both ends.
  const share = alpha + (alpha >>> 7);
  const rest = 256 - share;
  const redBlue = (Math.imul(upper & 0xff00ff, share) + Math.imul(lower & 0xff00ff, rest)) >>> 8;
  const green = (Math.imul(upper & 0xff00, share) + Math.imul(lower & 0xff00, rest)) >>> 8;
  return 0xff000000 | (redBlue & 0xff00ff) | (green & 0xff00);
}

function overClear(upper: number, lower: number, upperAlpha: number): number {
  const lowerAlpha = ((lower >>> 24) * (255 - upperAlpha)) / 255;
  const alpha = upperAlpha + lowerAlpha;
  if (alpha === 0) return 0;
  const share = upperAlpha / alpha;
  const rest = 1 - share;
  const red = (upper & 255) * share + (lower & 255) * rest;
  const green = ((upper >>> 8) & 255) * share + ((lower >>> 8) & 255) * rest;
  const blue = ((upper >>> 16) & 255) * share + ((lower >>> 16) & 255) * rest;
  return ((alpha + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5);
}

/** A colour with its opacity multiplied by `share`. */
export function faded(colour: number, share: number): number {
  const alpha = Math.round((colour >>> 24) * share);
  return (colour & 0xffffff) | (alpha << 24);
}

/** Reads a CSS colour of the form #rrggbb as 0xAABBGGRR; anything else is black. */
export function parseColour(css: string): number {
  const rgb = /^#[0-9a-f]{6}$/i.test(css) ? Number.parseInt(css.slice(1), 16) : 0;
  return 0xff000000 | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >>> 16);
}
