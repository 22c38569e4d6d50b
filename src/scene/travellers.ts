const LARGEST = 1 << 18;

/**
 * A pool of things that travel along lanes, each from a start to an end in time. Kept in columns that grow to what
 * was needed at once and are then reused: nothing is allocated per traveller.
 *
 * A *lane* is one direction of a link: `2 × link` out, `2 × link + 1` back.
 */
export class Travellers {
  count = 0;
  lane: Uint16Array;
  sprite: Uint8Array;
  /** Which of a sprite's sizes; 0 is the largest. */
  size: Uint8Array;
  /** 1: never arrives; its end is the moment it is halfway. */
  lost: Uint8Array;
  /** How far out of its lane, away from the middle of the link, it travels, canvas units. */
  aside: Float32Array;
  start: Float64Array;
  end: Float64Array;
  /** How many have come since those that had arrived were forgotten, and since there was no room for one that came. */
  private sinceSweep = 0;
  private sinceFull = 0;

  constructor(capacity = 1024) {
    this.lane = new Uint16Array(capacity);
    this.sprite = new Uint8Array(capacity);
    this.size = new Uint8Array(capacity);
    this.lost = new Uint8Array(capacity);
    this.aside = new Float32Array(capacity);
    this.start = new Float64Array(capacity);
    this.end = new Float64Array(capacity);
  }

  get capacity(): number {
    return this.lane.length;
  }

  /** Adds one. `start` never decreases from call to call; beyond a quarter million at once, further ones are not kept. */
  add(lane: number, sprite: number, start: number, end: number, lost: boolean, aside = 0, size = 0): void {
    this.sinceSweep++;
    this.sinceFull++;
    if (this.count === this.capacity) {
      // Looking through all of them for every one that comes would take a flood's time squared.
      if (this.sinceFull < this.capacity / 8) return;
      this.sinceFull = 0;
      this.expire(start);
      if (this.count > this.capacity / 2) this.grow();
      if (this.count === this.capacity) return;
    }
    const i = this.count++;
    this.lane[i] = lane;
    this.sprite[i] = sprite;
    this.size[i] = size;
    this.lost[i] = lost ? 1 : 0;
    this.aside[i] = aside;
    this.start[i] = start;
    this.end[i] = end;
  }

  /** The same as {@link expire}, as soon as it is worth while: when as many have come as are an eighth of all. */
  sweep(now: number): void {
    if (this.sinceSweep >= this.count / 8) this.expire(now);
  }

  /** Forgets those that have arrived by `now`. The others keep their order, so that none flickers over another. */
  expire(now: number): void {
    this.sinceSweep = 0;
    const { lane, sprite, size, lost, aside, start, end, count } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      if (end[i] <= now) continue;
      if (kept !== i) {
        lane[kept] = lane[i];
        sprite[kept] = sprite[i];
        size[kept] = size[i];
        lost[kept] = lost[i];
        aside[kept] = aside[i];
        start[kept] = start[i];
        end[kept] = end[i];
      }
      kept++;
    }
    this.count = kept;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    const capacity = Math.min(LARGEST, this.capacity * 2);
    if (capacity === this.capacity) return;
    const larger = new Travellers(capacity);
    larger.lane.set(this.lane);
    larger.sprite.set(this.sprite);
    larger.size.set(this.size);
    larger.lost.set(this.lost);
    larger.aside.set(this.aside);
    larger.start.set(this.start);
    larger.end.set(this.end);
    Object.assign(this, { ...larger, count: this.count });
  }
}
