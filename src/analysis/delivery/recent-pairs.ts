const EMPTY = 0;
const FIRST_SLOTS = 64;

/** What stands in a slot, side by side, so that a look at it meets one line of a processor's cache. */
const WIDTH = 4;
const ONE = 0;
const OTHER = 1;
const NUMBER = 2;

/** Numbers above 0 by pairs of 32-bit numbers: open addressing in a flat array. Nothing is ever taken out but everything. */
class PairTable {
  size = 0;
  private slots = new Uint32Array(FIRST_SLOTS * WIDTH);
  private mask = FIRST_SLOTS - 1;

  /** 0 where the pair has none. */
  get(one: number, other: number): number {
    return this.slots[this.find(one, other) + NUMBER];
  }

  set(one: number, other: number, number: number): void {
    let slot = this.find(one, other);
    if (this.slots[slot + NUMBER] === EMPTY) {
      if (2 * (this.size + 1) > this.mask + 1) {
        this.grow();
        slot = this.find(one, other);
      }
      this.slots[slot + ONE] = one;
      this.slots[slot + OTHER] = other;
      this.size++;
    }
    this.slots[slot + NUMBER] = number;
  }

  /** Forgets everything but keeps the memory. */
  clear(): void {
    this.slots.fill(0);
    this.size = 0;
  }

  /** Where the pair's slot begins. */
  private find(one: number, other: number): number {
    const { slots, mask } = this;
    const mixed = Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    for (;;) {
      const at = slot * WIDTH;
      if (slots[at + NUMBER] === EMPTY || (slots[at + ONE] === one && slots[at + OTHER] === other)) return at;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Uint32Array(slots.length * 2);
    this.mask = this.mask * 2 + 1;
    this.size = 0;
    for (let at = 0; at < slots.length; at += WIDTH) {
      if (slots[at + NUMBER] !== EMPTY) this.set(slots[at + ONE], slots[at + OTHER], slots[at + NUMBER]);
    }
  }
}

/** Pairs that have been appended, and not looked for since, are listed: the one, the other, their number. */
const LISTED = 3;
const FIRST_LISTED = 64;

/**
 * A number above 0 for each of the pairs that were set last. Guaranteed for the last `atLeast` different ones; of
 * older ones as many again may still be known, and no more, so that memory stays bounded however long a run. Takes no
 * more than what it has been told needs.
 */
export class RecentPairs {
  private young = new PairTable();
  private old = new PairTable();
  /** Written over in turn once it is as long as it may be. */
  private listed = new Uint32Array(FIRST_LISTED * LISTED);
  private next = 0;
  private listedCount = 0;

  constructor(private readonly atLeast: number) {}

  /** The number of a pair; 0 where it has none, or none any more. Both are from 0 to 2³² − 1. */
  get(one: number, other: number): number {
    if (this.listedCount > 0) this.enter();
    const kept = this.young.get(one, other) || this.old.get(one, other);
    return kept === EMPTY ? 0 : kept - 1;
  }

  /** @param number below 2³² − 1; 0 takes away what was there, which has to hide what the older table says */
  set(one: number, other: number, number: number): void {
    if (this.listedCount > 0) this.enter();
    this.put(one, other, number);
  }

  /** The same for a pair that has not been set before: until somebody looks for any, it costs nothing but to write it down. */
  append(one: number, other: number, number: number): void {
    if (this.next === this.listed.length) this.makeRoom();
    const { listed, next } = this;
    listed[next] = one;
    listed[next + 1] = other;
    listed[next + 2] = number;
    this.next = next + LISTED;
    this.listedCount++;
  }

  private makeRoom(): void {
    const most = this.atLeast * LISTED;
    if (this.listed.length >= most) {
      // The last `atLeast` are all different: those before need not be known.
      this.next = 0;
      return;
    }
    const grown = new Uint32Array(Math.min(most, this.listed.length * 2));
    grown.set(this.listed);
    this.listed = grown;
  }

  /** Enters in the tables what is listed, the oldest first. */
  private enter(): void {
    const { listed } = this;
    const isOver = this.listedCount * LISTED > this.next;
    const count = isOver ? listed.length / LISTED : this.listedCount;
    let from = isOver && this.next < listed.length ? this.next : 0;
    for (let i = 0; i < count; i++) {
      this.put(listed[from], listed[from + 1], listed[from + 2]);
      from += LISTED;
      if (from === listed.length) from = 0;
    }
    this.next = 0;
    this.listedCount = 0;
  }

  private put(one: number, other: number, number: number): void {
    if (this.young.size >= this.atLeast && this.young.get(one, other) === EMPTY) {
      // The older one is written over: to let a new one grow, again and again, takes longer than all else.
      const { old, young } = this;
      old.clear();
      this.old = young;
      this.young = old;
    }
    this.young.set(one, other, number + 1);
  }
}
