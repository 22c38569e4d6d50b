/**
 * Mean and variance of a stream of numbers in one pass, without the cancellation that sums of squares suffer from
 * (B. P. Welford, Technometrics 4(3), 1962).
 */
export class RunningMoments {
  count = 0;
  /** 0 while there are no values. */
  mean = 0;
  private squares = 0;

  add(value: number): void {
    const before = value - this.mean;
    this.count++;
    this.mean += before / this.count;
    this.squares += before * (value - this.mean);
  }

  /** The sample variance (divided by n − 1); 0 for fewer than two values. */
  get variance(): number {
    return this.count > 1 ? this.squares / (this.count - 1) : 0;
  }

  /** The sample standard deviation. */
  get deviation(): number {
    return Math.sqrt(this.variance);
  }

  clear(): void {
    this.count = 0;
    this.mean = 0;
    this.squares = 0;
  }
}
