/** 2⁻³²: turns 32 random bits into a number below one. */
const UNIT = 2.3283064365386963e-10;
const WORDS = 4;
const FIRST_STREAMS = 64;
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
  /** The states of all streams, one behind the other. Replaced by a longer column as they become more. */
  words = new Int32Array(FIRST_STREAMS * WORDS);
  private end = 0;

  constructor(private readonly seed: number) {}

  /** The stream of that name, e.g. `orders/service time`; the same object for the same name. */
  stream(name: string): RandomStream {
    const known = this.byName.get(name);
    if (known) return known;
    const [a, b] = hash(name, this.seed | 0);
    const stream = new RandomStream(this, this.add([a, b, this.seed | 0, 1]));
    for (let i = 0; i < ROUNDS_TO_MIX; i++) stream.bits();
    this.byName.set(name, stream);
    return stream;
  }

  save(): Int32Array {
    return this.words.slice(0, this.end);
  }

  /** Puts the streams back where they were. The same names must have been asked for in the same order. */
  restore(saved: Int32Array): void {
    this.words.set(saved);
  }

  private add(state: readonly number[]): number {
    const line = this.end;
    this.end += WORDS;
    if (this.end > this.words.length) {
      const grown = new Int32Array(2 * this.words.length);
      grown.set(this.words);
      this.words = grown;
    }
    this.words.set(state, line);
    return line;
  }
}

/** 32 random bits, as an unsigned integer, of the stream whose state begins at `line` of `words`. */
export function drawBits(words: Int32Array, line: number): number {
  const b = words[line + 1];
  const c = words[line + 2];
  const d = words[line + 3];
  const t = (((words[line] + b) | 0) + d) | 0;
  words[line + 3] = d + 1;
  words[line] = b ^ (b >>> 9);
  words[line + 1] = c + (c << 3);
  words[line + 2] = ((c << 21) | (c >>> 11)) + t;
  return t >>> 0;
}

/** A number strictly between 0 and 1, of that stream. */
export const drawUnit = (words: Int32Array, line: number): number => unitOf(drawBits(words, line));

const unitOf = (bits: number): number => (bits + 0.5) * UNIT;

export class RandomStream {
  /**
   * @param streams in whose column its state is: in a large system, arrays of their own would lie scattered
   * @param line where that begins. Who draws with every event keeps this number instead of the stream, which would be one
   *   more place in memory to wait for.
   */
  constructor(
    readonly streams: RandomStreams,
    readonly line: number,
  ) {}

  /** 32 random bits, as an unsigned integer. */
  bits(): number {
    return drawBits(this.streams.words, this.line);
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
