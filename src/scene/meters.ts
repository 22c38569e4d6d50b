import { SPRITES, Sprite } from './sprite';
import type { Travellers } from './travellers';

/** Marks in a row at the most. */
export const LONGEST_ROW = 6;
/** How often the rows are counted anew, ms of scene time: seldom enough that nothing flickers. */
const EVERY_MS = 500;

const BAD: readonly number[] = [Sprite.failure, Sprite.nack];

/**
 * What is shown to those who asked for less motion: a still row of marks for each lane, longer with its rate, in the
 * mix of what passes. A failure among many successes always has a mark.
 */
export class Meters {
  /** Sprites to show per lane, {@link LONGEST_ROW} places each, of which the first `lengths[lane]` count. */
  rows = new Uint8Array(0);
  lengths = new Uint8Array(0);
  private counts = new Uint16Array(0);
  private countedMs = Number.NEGATIVE_INFINITY;

  setWorld(links: number): void {
    this.rows = new Uint8Array(links * 2 * LONGEST_ROW);
    this.lengths = new Uint8Array(links * 2);
    this.counts = new Uint16Array(links * 2 * SPRITES);
    this.countedMs = Number.NEGATIVE_INFINITY;
  }

  /** Counts the dots of a flow, if it is time to. */
  update(dots: Travellers, sceneMs: number): void {
    const sinceMs = sceneMs - this.countedMs;
    if (sinceMs >= 0 && sinceMs < EVERY_MS) return;
    this.countedMs = sceneMs;
    this.counts.fill(0);
    for (let i = 0; i < dots.count; i++) {
      if (dots.start[i] <= sceneMs && dots.end[i] > sceneMs) this.counts[dots.lane[i] * SPRITES + dots.sprite[i]]++;
    }
    for (let lane = 0; lane < this.lengths.length; lane++) this.fillRow(lane);
  }

  private fillRow(lane: number): void {
    const counts = this.counts.subarray(lane * SPRITES, (lane + 1) * SPRITES);
    let total = 0;
    for (const count of counts) total += count;
    const length = rowLength(total);
    const row = lane * LONGEST_ROW;
    let filled = 0;
    for (const sprite of BAD) {
      const marks = counts[sprite] === 0 ? 0 : Math.max(1, Math.round((counts[sprite] / total) * length));
      for (let i = 0; i < marks && filled < length; i++) this.rows[row + filled++] = sprite;
    }
    let seen = 0;
    const good = total - BAD.reduce((sum, sprite) => sum + counts[sprite], 0);
    const places = length - filled;
    for (let sprite = 0; sprite < SPRITES && good > 0; sprite++) {
      if (BAD.includes(sprite)) continue;
      seen += counts[sprite];
      const until = length - places + Math.round((seen / good) * places);
      while (filled < until) this.rows[row + filled++] = sprite;
    }
    this.lengths[lane] = filled;
  }
}

/** One mark for something at all, one more for each doubling. */
function rowLength(count: number): number {
  return count === 0 ? 0 : Math.min(LONGEST_ROW, 1 + Math.floor(Math.log2(count)));
}
