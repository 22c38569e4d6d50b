const EMPTY = 0xffffffff;
const initialSlots = 64;

/**
 * Small numbers by serial: a hash table in two flat arrays (linear probing, deletion by shifting back), because a `Map`
 * is several times slower and leaves garbage behind. A serial is below 2³² − 1, a number from 0 to 2³¹ − 1.
 */
export class SerialTable {
  private serials = new Uint32Array(initialSlots).fill(EMPTY);
  private numbers = new Int32Array(initialSlots);
  private mask = initialSlots - 1;
  /** How many serials have a number. */
  size = 0;

  /** The number of a serial; −1 if it has none. */
  get(serial: number): number {
    const slot = this.find(serial);
    return this.serials[slot] === serial ? this.numbers[slot] : -1;
  }

  set(serial: number, number: number): void {
    let slot = this.find(serial);
    if (this.serials[slot] !== serial) {
      if (2 * (this.size + 1) > this.serials.length) {
        this.grow();
        slot = this.find(serial);
      }
      this.serials[slot] = serial;
      this.size++;
    }
    this.numbers[slot] = number;
  }

  delete(serial: number): void {
    const { serials, numbers, mask } = this;
    let hole = this.find(serial);
    if (serials[hole] !== serial) return;
    this.size--;
    for (let slot = (hole + 1) & mask; serials[slot] !== EMPTY; slot = (slot + 1) & mask) {
      const home = this.home(serials[slot]);
      // Whatever can be found from its home only by passing the hole moves into it.
      if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
      serials[hole] = serials[slot];
      numbers[hole] = numbers[slot];
      hole = slot;
    }
    serials[hole] = EMPTY;
  }

  private home(serial: number): number {
    return (Math.imul(serial, 0x9e3779b1) >>> 8) & this.mask;
  }

  private find(serial: number): number {
    const { serials, mask } = this;
    let slot = this.home(serial);
    while (serials[slot] !== serial && serials[slot] !== EMPTY) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { serials, numbers } = this;
    this.serials = new Uint32Array(serials.length * 2).fill(EMPTY);
    this.numbers = new Int32Array(serials.length * 2);
    this.mask = this.serials.length - 1;
    for (let slot = 0; slot < serials.length; slot++) {
      if (serials[slot] === EMPTY) continue;
      const free = this.find(serials[slot]);
      this.serials[free] = serials[slot];
      this.numbers[free] = numbers[slot];
    }
  }
}
