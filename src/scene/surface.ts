import { over } from './colour';
import type { Stamp } from './stamp';

/** Height of a band, pixels. */
const BAND = 16;

/**
 * A transparent picture of RGBA pixels (not premultiplied, as `ImageData` wants them) into which stamps are blended.
 * It remembers, for each band of rows, between which columns something was drawn, so that only those are wiped and
 * shown: a canvas larger than the screen costs what is on it, not what it could hold.
 */
export class Surface {
  readonly pixels: Int32Array<ArrayBuffer>;
  private left: Int32Array;
  private right: Int32Array;
  private lastLeft: Int32Array;
  private lastRight: Int32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Int32Array(width * height);
    const bands = Math.ceil(height / BAND);
    this.left = new Int32Array(bands).fill(width);
    this.right = new Int32Array(bands);
    this.lastLeft = new Int32Array(bands).fill(width);
    this.lastRight = new Int32Array(bands);
  }

  /** Wipes what the last picture held and begins a new one. */
  begin(): void {
    [this.left, this.lastLeft] = [this.lastLeft, this.left];
    [this.right, this.lastRight] = [this.lastRight, this.right];
    const { pixels, width, height, lastLeft, lastRight } = this;
    for (let band = 0; band < lastLeft.length; band++) {
      if (lastLeft[band] >= lastRight[band]) continue;
      const bottom = Math.min(height, (band + 1) * BAND);
      for (let y = band * BAND; y < bottom; y++)
        pixels.fill(0, y * width + lastLeft[band], y * width + lastRight[band]);
    }
    this.left.fill(width);
    this.right.fill(0);
  }

  /** Blends a stamp whose top left corner is at (x, y), whole pixels. One that does not lie wholly inside is left out. */
  blit(stamp: Stamp, x: number, y: number): void {
    const { pixels, width } = this;
    const { size, offsets, colours, opaque } = stamp;
    if (x < 0 || y < 0 || x + size > width || y + size > this.height) return;
    this.touch(x, y, size);
    const base = y * width + x;
    for (let i = 0; i < opaque; i++) pixels[base + offsets[i]] = colours[i];
    for (let i = opaque; i < colours.length; i++) {
      const at = base + offsets[i];
      pixels[at] = over(colours[i], pixels[at]);
    }
  }

  /** Calls `show` for each rectangle that may differ from the picture before this one. */
  changed(show: (x: number, y: number, width: number, height: number) => void): void {
    let top = 0;
    let left = this.width;
    let right = 0;
    const flush = (bottom: number) => {
      if (left < right) show(left, top, right - left, Math.min(bottom, this.height) - top);
      top = bottom;
      left = this.width;
      right = 0;
    };
    for (let band = 0; band < this.left.length; band++) {
      const bandLeft = Math.min(this.left[band], this.lastLeft[band]);
      const bandRight = Math.max(this.right[band], this.lastRight[band]);
      // Bands that nearly agree go together: a call has its price too.
      if (bandLeft >= bandRight || Math.abs(bandLeft - left) + Math.abs(bandRight - right) > this.width / 8) {
        flush(band * BAND);
      }
      if (bandLeft >= bandRight) continue;
      left = Math.min(left, bandLeft);
      right = Math.max(right, bandRight);
    }
    flush(this.left.length * BAND);
  }

  private touch(x: number, y: number, size: number): void {
    const last = ((y + size - 1) / BAND) | 0;
    for (let band = (y / BAND) | 0; band <= last; band++) {
      if (x < this.left[band]) this.left[band] = x;
      if (x + size > this.right[band]) this.right[band] = x + size;
    }
  }
}
