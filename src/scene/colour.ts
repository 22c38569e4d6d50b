// Colours are 0xAABBGGRR and not premultiplied, as `ImageData` holds them on the little-endian machines that browsers run on.

/** One colour over another, both as 0xAABBGGRR and not premultiplied: Porter and Duff's "over", "Compositing Digital Images", 1984. */
export function over(upper: number, lower: number): number {
  const upperAlpha = upper >>> 24;
  const lowerAlpha = ((lower >>> 24) * (255 - upperAlpha)) / 255;
  const alpha = upperAlpha + lowerAlpha;
  if (alpha === 0) return 0;
  const share = upperAlpha / alpha;
  const rest = 1 - share;
  const red = (upper & 255) * share + (lower & 255) * rest;
  const green = ((upper >>> 8) & 255) * share + ((lower >>> 8) & 255) * rest;
  const blue = ((upper >>> 16) & 255) * share + ((lower >>> 16) & 255) * rest;
  return (((alpha + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5)) >>> 0;
}

/** A colour with its opacity multiplied by `share`. */
export function faded(colour: number, share: number): number {
  const alpha = Math.round((colour >>> 24) * share);
  return ((colour & 0xffffff) | (alpha << 24)) >>> 0;
}

/** Reads a CSS colour of the form #rrggbb as 0xAABBGGRR; anything else is black. */
export function parseColour(css: string): number {
  const rgb = /^#[0-9a-f]{6}$/i.test(css) ? Number.parseInt(css.slice(1), 16) : 0;
  return (0xff000000 | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >>> 16)) >>> 0;
}
