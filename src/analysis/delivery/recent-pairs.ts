const EMPTY = 0;
const FIRST_SLOTS = 64;

/** Numbers above 0 by pairs of 32-bit numbers: open addressing in flat arrays. Nothing is ever taken out. */
class PairTable {
  size = 0;
  private ones = new Uint32Array(FIRST_SLOTS);
  private others = new Uint32Array(FIRST_SLOTS);
  private numbers = new Uint32Array(FIRST_SLOTS);

  /** 0 where the pair has none. */
  get(one: number, other: number): number {
    return this.numbers[this.find(one, other)];
  }

  set(one: number, other: number, number: number): void {
    let slot = this.find(one, other);
    if (this.numbers[slot] === EMPTY) {
      if (2 * (this.size + 1) > this.numbers.length) {
        this.grow();
        slot = this.find(one, other);
      }
      this.ones[slot] = one;
      this.others[slot] = other;
      this.size++;
    }
    this.numbers[slot] = number;
  }

  private find(one: number, other: number): number {
    const { ones, others, numbers } = this;
    const mask = numbers.length - 1;
    const mixed = Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (numbers[slot] !== EMPTY && (ones[slot] !== one || others[slot] !== other)) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { ones, others, numbers } = this;
    this.ones = new Uint32Array(ones.length * 2);
    this.others = new Uint32Array(ones.length * 2);
    this.numbers = new Uint32Array(ones.length * 2);
    this.size = 0;
    for (let slot = 0; slot < numbers.length; slot++) {
      if (numbers[slot] !== EMPTY) this.set(ones[slot], others[slot], numbers[slot]);
    }
  }
}

/**
 * A number above 0 for each of the pairs that were set last. Guaranteed for the last `atLeast` different ones; of
 * older ones as many again may still be known, and no more, so that memory stays bounded however long a run. Takes no
 * more than what it has been told needs.
 */
export class RecentPairs {
  private young = new PairTable();
  private old = new PairTable();

  constructor(private readonly atLeast: number) {}

  /** The number of a pair; 0 where it has none, or none any more. Both are from 0 to 2³² − 1. */
  get(one: number, other: number): number {
    const kept = this.young.get(one, other) || this.old.get(one, other);
    return kept === EMPTY ? 0 : kept - 1;
  }

  /** @param number below 2³² − 1; 0 takes away what was there, which has to hide what the older table says */
  set(one: number, other: number, number: number): void {
    if (this.young.size >= this.atLeast && this.young.get(one, other) === EMPTY) {
      this.old = this.young;
      this.young = new PairTable();
    }
    this.young.set(one, other, number + 1);
  }
}
