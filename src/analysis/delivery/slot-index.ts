/** No slot. */
const NONE = -1;

/**
 * Where the rows of messages are, by serial, which is the first word of a row: open addressing. Serials only grow, so that
 * those of one time stand side by side without being mixed.
 */
export class SlotIndex {
  private readonly slots: Int32Array;
  private readonly mask: number;

  /** @param rows so many at the most; a power of two */
  constructor(rows: number) {
    this.slots = new Int32Array(2 * rows).fill(NONE);
    this.mask = this.slots.length - 1;
  }

  /** The slot of a serial, which is without a sign; −1 if it has none. */
  find(words: Int32Array, serial: number): number {
    const { slots, mask } = this;
    const wanted = serial | 0;
    let place = homeOf(wanted) & mask;
    let slot = slots[place];
    while (slot !== NONE && words[slot] !== wanted) {
      place = (place + 1) & mask;
      slot = slots[place];
    }
    return slot;
  }

  add(words: Int32Array, slot: number): void {
    const { slots, mask } = this;
    let place = homeOf(words[slot]) & mask;
    while (slots[place] !== NONE) place = (place + 1) & mask;
    slots[place] = slot;
  }

  /** Takes out a slot that is there. */
  delete(words: Int32Array, slot: number): void {
    const { slots, mask } = this;
    let hole = homeOf(words[slot]) & mask;
    while (slots[hole] !== slot) hole = (hole + 1) & mask;
    for (let place = (hole + 1) & mask; slots[place] !== NONE; place = (place + 1) & mask) {
      const home = homeOf(words[slots[place]]) & mask;
      // Whatever can be found from its home only by passing the hole moves into it.
      if (((place - home) & mask) < ((place - hole) & mask)) continue;
      slots[hole] = slots[place];
      hole = place;
    }
    slots[hole] = NONE;
  }
}

/** Where a serial is looked for first. Those with the same distance, a power of two, would all meet without their upper bits. */
const homeOf = (serial: number): number => serial + (serial >>> 9);
