import { QuantileSketch } from '../kernel/statistics/quantile-sketch';

/** Coarse, so that a run's charts take a megabyte at most: off by less than 3.1 %, typically by 1 %. */
const BUCKETS_PER_OCTAVE = 32;
const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** Latency quantiles of consecutive windows, which can be joined two by two. */
export class LatencyWindows {
  /** By window; NaN where nothing was recorded. */
  readonly quantiles: Readonly<Record<keyof typeof QUANTILES, Float64Array>>;
  private readonly closed: (QuantileSketch | null)[] = [];
  /** The latencies of the window under way. Always the same sketch: one that begins anew would grow with each latency. */
  private readonly current = new QuantileSketch(BUCKETS_PER_OCTAVE);

  constructor(private readonly capacity: number) {
    const column = () => new Float64Array(capacity).fill(Number.NaN);
    this.quantiles = { p50: column(), p95: column(), p99: column() };
  }

  /** Adds a latency to the window under way. */
  record(ms: number): void {
    this.current.record(ms);
  }

  /** The window under way is over, and was that number `window`. */
  close(window: number): void {
    this.keep(window, this.current.count > 0 ? this.current.copy() : null);
    this.current.clear();
  }

  /** Joins the closed windows, as many as there is room for, two by two. */
  halve(): void {
    for (let i = 0; 2 * i < this.capacity; i++) {
      const first = this.closed[2 * i];
      const second = this.closed[2 * i + 1];
      if (first && second) first.add(second);
      this.keep(i, first ?? second);
    }
    this.closed.length = this.capacity / 2;
  }

  private keep(window: number, sketch: QuantileSketch | null): void {
    this.closed[window] = sketch;
    for (const name of Object.keys(QUANTILES) as (keyof typeof QUANTILES)[]) {
      this.quantiles[name][window] = sketch ? sketch.quantile(QUANTILES[name]) : Number.NaN;
    }
  }
}
