import { normalQuantile } from './normal-quantile';
import { exp, log } from './portable-math';
import { drawBits } from './random';

const CELLS = 4096;
/** The top 1/256 of a table, where equal steps are too coarse, is drawn from a table of its own. */
const TAIL_CELLS = 16;
const BODY_CELLS = CELLS - TAIL_CELLS;
/** Body, tail, and the tail's tail: beyond the last one's steps lie four draws in a thousand million. */
const LEVELS = 3;
const Z99 = 2.3263478740408408;
/** exp(z²/2) */
export const MAX_P99_TO_MEAN = 14.96;

/**
 * The standard deviation of the logarithm, from whichever measure of spread was given. A log-normal distribution has its
 * 99th percentile somewhere from its mean to {@link MAX_P99_TO_MEAN} times that; what lies outside counts as the nearest.
 */
export function lognormalSigma(spread: { meanMs: number; p99Ms: number | null; cv: number | null }): number {
  if (spread.p99Ms !== null) {
    const ratio = Math.min(Math.max(spread.p99Ms / spread.meanMs, 1), MAX_P99_TO_MEAN);
    // p99 = exp(μ + z σ) and mean = exp(μ + σ²/2) give σ² / 2 − z σ + ln(p99 / mean) = 0; the smaller root is the usual one.
    return Z99 - Math.sqrt(Z99 * Z99 - 2 * log(ratio));
  }
  const cv = spread.cv ?? 1;
  return Math.sqrt(log(1 + cv * cv));
}

/**
 * A log-normal distribution as tables of its quantiles, interpolated, and scaled so that the mean is exact. The variance
 * of a wide one hangs on its far tail: with one table fewer it is a fifth too large where the coefficient of variation is 2.
 */
export class LognormalTable {
  /** All but the top 1/256 of the distribution. */
  private readonly body: Float64Array;
  /** Table k is about the top 1/256ᵏ⁺¹. */
  private readonly tails: readonly Float64Array[];

  constructor(meanMs: number, sigma: number) {
    const quantile = (p: number) => exp(sigma * normalQuantile(Math.min(Math.max(p, 1e-6), 1 - 1e-10)));
    const levels: Float64Array[] = [];
    let mean = 0;
    let share = 1;
    for (let level = 0; level < LEVELS; level++) {
      const table = Float64Array.from({ length: CELLS + 1 }, (_, i) => quantile(1 - share * (1 - i / CELLS)));
      const ownCells = level === LEVELS - 1 ? CELLS : CELLS - TAIL_CELLS;
      for (let i = 0; i < ownCells; i++) mean += (((table[i] + table[i + 1]) / 2) * share) / CELLS;
      share *= TAIL_CELLS / CELLS;
      levels.push(table);
    }
    [this.body, ...this.tails] = levels.map((table) => table.map((x) => (x * meanMs) / mean));
  }

  /** Draws with the stream whose state begins at `line` of `words`. */
  draw(words: Int32Array, line: number): number {
    const bits = drawBits(words, line);
    return bits >>> 20 < BODY_CELLS ? between(this.body, bits) : this.drawTail(words, line);
  }

  private drawTail(words: Int32Array, line: number): number {
    const { tails } = this;
    const last = tails.length - 1;
    for (let tail = 0; ; tail++) {
      const bits = drawBits(words, line);
      if (bits >>> 20 < BODY_CELLS || tail === last) return between(tails[tail], bits);
    }
  }
}

/** The quantile at a random place: the upper twelve bits say in which cell, the others where in it. */
function between(table: Float64Array, bits: number): number {
  const cell = bits >>> 20;
  const low = table[cell];
  return low + (table[cell + 1] - low) * ((bits & 0xfffff) * 9.5367431640625e-7);
}
