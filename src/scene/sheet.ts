import type { SceneColours } from '../worker/protocol';
import { faded, parseColour } from './colour';
import { box, cross, disc, grown, outline, ring, type Shape, stroke, union } from './shape';
import { Sprite } from './sprite';
import { type Layer, makeStamp, type Stamp } from './stamp';

/** Positions between two pixels, per axis, for which a sprite has a stamp: what moves slowly must not jump. */
export const SUBPIXELS = 4;
/** Pictures in the life of a burst. */
const BURST_FRAMES = 20;
/** How opaque the echoes behind a traveller are, the nearest first. */
const TRAIL_STEPS = [0.3, 0.21, 0.14, 0.08, 0.04] as const;
/** How many echoes of itself a traveller may leave behind. */
export const TRAIL_LENGTH = TRAIL_STEPS.length;

/** Sizes of a sprite, as shares of the radius: a dense flow is drawn finer, or its dots would hide each other. */
const SIZES = [1, 0.76, 0.58] as const;

/** Every stamp for one size of dot, one set of colours and one width of surface; each is drawn when first needed. */
export class Sheet {
  private readonly sprites: (Stamp | undefined)[] = [];
  private readonly plains: (Stamp | undefined)[] = [];
  private readonly trails: (Stamp | undefined)[] = [];
  private readonly bursts: (Stamp | undefined)[] = [];

  constructor(
    private readonly colours: SceneColours,
    private readonly radius: number,
    private readonly stride: number,
  ) {}

  /** Whether its stamps are of this radius and for surfaces of this width. */
  fits(radius: number, stride: number): boolean {
    return this.radius === radius && this.stride === stride;
  }

  /** A sprite in one of the {@link SIZES}, shifted right and down by `column` and `row` of {@link SUBPIXELS} of a pixel. */
  sprite(sprite: number, size: number, column: number, row: number): Stamp {
    const at = ((sprite * SIZES.length + size) * SUBPIXELS + row) * SUBPIXELS + column;
    const known = this.sprites[at];
    if (known) return known;
    const { layers, reach } = this.face(sprite, this.radius * SIZES[size]);
    const stamp = makeStamp(layers, reach, this.stride, shift(column, row));
    this.sprites[at] = stamp;
    return stamp;
  }

  /** A sprite as one colour with hard edges and no rim, which takes a quarter of the time: for crowds. */
  plain(sprite: number, size: number): Stamp {
    const at = sprite * SIZES.length + size;
    const known = this.plains[at];
    if (known) return known;
    const stamp = this.drawPlain(sprite, this.radius * SIZES[size]);
    this.plains[at] = stamp;
    return stamp;
  }

  /** A function of its own: one that holds a function makes room for what that sees, for every dot of every frame. */
  private drawPlain(sprite: number, radius: number): Stamp {
    const { layers, reach } = this.face(sprite, radius);
    const ink = this.colourOf(sprite);
    const inked = layers.filter(({ colour }) => colour === ink);
    return makeStamp(inked, reach, this.stride, { hard: true });
  }

  /** What a sprite leaves behind it, `step` (0 … {@link TRAIL_LENGTH} − 1) places back, shifted like {@link sprite}. */
  trail(sprite: number, step: number, column: number, row: number): Stamp {
    const at = ((sprite * TRAIL_LENGTH + step) * SUBPIXELS + row) * SUBPIXELS + column;
    const known = this.trails[at];
    if (known) return known;
    const size = this.radius * (0.86 - step * 0.13);
    const colour = faded(this.colourOf(sprite), TRAIL_STEPS[step]);
    const stamp = makeStamp([{ shape: disc(size), colour }], size, this.stride, shift(column, row));
    this.trails[at] = stamp;
    return stamp;
  }

  /** The picture of a burst at an age of 0 … 1. */
  burst(age: number): Stamp {
    const frame = Math.min(BURST_FRAMES - 1, Math.floor(age * BURST_FRAMES));
    const known = this.bursts[frame];
    if (known) return known;
    const stamp = this.burstFrame(frame / BURST_FRAMES);
    this.bursts[frame] = stamp;
    return stamp;
  }

