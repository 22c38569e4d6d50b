import { QuantileSketch } from '../kernel/statistics/quantile-sketch';
import { RunningMoments } from '../kernel/statistics/running-moments';
import type { LatencySummary } from './report';

/**
 * Fine enough that a percentile is off by less than 1.6 %, and, interpolated, by some hundredths of a per cent in practice.
 * Finer ones don't fit the cache where there are many places: with 256 the report of 1,001 nodes took a fifth longer.
 */
const BUCKETS_PER_OCTAVE = 64;

/** What a report says of many durations. */
export class Latencies {
  private readonly sketch = new QuantileSketch(BUCKETS_PER_OCTAVE);
  private readonly moments = new RunningMoments();

  record(ms: number): void {
    this.sketch.record(ms);
    this.moments.add(ms);
  }

  clear(): void {
    this.sketch.clear();
    this.moments.clear();
  }

  /** Mean and maximum are exact (to the precision of the trace); all zeros when nothing was recorded. */
  summary(): LatencySummary {
    const { sketch, moments } = this;
    if (sketch.count === 0) return NOTHING;
    return {
      mean: moments.mean,
      sd: moments.deviation,
      p50: sketch.quantile(0.5),
      p90: sketch.quantile(0.9),
      p95: sketch.quantile(0.95),
      p99: sketch.quantile(0.99),
      p999: sketch.quantile(0.999),
      max: sketch.max,
    };
  }
}

const NOTHING: LatencySummary = { mean: 0, sd: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0 };

/** {@link Latencies} by place, made when the first duration comes: most places of a large scenario never need one. */
export class LatenciesByPlace {
  private readonly places: (Latencies | undefined)[];

  constructor(count: number) {
    this.places = new Array(count).fill(undefined);
  }

  record(place: number, ms: number): void {
    let latencies = this.places[place];
    if (latencies === undefined) {
      latencies = new Latencies();
      this.places[place] = latencies;
    }
    latencies.record(ms);
  }

  summary(place: number): LatencySummary {
    return this.places[place]?.summary() ?? NOTHING;
  }

  clear(): void {
    for (const latencies of this.places) latencies?.clear();
  }
}
