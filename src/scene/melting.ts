import type { Travellers } from './travellers';

/** A crossing quicker than this, in ms of wall-clock time, is a flicker and not a movement: eight frames at 60 a second. */
const TOO_QUICK_MS = 130;
/** What has melted stays so until crossings last this long: no going to and fro at the border. */
const SLOW_AGAIN_MS = 170;
/** More than this many on one lane can't be told apart. */
const TOO_MANY = 220;
const FEW_AGAIN = 160;

/**
 * Decides for which links the true travellers are shown and for which they melt into a flow: where they would be too
 * quick to be followed, or too many to be told apart.
 */
export class Melting {
  private melted = new Uint8Array(0);
  private counts = new Uint32Array(0);

  setWorld(links: number): void {
    this.melted = new Uint8Array(links);
    this.counts = new Uint32Array(links * 2);
  }

  /** `travelMs`: typical virtual time to cross each link. `pace`: virtual ms per wall-clock ms. */
  update(travelMs: Float32Array, pace: number, flights: Travellers): void {
    const { melted, counts } = this;
    counts.fill(0);
    for (let i = 0; i < flights.count; i++) counts[flights.lane[i]]++;
    for (let link = 0; link < melted.length; link++) {
      const crossingMs = travelMs[link] / pace;
      const most = Math.max(counts[link * 2], counts[link * 2 + 1]);
      const stays = melted[link] === 1;
      const quick = crossingMs < (stays ? SLOW_AGAIN_MS : TOO_QUICK_MS);
      melted[link] = quick || most > (stays ? FEW_AGAIN : TOO_MANY) ? 1 : 0;
    }
  }

  has(link: number): boolean {
    return this.melted[link] === 1;
  }
}
