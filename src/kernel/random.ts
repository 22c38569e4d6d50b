/** 2⁻³²: turns 32 random bits into a number below one. */
const UNIT = 2.3283064365386963e-10;
const WORDS = 4;
const STREAMS_PER_BANK = 1024;
const ROUNDS_TO_MIX = 15;

/** Two 32-bit hashes of a text and a seed (cyrb53's mixing, by bryc, public domain). */
function hash(text: string, seed: number): [number, number] {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ Math.imul(seed, 0x9e3779b1);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a, b];
}

/**
 * Named streams of random numbers (sfc32, by Chris Doty-Humphrey). A stream depends on the run's seed and its own name
 * only, so that a change to one component does not shift another's numbers: variants of a scenario stay comparable.
 */
export class RandomStreams {
  private readonly byName = new Map<string, RandomStream>();
  private readonly banks: Int32Array[] = [];

  constructor(private readonly seed: number) {}

  /** The stream of that name, e.g. `orders/service time`; the same object for the same name. */
  stream(name: string): RandomStream {
    const known = this.byName.get(name);
    if (known) return known;
    const index = this.byName.size % STREAMS_PER_BANK;
    if (index === 0) this.banks.push(new Int32Array(STREAMS_PER_BANK * WORDS));
    const bank = this.banks[this.banks.length - 1];
    const [a, b] = hash(name, this.seed | 0);
    bank.set([a, b, this.seed | 0, 1], index * WORDS);
    const stream = new RandomStream(bank, index * WORDS);
    for (let i = 0; i < ROUNDS_TO_MIX; i++) stream.bits();
    this.byName.set(name, stream);
    return stream;
  }

  /** The states of all streams, one behind the other. */
  save(): Int32Array {
    const saved = new Int32Array(this.byName.size * WORDS);
    this.banks.forEach((bank, index) => {
      const offset = index * bank.length;
      saved.set(bank.subarray(0, Math.min(bank.length, saved.length - offset)), offset);
    });
    return saved;
  }

  /** Puts the streams back where they were. The same names must have been asked for in the same order. */
  restore(saved: Int32Array): void {
    this.banks.forEach((bank, index) => {
      const offset = index * bank.length;
      bank.set(saved.subarray(offset, offset + bank.length));
    });
  }
}

/** 32 random bits, as an unsigned integer, of the stream whose four words begin at `offset` of `bank`. */
export function drawBits(bank: Int32Array, offset: number): number {
  const b = bank[offset + 1];
  const c = bank[offset + 2];
  const d = bank[offset + 3];
  const t = (((bank[offset] + b) | 0) + d) | 0;
  bank[offset + 3] = d + 1;
  bank[offset] = b ^ (b >>> 9);
  bank[offset + 1] = c + (c << 3);
  bank[offset + 2] = ((c << 21) | (c >>> 11)) + t;
  return t >>> 0;
}

/** A number strictly between 0 and 1, of that stream. */
export const drawUnit = (bank: Int32Array, offset: number): number => unitOf(drawBits(bank, offset));

const unitOf = (bits: number): number => (bits + 0.5) * UNIT;

export class RandomStream {
  /**
   * @param bank where its state lies, with that of others: in a large system, arrays of their own would lie scattered
   * @param offset of its four words there. Who draws with every event keeps these two instead of the stream, which would
   *   be one more place in memory to wait for.
   */
  constructor(
    readonly bank: Int32Array,
    readonly offset: number,
  ) {}

  /** 32 random bits, as an unsigned integer. */
  bits(): number {
    return drawBits(this.bank, this.offset);
  }

  /** A number strictly between 0 and 1. */
  unit(): number {
    return unitOf(this.bits());
  }

  /** A whole number from 0 to n − 1, for n up to 2³². Its bias is below n / 2³². */
  below(n: number): number {
    return Math.floor(this.bits() * UNIT * n);
  }
}
