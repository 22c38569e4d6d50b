const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** Values below are counted as zero: 6·10⁻⁸, far less than a nanosecond where the unit is a millisecond. */
const SMALLEST = 2 ** -24;
/** Values above are counted in the last bucket: 10¹². */
const LARGEST = 2 ** 40;

const wordOf = (value: number): number => {
  single[0] = value;
  return bits[0];
};
const SMALLEST_WORD = wordOf(SMALLEST);
const LARGEST_WORD = wordOf(LARGEST);

/**
 * Quantiles of many non-negative numbers in little memory: a histogram whose buckets are as wide as their values'
 * relative precision, `bucketsPerOctave` equal ones between each power of two and the next. The bucket's number is the
 * front of the value's own bits as a 32-bit float, so that recording takes no logarithm.
 *
 * Guarantee: {@link quantile} is off by less than 1/`bucketsPerOctave` of the exact value (3.1 % for 32 buckets, 0.4 %
 * for 256), and typically by far less, because it interpolates within the bucket. Only the range of octaves that
 * occurred is stored: 4 bytes a bucket.
 */
export class QuantileSketch {
  /** How many values are in it. */
  count = 0;
  /** The smallest ever recorded; Infinity if none was. */
  min = Infinity;
  /** The largest ever recorded; −Infinity if none was. */
  max = -Infinity;
  private zeros = 0;
  private buckets = new Uint32Array(0);
  /** The number of the first bucket stored. */
  private first = 0;
  /** How many bits of a float do not matter. */
  private readonly shift: number;

  /** `bucketsPerOctave` is a power of two from 1 to 4096. */
  constructor(private readonly bucketsPerOctave: number) {
    this.shift = 23 - (31 - Math.clz32(bucketsPerOctave));
  }

  /** Adds one value ≥ 0. */
  record(value: number): void {
    single[0] = value;
    const index = (bits[0] >>> this.shift) - this.first;
    const { buckets } = this;
    if (index >= 0 && index < buckets.length) buckets[index]++;
    else this.recordOutside(value);
    this.count++;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Adds `values` from `begin` to before `end`; `words` are the same numbers' bits. */
  recordAll(values: Float32Array, words: Uint32Array, begin: number, end: number): void {
    let next = this.recordStored(values, words, begin, end);
    if (next === end) return;
    this.coverAll(words, next, end);
    while (next < end) {
      this.record(values[next++]);
      next = this.recordStored(values, words, next, end);
    }
  }

  /** Adds values up to the first one for which there is no bucket yet; returns which that is. */
  private recordStored(values: Float32Array, words: Uint32Array, begin: number, end: number): number {
    const { shift, first, buckets } = this;
    let { min, max } = this;
    let next = begin;
    for (; next < end; next++) {
      const index = (words[next] >>> shift) - first;
      if (index < 0 || index >= buckets.length) break;
      buckets[index]++;
      const value = values[next];
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.count += next - begin;
    this.min = min;
    this.max = max;
    return next;
  }

  /** Adds everything that `other`, of as many buckets per octave, holds. */
  add(other: QuantileSketch): void {
    this.mustMatch(other);
    if (other.buckets.length > 0) {
      this.cover(other.first);
      this.cover(other.first + other.buckets.length - 1);
      const offset = other.first - this.first;
      for (let i = 0; i < other.buckets.length; i++) this.buckets[i + offset] += other.buckets[i];
    }
    this.zeros += other.zeros;
    this.count += other.count;
    if (other.min < this.min) this.min = other.min;
    if (other.max > this.max) this.max = other.max;
  }

  /** Takes out what `other` holds, all of which must have been recorded here too; `min` and `max` stay as they are. */
  subtract(other: QuantileSketch): void {
    this.mustMatch(other);
    const offset = other.first - this.first;
    for (let i = 0; i < other.buckets.length; i++) {
      if (other.buckets[i] > 0) this.buckets[i + offset] -= other.buckets[i];
    }
    this.zeros -= other.zeros;
    this.count -= other.count;
  }

  /** The value below which a share `q` (0 … 1) of all values lies; NaN when there are none. */
  quantile(q: number): number {
    if (this.count === 0) return Number.NaN;
    const rank = q * this.count;
    return Math.min(this.max, Math.max(this.min, this.valueAt(rank)));
  }

  private valueAt(rank: number): number {
    let below = this.zeros;
    if (rank <= below && below > 0) return 0;
    for (let i = 0; i < this.buckets.length; i++) {
      const inside = this.buckets[i];
      if (inside > 0 && below + inside >= rank) {
        const low = this.lowerEdge(this.first + i);
        return low + ((rank - below) / inside) * (this.lowerEdge(this.first + i + 1) - low);
      }
      below += inside;
    }
    return this.max;
  }

  /** Another one with all that is in this one, and no more room than for that. */
  copy(): QuantileSketch {
    const copy = new QuantileSketch(this.bucketsPerOctave);
    copy.count = this.count;
    copy.min = this.min;
    copy.max = this.max;
    copy.zeros = this.zeros;
    const used = this.buckets.findIndex((inside) => inside > 0);
    if (used < 0) return copy;
    const end = this.buckets.findLastIndex((inside) => inside > 0) + 1;
    copy.cover(this.first + used);
    copy.cover(this.first + end - 1);
    copy.buckets.set(this.buckets.subarray(used, end), this.first + used - copy.first);
    return copy;
  }

  /** Forgets everything but keeps the memory. */
  clear(): void {
    this.count = 0;
    this.zeros = 0;
    this.min = Infinity;
    this.max = -Infinity;
    this.buckets.fill(0);
  }

  private recordOutside(value: number): void {
    if (!(value >= SMALLEST)) {
      this.zeros++;
      return;
    }
    single[0] = Math.min(value, LARGEST);
    const bucket = bits[0] >>> this.shift;
    this.cover(bucket);
    this.buckets[bucket - this.first]++;
  }

  /** Makes room at once for all of these floats that have a bucket. */
  private coverAll(words: Uint32Array, begin: number, end: number): void {
    let least = LARGEST_WORD;
    let most = 0;
    // The bits of floats ≥ 0 are in the same order as the floats.
    for (let i = begin; i < end; i++) {
      const word = words[i];
      if (word >= SMALLEST_WORD && word < least) least = word;
      if (word <= LARGEST_WORD && word > most) most = word;
    }
    if (most < least) return;
    this.cover(least >>> this.shift);
    this.cover(most >>> this.shift);
  }

  /** Makes room for a bucket, and for the rest of its octave. */
  private cover(bucket: number): void {
    const { first, buckets, bucketsPerOctave } = this;
    const octave = bucket - (bucket % bucketsPerOctave);
    if (buckets.length === 0) {
      this.first = octave;
      this.buckets = new Uint32Array(bucketsPerOctave);
      return;
    }
    const from = Math.min(first, octave);
    const to = Math.max(first + buckets.length, octave + bucketsPerOctave);
    if (to - from === buckets.length) return;
    const grown = new Uint32Array(to - from);
    grown.set(buckets, first - from);
    this.first = from;
    this.buckets = grown;
  }

  private lowerEdge(bucket: number): number {
    bits[0] = bucket << this.shift;
    return single[0];
  }

  private mustMatch(other: QuantileSketch): void {
    if (other.bucketsPerOctave !== this.bucketsPerOctave)
      throw new RangeError(
        `sketches of ${this.bucketsPerOctave} and ${other.bucketsPerOctave} buckets an octave do not mix`,
      );
  }
}
