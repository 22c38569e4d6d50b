import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate } from './confidence';
import { QuantileSketch } from './quantile-sketch';
import { RunningMoments } from './running-moments';
import { StepAreas } from './step-areas';
import { studentQuantile } from './student';

const sketchOf = (values: readonly number[], buckets = 32): QuantileSketch => {
  const sketch = new QuantileSketch(buckets);
  for (const value of values) sketch.record(value);
  return sketch;
};

/** The smallest value that at least a share `q` of all values does not exceed. */
const exactQuantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
};

const durations = fc.array(fc.double({ min: 1e-6, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('the quantile sketch', () => {
  it.each([32, 256])('with %i buckets an octave is off by less than a bucket', (buckets) => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const exact = exactQuantile(values, q);
        const found = sketchOf(values, buckets).quantile(q);
        // The last term is the rounding to a 32-bit float.
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact / buckets + exact * 2 ** -23);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  it('merged from parts is the same as made at once', () => {
    fc.assert(
      fc.property(durations, durations, (one, other) => {
        const merged = sketchOf(one);
        merged.add(sketchOf(other));
        const whole = sketchOf([...one, ...other]);
        for (const q of [0, 0.1, 0.5, 0.95, 1]) expect(merged.quantile(q)).toBe(whole.quantile(q));
        expect([merged.count, merged.min, merged.max]).toEqual([whole.count, whole.min, whole.max]);
      }),
      { seed: 21 },
    );
  });

  it('forgets what is subtracted', () => {
    fc.assert(
      fc.property(durations, durations, (kept, gone) => {
        const sketch = sketchOf([...kept, ...gone]);
        sketch.subtract(sketchOf(gone));
        expect(sketch.count).toBe(kept.length);
        const exact = exactQuantile(kept, 0.5);
        expect(Math.abs(sketch.quantile(0.5) - exact)).toBeLessThanOrEqual(exact / 32 + exact * 2 ** -23);
      }),
      { seed: 22 },
    );
  });

  it('copied is the same, and no part of the other', () => {
    const values = [0, 0.001, 3, 3.01, 70, 1e6];
    const sketch = sketchOf(values);
    const copy = sketch.copy();
    const quantiles = (of: QuantileSketch) => [0, 0.2, 0.5, 0.9, 1].map((q) => of.quantile(q));
    expect(quantiles(copy)).toEqual(quantiles(sketch));
    expect([copy.count, copy.min, copy.max]).toEqual([6, 0, 1e6]);
    sketch.clear();
    expect(quantiles(copy)).toEqual(quantiles(sketchOf(values)));
    expect(sketch.copy().quantile(0.5)).toBeNaN();
    expect(sketchOf([0, 0]).copy().quantile(0.5)).toBe(0);
  });

  it('knows constants exactly', () => {
    const sketch = sketchOf([10.3, 10.3, 10.3].map(Math.fround));
    expect([0, 0.5, 0.99, 1].map((q) => sketch.quantile(q))).toEqual(Array(4).fill(Math.fround(10.3)));
  });

  it('interpolates within a bucket', () => {
    const values = Array.from({ length: 1000 }, (_, i) => 1 + i / 1000);
    const sketch = sketchOf(values);
    for (const q of [0.1, 0.25, 0.5, 0.9, 0.99]) expect(sketch.quantile(q)).toBeCloseTo(1 + q, 2);
  });

  it('takes zeros, the tiny and the huge', () => {
    const sketch = sketchOf([0, 0, 0, 1e-300, 5, 1e15]);
    expect(sketch.quantile(0.5)).toBe(0);
    expect(sketch.quantile(0.8)).toBeCloseTo(5, 0);
    expect(sketch.quantile(1)).toBeGreaterThan(1e12);
    expect([sketch.min, sketch.max]).toEqual([0, 1e15]);
  });

  it('has no quantile while empty, and after clearing', () => {
    const sketch = sketchOf([1, 2]);
    sketch.clear();
    expect(sketch.quantile(0.5)).toBeNaN();
    sketch.record(7);
    expect(sketch.quantile(0.5)).toBe(7);
  });

  it('refuses to mix with one of another precision', () => {
    expect(() => sketchOf([1]).add(sketchOf([1], 256))).toThrow('32 and 256');
  });
});

describe('running moments', () => {
  it('are mean and sample variance', () => {
    const moments = new RunningMoments();
    for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) moments.add(value);
    expect(moments.mean).toBe(5);
    expect(moments.variance).toBeCloseTo(32 / 7, 12);
    expect(moments.deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
  });

  it('keep their precision far from zero', () => {
    const moments = new RunningMoments();
    for (const value of [4, 7, 13, 16]) moments.add(1e9 + value);
    expect(moments.variance).toBe(30);
  });

  it('have no variance for one value', () => {
    const moments = new RunningMoments();
    moments.add(3);
    expect([moments.mean, moments.variance]).toEqual([3, 0]);
  });
});

describe('areas under steps', () => {
  it('grow with value and time', () => {
    const areas = new StepAreas(2);
    areas.add(0, 2, 10);
    areas.add(0, 1, 20);
    areas.set(0, 0, 25);
    expect(areas.areaUntil(0, 100)).toBe(2 * 10 + 3 * 5);
    expect(areas.areaUntil(1, 100)).toBe(0);
    expect(areas.highestUntil(0, 100)).toBe(3);
  });

  it('ignore in the maximum what lasted no time', () => {
    const areas = new StepAreas(1);
    areas.add(0, 5, 10);
    areas.add(0, -4, 10);
    expect(areas.highestUntil(0, 10)).toBe(0);
    expect(areas.highestUntil(0, 11)).toBe(1);
  });

  it('start again from the values that hold', () => {
    const areas = new StepAreas(1);
    areas.add(0, 4, 0);
    areas.add(0, -1, 50);
    areas.restart(60);
    expect(areas.areaUntil(0, 70)).toBe(30);
    expect(areas.highestUntil(0, 70)).toBe(3);
  });
});

describe("Student's quantiles", () => {
  // Published table: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, two-sided.
  it.each([
    [1, 12.706, 63.657],
    [2, 4.303, 9.925],
    [3, 3.182, 5.841],
    [4, 2.776, 4.604],
    [5, 2.571, 4.032],
    [9, 2.262, 3.25],
    [19, 2.093, 2.861],
    [30, 2.042, 2.75],
    [99, 1.984, 2.626],
    [1000, 1.962, 2.581],
  ])('for %i degrees of freedom are those of the tables', (freedom, t95, t99) => {
    expect(studentQuantile(0.95, freedom)).toBeCloseTo(t95, 3);
    expect(studentQuantile(0.99, freedom)).toBeCloseTo(t99, 3);
  });
});

describe('a confidence interval', () => {
  it('is the textbook’s', () => {
    // The ten values of A. Law, Simulation Modeling and Analysis, chapter 4: 1.34 ± 0.24 at 90 %.
    const { mean, halfWidth } = estimate([1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09], 0.9);
    expect(mean).toBeCloseTo(1.343, 3);
    expect(halfWidth).toBeCloseTo(0.24, 2);
  });

  it('is unbounded for a single replication', () => {
    expect(estimate([3], 0.95)).toEqual({ mean: 3, halfWidth: Infinity });
  });
});
