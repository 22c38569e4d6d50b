import { exp, log } from './portable-math';
import type { RandomStream } from './random';

/**
 * Draws ranks 0 … count − 1, of which rank r comes with probability ∝ 1 / (r + 1)^exponent: a few are asked for most of
 * the time. Rejection-inversion, which needs no table and 1.1 tries on average (W. Hörmann, G. Derflinger,
 * "Rejection-inversion to generate variates from monotone discrete distributions", ACM TOMACS 6(3), 1996).
 */
export class Zipf {
  private readonly upper: number;
  private readonly lower: number;
  /** What lies so close below a rank is that rank without further ado. */
  private readonly shortcut: number;

  /**
   * @param count at least 1
   * @param exponent 0 or more; 0 makes all ranks alike, web pages and keys of caches lie between 0.6 and 1.1
   */
  constructor(
    private readonly random: RandomStream,
    private readonly count: number,
    private readonly exponent: number,
  ) {
    this.upper = this.integral(count + 0.5);
    this.lower = this.integral(1.5) - 1;
    this.shortcut = 2 - this.inverse(this.integral(2.5) - this.density(2));
  }

  rank(): number {
    const { random, count, upper, lower, shortcut } = this;
    for (;;) {
      const u = upper + random.unit() * (lower - upper);
      const x = this.inverse(u);
      const nearest = Math.floor(x + 0.5);
      const k = nearest < 1 ? 1 : nearest > count ? count : nearest;
      if (k - x <= shortcut || u >= this.integral(k + 0.5) - this.density(k)) return k - 1;
    }
  }

  /** x^−exponent */
  private density(x: number): number {
    return exp(-this.exponent * log(x));
  }

  /** The integral of {@link density} from 1 to x. */
  private integral(x: number): number {
    const logX = log(x);
    return growth((1 - this.exponent) * logX) * logX;
  }

  private inverse(area: number): number {
    const t = Math.max(area * (1 - this.exponent), -1);
    return exp(logGrowth(t) * area);
  }
}

/** Below this, series are more exact than differences. */
const SMALL = 1e-3;

/** (eˣ − 1) / x, also at 0. */
function growth(x: number): number {
  if (x > -SMALL && x < SMALL) return 1 + (x / 2) * (1 + (x / 3) * (1 + (x / 4) * (1 + x / 5)));
  return (exp(x) - 1) / x;
}

/** ln(1 + x) / x, also at 0. */
function logGrowth(x: number): number {
  if (x > -SMALL && x < SMALL) return 1 - x * (1 / 2 - x * (1 / 3 - x * (1 / 4 - x / 5)));
  return log(1 + x) / x;
}
