import type { TraceColumns, TraceFold } from './trace';

/** A fingerprint in the middle of a run: plain data, for a checkpoint. */
export interface SavedFingerprint {
  readonly a: number;
  readonly b: number;
  readonly facts: number;
}

const SIGN = 0x80000000;
const EXPONENT = 0x7f800000;
const CANONICAL_NAN = 0x7fc00000;

/** The finalizer of MurmurHash3 (A. Appleby, public domain): every bit of the input moves half of the output's. */
function avalanche(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/**
 * A 64-bit hash of a whole trace: every bit of every column, in order. Two runs with the same fingerprint are the same
 * run. It tells accidents apart, not forgeries.
 *
 * The words of a fact go to two lanes in turn, by rotate, xor and multiply with an odd constant; then the lanes are
 * mixed. For given words each step is a bijection of the lanes, so that a difference never vanishes by itself. Of NaN
 * only one bit pattern is hashed, because engines may store any; the two halves of a time are taken in memory order,
 * which is little-endian wherever JavaScript runs today.
 */
export class Fingerprint implements TraceFold {
  private a = 0x243f6a88;
  private b = 0x13198a2e;
  private facts = 0;

  read(columns: TraceColumns, from: number, to: number): void {
    const { atBits: times, fact, detail, place, serial, extra, valueBits: values } = columns;
    let { a, b } = this;
    for (let row = from; row < to; row++) {
      const bits = values[row];
      a = Math.imul(((a << 5) | (a >>> 27)) ^ times[2 * row], 0x9e3779b1);
      b = Math.imul(((b << 13) | (b >>> 19)) ^ times[2 * row + 1], 0x85ebca77);
      a = Math.imul(((a << 5) | (a >>> 27)) ^ (fact[row] | (detail[row] << 8) | (place[row] << 16)), 0x9e3779b1);
      b = Math.imul(((b << 13) | (b >>> 19)) ^ serial[row], 0x85ebca77);
      a = Math.imul(((a << 5) | (a >>> 27)) ^ extra[row], 0x9e3779b1);
      b = Math.imul(((b << 13) | (b >>> 19)) ^ ((bits & ~SIGN) > EXPONENT ? CANONICAL_NAN : bits), 0x85ebca77);
      a = (a + b) | 0;
      b ^= (a << 16) | (a >>> 16);
    }
    this.a = a;
    this.b = b;
    this.facts += to - from;
  }

  /** The fingerprint of all facts so far: 16 hexadecimal digits. */
  toString(): string {
    const a = avalanche(this.a ^ this.facts);
    return hex(a) + hex(avalanche(this.b ^ a));
  }

  save(): SavedFingerprint {
    return { a: this.a, b: this.b, facts: this.facts };
  }

  restore(saved: SavedFingerprint): void {
    this.a = saved.a;
    this.b = saved.b;
    this.facts = saved.facts;
  }
}
