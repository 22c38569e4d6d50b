import { normalQuantile } from './normal-quantile';
import { exp, log } from './portable-math';
import type { RandomStream } from './random';

const CELLS = 4096;
/** The top 1/256 of the distribution, where a table of equal steps is too coarse, has a table of its own. */
const TAIL_CELLS = 16;
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

/** A log-normal distribution as a table of its quantiles, interpolated, and scaled so that the mean is exact. */
export class LognormalTable {
  private readonly body: Float64Array;
  private readonly tail: Float64Array;

  constructor(meanMs: number, sigma: number) {
    const quantile = (p: number) => exp(sigma * normalQuantile(Math.min(Math.max(p, 1e-6), 1 - 1e-9)));
    const body = Float64Array.from({ length: CELLS + 1 }, (_, i) => quantile(i / CELLS));
    const tail = Float64Array.from({ length: CELLS + 1 }, (_, i) =>
      quantile(1 - (TAIL_CELLS / CELLS) * (1 - i / CELLS)),
    );
    let mean = 0;
    for (let i = 0; i < CELLS - TAIL_CELLS; i++) mean += (body[i] + body[i + 1]) / 2 / CELLS;
    for (let i = 0; i < CELLS; i++) mean += (((tail[i] + tail[i + 1]) / 2) * TAIL_CELLS) / CELLS / CELLS;
    this.body = body.map((x) => (x * meanMs) / mean);
    this.tail = tail.map((x) => (x * meanMs) / mean);
  }

  draw(random: RandomStream): number {
    let bits = random.bits();
    let table = this.body;
    if (bits >>> 20 >= CELLS - TAIL_CELLS) {
      bits = random.bits();
      table = this.tail;
    }
    const cell = bits >>> 20;
    const low = table[cell];
    return low + (table[cell + 1] - low) * ((bits & 0xfffff) * 9.5367431640625e-7);
  }
}
