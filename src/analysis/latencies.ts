import { QuantileSketch } from '../kernel/statistics/quantile-sketch';
import type { LatencySummary } from './report';

/**
 * Fine enough that a percentile is off by less than 1.6 %, and, interpolated, by some hundredths of a per cent in practice.
 * Finer ones don't fit the cache where there are many places: with 256 the report of 1,001 nodes took a fifth longer.
 */
const BUCKETS_PER_OCTAVE = 64;

const NOTHING: LatencySummary = { mean: 0, sd: 0, p50: 0, p90: 0, p95: 0, p99: 0, p999: 0, max: 0 };

/** What stands in the line of a place. */
const WIDTH = 4;
/** The first one ever. Sums are of differences to it, so that squares of close durations do not cancel each other out. */
const FIRST = 0;
const SUM = 1;
const SQUARES = 2;

/** So many durations of a place, on average, come together before they are sorted in; and in all at the least, and at the most. */
const A_PLACE = 64;
const LEAST = 1 << 10;
const MOST = 1 << 17;

/**
 * Many durations, by place. They are put down as they come, and sorted in place by place: a thousand sketches don't fit
 * the cache of a processor, but one at a time does, and then its arrays are looked up once for many durations.
 */
export class LatenciesByPlace {
  private readonly lines: Float64Array;
  /** Made when the first duration comes, since most places of a large scenario never need one. */
  private readonly sketches: (QuantileSketch | undefined)[];
  /** Durations that have not been sorted in: where, and how long. */
  private readonly places: Int32Array;
  private readonly durations: Float32Array;
  private waiting = 0;
  /** The same, place by place; and where each place's begin. */
  private readonly sorted: Float32Array;
  private readonly sortedBits: Uint32Array;
  private readonly ends: Int32Array;

  constructor(count: number) {
    const room = Math.min(MOST, Math.max(LEAST, count * A_PLACE));
    this.lines = new Float64Array(count * WIDTH);
    this.sketches = new Array(count).fill(undefined);
    this.places = new Int32Array(room);
    this.durations = new Float32Array(room);
    this.sorted = new Float32Array(room);
    this.sortedBits = new Uint32Array(this.sorted.buffer);
    this.ends = new Int32Array(count);
  }

  record(place: number, ms: number): void {
    if (this.waiting === this.places.length) this.sortIn();
    this.places[this.waiting] = place;
    this.durations[this.waiting++] = ms;
  }

  /** Mean and maximum are exact (to the precision of the trace); all zeros when nothing was recorded. */
  summary(place: number): LatencySummary {
    this.sortIn();
    const sketch = this.sketches[place];
    if (sketch === undefined || sketch.count === 0) return NOTHING;
    const { count } = sketch;
    const [first, sum, squares] = this.lines.subarray(place * WIDTH, (place + 1) * WIDTH);
    const variance = count > 1 ? Math.max(0, squares - (sum * sum) / count) / (count - 1) : 0;
    return {
      mean: first + sum / count,
      sd: Math.sqrt(variance),
      p50: sketch.quantile(0.5),
      p90: sketch.quantile(0.9),
      p95: sketch.quantile(0.95),
      p99: sketch.quantile(0.99),
      p999: sketch.quantile(0.999),
      max: sketch.max,
    };
  }

  clear(): void {
    this.sortIn();
    for (let line = 0; line < this.lines.length; line += WIDTH) {
      this.lines[line + SUM] = 0;
      this.lines[line + SQUARES] = 0;
    }
    for (const sketch of this.sketches) sketch?.clear();
  }

  /** Gives the sketches and sums what waits for it; each place's in the order in which it came. */
  private sortIn(): void {
    if (this.waiting === 0) return;
    const { places, durations, sorted, ends, waiting } = this;
    ends.fill(0);
    for (let i = 0; i < waiting; i++) ends[places[i]]++;
    // Where each begins; while it is filled that moves on to where it ends.
    for (let place = 0, begin = 0; place < ends.length; place++) {
      const count = ends[place];
      ends[place] = begin;
      begin += count;
    }
    for (let i = 0; i < waiting; i++) sorted[ends[places[i]]++] = durations[i];
    this.waiting = 0;
    for (let place = 0, begin = 0; place < ends.length; begin = ends[place++]) {
      if (begin < ends[place]) this.add(place, begin, ends[place]);
    }
  }

  /** Adds `sorted` durations from `begin` to before `end` to a place's. */
  private add(place: number, begin: number, end: number): void {
    const { lines, sorted } = this;
    const line = place * WIDTH;
    const sketch = this.sketches[place] ?? this.create(place, sorted[begin]);
    const first = lines[line + FIRST];
    let sum = lines[line + SUM];
    let squares = lines[line + SQUARES];
    for (let i = begin; i < end; i++) {
      const beyond = sorted[i] - first;
      sum += beyond;
      squares += beyond * beyond;
    }
    lines[line + SUM] = sum;
    lines[line + SQUARES] = squares;
    sketch.recordAll(sorted, this.sortedBits, begin, end);
  }

  private create(place: number, first: number): QuantileSketch {
    const sketch = new QuantileSketch(BUCKETS_PER_OCTAVE);
    this.sketches[place] = sketch;
    this.lines[place * WIDTH + FIRST] = first;
    return sketch;
  }
}