  private burstFrame(age: number): Stamp {
    const size = Math.max(2.5, this.radius * 1.15);
    const spread = 1 - (1 - age) ** 3;
    const radius = size * (1.1 + 2.3 * spread);
    const colour = parseColour(this.colours.failed);
    const mark = faded(colour, age < 0.55 ? 1 : 1 - (age - 0.55) / 0.45);
    const line = Math.max(1.3, size * 0.42);
    const rim: Layer[] = this.rim(cross(size * 0.8, line), mark >>> 24);
    return makeStamp(
      [
        { shape: disc(radius), colour: faded(colour, 0.16 * (1 - age)) },
        { shape: ring(radius, Math.max(0.8, size * 0.34 * (1 - age))), colour: faded(colour, 0.8 * (1 - age)) },
        ...rim,
        { shape: cross(size * 0.8, line), colour: mark },
      ],
      Math.max(radius, size * 1.4),
      this.stride,
    );
  }

  private face(sprite: number, r: number): { layers: readonly Layer[]; reach: number } {
    const line = Math.max(1.1, r * 0.4);
    const ink = this.colourOf(sprite);
    switch (sprite) {
      case Sprite.request:
        return this.inked(disc(r), ink, r);
      case Sprite.retry:
        return this.inked(union(disc(r * 0.62), ring(r * 1.38, Math.max(0.9, r * 0.3))), ink, r * 1.4);
      case Sprite.answer:
        return this.inked(ring(r * 1.08, line), ink, r * 1.1);
      case Sprite.failure:
        return this.inked(cross(r * 0.78, line * 1.1), ink, r * 1.4);
      case Sprite.message:
        return this.envelope(r, ink);
      case Sprite.redelivery:
        return this.envelope(r * 0.8, ink, outline(box(r * 1.75, r * 1.4, r * 0.3), Math.max(0.9, r * 0.28)));
      case Sprite.poll:
        return this.inked(ring(r * 0.72, Math.max(0.9, r * 0.3)), ink, r);
      case Sprite.ack:
        return this.inked(stroke([-0.7 * r, 0, -0.18 * r, 0.5 * r, 0.7 * r, -0.5 * r], line), ink, r);
      default:
        return this.inked(cross(r * 0.5, line), ink, r);
    }
  }

  private envelope(r: number, ink: number, frame?: Shape): { layers: readonly Layer[]; reach: number } {
    const paper = box(r * 1.3, r * 0.98, r * 0.28);
    const { layers, reach } = this.inked(frame ? union(paper, frame) : paper, ink, r * (frame ? 2.3 : 1.4));
    // Too small for a fold to be seen, it stays a plain rectangle.
    if (r < 2.4) return { layers, reach };
    const fold = stroke([-1.15 * r, -0.78 * r, 0, 0.22 * r, 1.15 * r, -0.78 * r], Math.max(0.8, r * 0.24));
    return { layers: [...layers, { shape: fold, colour: faded(parseColour(this.colours.background), 0.85) }], reach };
  }

  private inked(shape: Shape, ink: number, reach: number): { layers: readonly Layer[]; reach: number } {
    return { layers: [...this.rim(shape, 255), { shape, colour: ink }], reach: reach + this.rimWidth };
  }

  private rim(shape: Shape, alpha: number): Layer[] {
    const colour = faded(parseColour(this.colours.background), alpha / 255);
    return [{ shape: grown(shape, this.rimWidth), colour }];
  }

  private get rimWidth(): number {
    return Math.min(1.5, this.radius * 0.35);
  }

  private colourOf(sprite: number): number {
    const { pending, ok, failed, message } = this.colours;
    switch (sprite) {
      case Sprite.request:
      case Sprite.retry:
        return parseColour(pending);
      case Sprite.answer:
      case Sprite.ack:
        return parseColour(ok);
      case Sprite.message:
      case Sprite.redelivery:
      case Sprite.poll:
        return parseColour(message);
      default:
        return parseColour(failed);
    }
  }
}

const shift = (column: number, row: number) => ({ dx: column / SUBPIXELS, dy: row / SUBPIXELS });
