import { describe, expect, test } from 'vitest';
import { RandomStream, RandomStreams } from './random';
import { WeightedChoice } from './weighted-choice';

/** sfc32 as its author defines it (PractRand, `sfc32::raw32`: shifts 9 and 3, rotation 21), in whole numbers without end. */
function* sfc32(a: bigint, b: bigint, c: bigint, counter: bigint): Generator<number> {
  const M = 0xffffffffn;
  for (;;) {
    const sum = (a + b + counter) & M;
    counter = (counter + 1n) & M;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & M;
    c = ((((c << 21n) | (c >> 11n)) & M) + sum) & M;
    yield Number(sum);
  }
}

/** Pearson's statistic for equally likely cells. */
function chiSquare(counts: ArrayLike<number>, total: number): number {
  const expected = total / counts.length;
  return Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
/** Four standard deviations above the mean of the statistic with that many cells: exceeded once in some 10,000 seeds. */
const limit = (cells: number) => cells - 1 + 4 * Math.sqrt(2 * (cells - 1));

const SAMPLES = 200_000;

/** A stream in that state. */
function streamOf(...state: number[]): RandomStream {
  const stream = new RandomStreams(0).stream('a');
  stream.streams.words.set(state, stream.line);
  return stream;
}

describe('a stream', () => {
  test('is sfc32', () => {
    const stream = streamOf(1, 0xdeadbeef, 3, 0x80000000);
    const reference = sfc32(1n, 0xdeadbeefn, 3n, 0x80000000n);
    for (let i = 0; i < 10_000; i++) expect(stream.bits()).toBe(reference.next().value);
  });

  test('begins with these numbers in every version of the program: links promise the same run', () => {
    const stream = new RandomStreams(42).stream('orders/service time');
    expect(Array.from({ length: 4 }, () => stream.bits())).toMatchInlineSnapshot(`
      [
        3598940790,
        2613179515,
        1583978584,
        4191657818,
      ]
    `);
  });

  test('gives whole numbers and fractions within their bounds', () => {
    const lowest = { bits: () => 0 } as RandomStream;
    const highest = { bits: () => 0xffffffff } as RandomStream;
    const { unit, below } = RandomStream.prototype;
    expect(unit.call(lowest)).toBeGreaterThan(0);
    expect(unit.call(highest)).toBeLessThan(1);
    for (const n of [1, 3, 1000, 2 ** 31, 2 ** 32]) {
      expect(below.call(lowest, n)).toBe(0);
      expect(below.call(highest, n)).toBe(n - 1);
    }
  });

  test.each([0, 1, 42, 4_294_967_295])(
    'is uniform: in 256 cells, in each of its 32 bits, in pairs (seed %i)',
    (seed) => {
      const stream = new RandomStreams(seed).stream('uniform');
      const cells = new Uint32Array(256);
      const pairs = new Uint32Array(256);
      const ones = new Uint32Array(32);
      let last = 0;
      for (let i = 0; i < SAMPLES; i++) {
        const bits = stream.bits();
        cells[Math.floor((bits / 2 ** 32) * 256)]++;
        pairs[(last << 4) | (bits >>> 28)]++;
        last = bits >>> 28;
        for (let bit = 0; bit < 32; bit++) ones[bit] += (bits >>> bit) & 1;
      }
      expect(chiSquare(cells, SAMPLES)).toBeLessThan(limit(256));
      expect(chiSquare(pairs, SAMPLES)).toBeLessThan(limit(256));
      for (const count of ones) expect(Math.abs(count - SAMPLES / 2)).toBeLessThan(5 * Math.sqrt(SAMPLES / 4));
    },
  );
});

describe('streams', () => {
  const first = (streams: RandomStreams, name: string) =>
    Array.from({ length: 100 }, () => streams.stream(name).bits());

  test('depend on their name and the seed, not on who else asks and when', () => {
    const alone = first(new RandomStreams(7), 'b');
    const crowd = new RandomStreams(7);
    for (let i = 0; i < 100; i++) first(crowd, `other ${i}`);
    expect(first(crowd, 'b')).toEqual(alone);
    expect(first(new RandomStreams(8), 'b')).not.toEqual(alone);
    expect(crowd.stream('b')).toBe(crowd.stream('b'));
  });

  test('are not correlated, however alike their names and seeds', () => {
    const names = [
      new RandomStreams(1).stream('a/1'),
      new RandomStreams(1).stream('a/2'),
      new RandomStreams(2).stream('a/1'),
    ];
    for (const [left, right] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      let sum = 0;
      for (let i = 0; i < 50_000; i++) sum += (names[left].unit() - 0.5) * (names[right].unit() - 0.5);
      // The product of two independent numbers has mean 0 and variance 1/144.
      expect(Math.abs(sum) / Math.sqrt(50_000 / 144)).toBeLessThan(4);
    }
  });

  test('are independent from their first numbers on: 1,000 names in 16 cells', () => {
    const streams = new RandomStreams(42);
    const cells = new Uint32Array(16);
    for (let i = 0; i < 1_000; i++) cells[streams.stream(`node ${i}/service time`).bits() >>> 28]++;
    expect(chiSquare(cells, 1_000)).toBeLessThan(limit(16));
  });

  test('go on where they were saved', () => {
    const streams = new RandomStreams(3);
    first(streams, 'x');
    first(streams, 'y');
    const saved = streams.save();
    const expected = [first(streams, 'y'), first(streams, 'x')];
    const others = new RandomStreams(999);
    others.stream('x');
    others.stream('y');
    others.restore(saved);
    expect([first(others, 'y'), first(others, 'x')]).toEqual(expected);
    expect(streams.save()).not.toEqual(saved);
  });
});

describe('a weighted choice', () => {
  test('follows its weights and never takes what has none', () => {
    const weights = [1, 0, 2, 5, 0];
    const choice = new WeightedChoice(new RandomStreams(5).stream('choice'), weights);
    const counts = weights.map(() => 0);
    for (let i = 0; i < 80_000; i++) counts[choice.index()]++;
    expect([counts[1], counts[4]]).toEqual([0, 0]);
    for (const [index, weight] of weights.entries()) {
      const p = weight / 8;
      expect(Math.abs(counts[index] - 80_000 * p)).toBeLessThanOrEqual(4 * Math.sqrt(80_000 * p * (1 - p)));
    }
  });
});
