import type { Travellers } from './travellers';

/** A crossing quicker than this, in ms of wall-clock time, is a flicker and not a movement: eight frames at 60 a second. */
const TOO_QUICK_MS = 130;
/** What has melted stays so until crossings last this long: no going to and fro at the border. */
const SLOW_AGAIN_MS = 170;
/** More than this many on one lane can't be told apart, nor can those that lie closer than this share of their radius. */
const TOO_MANY = 220;
const CLOSEST = 0.3;
/** Of what is too many, the share at which there are few enough again. */
const FEW_AGAIN = 0.7;

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

  /**
   * `travelMs`: typical virtual time to cross each link. `pace`: virtual ms per wall-clock ms. `flights` are those at the
   * playhead `now`. `lengths` of the links and `dotRadius` are in canvas units.
   */
  update(
    travelMs: Float32Array,
    pace: number,
    flights: Travellers,
    now: number,
    lengths: Float32Array,
    dotRadius: number,
  ): void {
    const { melted, counts } = this;
    counts.fill(0);
    const { lane, end, count } = flights;
    for (let i = 0; i < count; i++) if (end[i] > now) counts[lane[i]]++;
    for (let link = 0; link < melted.length; link++) {
      const crossingMs = travelMs[link] / pace;
      const most = Math.max(counts[link * 2], counts[link * 2 + 1]);
      const stays = melted[link] === 1;
      const quick = crossingMs < (stays ? SLOW_AGAIN_MS : TOO_QUICK_MS);
      const room = Math.min(TOO_MANY, lengths[link] / (CLOSEST * dotRadius));
      melted[link] = quick || most > (stays ? room * FEW_AGAIN : room) ? 1 : 0;
    }
  }

  has(link: number): boolean {
    return this.melted[link] === 1;
  }
}
