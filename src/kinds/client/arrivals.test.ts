import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import { createArrivals, wave } from './arrivals';
import type { Arrivals } from './params';

/** Arrivals up to `untilMs`, one entry each. */
function arrivals(description: Arrivals, untilMs: number, factor = 1): number[] {
  const process = createArrivals(description, new RandomStreams(1).stream('arrivals'), factor);
  const times: number[] = [];
  if (process === null) return times;
  for (let at = process.nextAfter(-Number.MIN_VALUE); at <= untilMs; at = process.nextAfter(at)) {
    for (let i = 0; i < process.batch; i++) times.push(at);
  }
  return times;
}
const between = (times: readonly number[], fromMs: number, toMs: number) =>
  times.filter((ms) => ms >= fromMs && ms < toMs).length;
const gaps = (times: readonly number[]) => times.map((ms, i) => ms - (times[i - 1] ?? 0));

/** A Poisson count lies within four of its standard deviations, but for one seed in 16,000. */
function expectCount(count: number, expected: number): void {
  expect(Math.abs(count - expected), `${count} rather than ${expected}`).toBeLessThan(4 * Math.sqrt(expected));
}

describe('poisson', () => {
  const times = arrivals({ process: 'poisson', ratePerSec: 50 }, 400_000);

  test('has its rate, and gaps that are exponential (Kolmogorov & Smirnov)', () => {
    expectCount(times.length, 20_000);
    const sorted = gaps(times).sort((a, b) => a - b);
    const n = sorted.length;
    const distance = sorted.reduce((most, gap, i) => {
      const p = 1 - Math.exp(-gap / 20);
      return Math.max(most, p - i / n, (i + 1) / n - p);
    }, 0);
    expect(distance * Math.sqrt(n)).toBeLessThan(1.95);
  });

  test('has counts whose variance is their mean, and gaps that know nothing of one another', () => {
    const perWindow = new Float64Array(4_000);
    for (const ms of times) perWindow[Math.min(3_999, Math.floor(ms / 100))]++;
    const variance = perWindow.reduce((sum, count) => sum + (count - 5) ** 2, 0) / 4_000;
    // The variance of 4,000 Poisson counts has a relative standard deviation of some √(2 / 4,000).
    expect(Math.abs(variance / 5 - 1)).toBeLessThan(0.1);
    const all = gaps(times);
    const correlation = all.slice(1).reduce((sum, gap, i) => sum + (gap / 20 - 1) * (all[i] / 20 - 1), 0) / all.length;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(all.length));
  });
});

test('constant comes like a clock', () => {
  expect(arrivals({ process: 'constant', ratePerSec: 4 }, 1_000)).toEqual([250, 500, 750, 1_000]);
});

test('bursts come together, and their mean rate is the rate', () => {
  const times = arrivals({ process: 'bursts', ratePerSec: 50, size: 10 }, 400_000);
  expectCount(times.length / 10, 2_000);
  const moments = [...new Set(times)];
  expect(moments).toHaveLength(times.length / 10);
});

describe('a rate that changes', () => {
  test('in a ramp gives as many arrivals as the area under it, and stays where it ends', () => {
    const times = arrivals({ process: 'ramp', fromPerSec: 10, toPerSec: 110, durationMs: 100_000 }, 200_000);
    expectCount(between(times, 0, 100_000), 6_000);
    expectCount(between(times, 0, 50_000), 1_750);
    expectCount(between(times, 50_000, 100_000), 4_250);
    expectCount(between(times, 100_000, 200_000), 11_000);
  });

  test('in a ramp may fall as well, and at zero nothing comes any more', () => {
    const times = arrivals({ process: 'ramp', fromPerSec: 100, toPerSec: 0, durationMs: 20_000 }, 2_000_000);
    expectCount(times.length, 1_000);
    expect(times.at(-1)).toBeLessThan(20_000);
  });

  test('in a spike is multiplied for its time', () => {
    const spike = { process: 'spike', ratePerSec: 20, factor: 5, startMs: 20_000, durationMs: 10_000 } as const;
    const times = arrivals(spike, 60_000);
    expectCount(between(times, 0, 20_000), 400);
    expectCount(between(times, 20_000, 30_000), 1_000);
    expectCount(between(times, 30_000, 60_001), 600);
    const silence = arrivals({ ...spike, factor: 0 }, 60_000);
    expect(between(silence, 20_000, 30_000)).toBe(0);
    expectCount(silence.length, 1_000);
  });

  test('over a day swings between its bounds, again and again', () => {
    const day = { process: 'diurnal', minPerSec: 10, maxPerSec: 90, periodMs: 40_000, shape: 'lines' } as const;
    const times = arrivals(day, 400_000);
    expectCount(times.length, 20_000);
    const inHour = (from: number, to: number) => times.filter((ms) => ms % 40_000 >= from && ms % 40_000 < to).length;
    expectCount(inHour(0, 10_000), 30 * 100);
    expectCount(inHour(10_000, 20_000), 70 * 100);
    expectCount(inHour(20_000, 30_000), 70 * 100);
    expectCount(inHour(30_000, 40_000), 30 * 100);
  });

  test('over a day may do so in a wave: longer at its bounds than in between', () => {
    const day = { process: 'diurnal', minPerSec: 10, maxPerSec: 90, periodMs: 40_000, shape: 'wave' } as const;
    const times = arrivals(day, 400_000);
    expectCount(times.length, 20_000);
    const inHour = (from: number, to: number) => times.filter((ms) => ms % 40_000 >= from && ms % 40_000 < to).length;
    // The mean of sin² over the first quarter of its way up and down is ½ − 1/π.
    const quiet = 10 * (10 + 80 * (0.5 - 1 / Math.PI)) * 10;
    expectCount(inHour(0, 10_000), quiet);
    expectCount(inHour(10_000, 20_000), 10_000 - quiet);
    expectCount(inHour(20_000, 30_000), 10_000 - quiet);
    expectCount(inHour(30_000, 40_000), quiet);
  });

  test("the wave is sin², to the last digits, without the engine's own sine", () => {
    for (let x = 0; x <= 1; x += 1 / 512) expect(Math.abs(wave(x) - Math.sin(Math.PI * x) ** 2)).toBeLessThan(1e-15);
  });
});

describe('so many times as much traffic', () => {
  const every = (description: Arrivals, factor: number) => arrivals(description, 200_000, factor).length;

  test.each<[Arrivals, number]>([
    [{ process: 'poisson', ratePerSec: 10 }, 2_000],
    [{ process: 'constant', ratePerSec: 10 }, 2_000],
    [{ process: 'ramp', fromPerSec: 0, toPerSec: 20, durationMs: 200_000 }, 2_000],
    [{ process: 'spike', ratePerSec: 5, factor: 11, startMs: 50_000, durationMs: 20_000 }, 2_000],
    [{ process: 'diurnal', minPerSec: 0, maxPerSec: 20, periodMs: 50_000, shape: 'wave' }, 2_000],
    [{ process: 'replay', timesMs: Array.from({ length: 2_000 }, (_, i) => i * 100) }, 2_000],
  ])('multiplies the rate of any process: %o', (description, plain) => {
    expectCount(every(description, 1), plain);
    expectCount(every(description, 3.5), 3.5 * plain);
    expect(every(description, 0)).toBe(0);
  });

  test('means more bursts, not larger ones', () => {
    const moments = new Set(arrivals({ process: 'bursts', ratePerSec: 50, size: 10 }, 200_000, 3));
    expectCount(moments.size, 3_000);
  });
});

describe('replay', () => {
  test('gives back each moment of the log, in order, as often as it is there, from time zero on', () => {
    expect(arrivals({ process: 'replay', timesMs: [5, 0, 5, 1e6, 0, 0.25] }, 1e6)).toEqual([0, 0, 0.25, 5, 5, 1e6]);
  });

  test('of 100,000 moments takes no time to speak of', () => {
    const timesMs = Array.from({ length: 100_000 }, (_, i) => i / 2);
    expect(arrivals({ process: 'replay', timesMs }, 1e6)).toEqual(timesMs);
  });
});

test.each<Arrivals>([
  { process: 'poisson', ratePerSec: 0 },
  { process: 'constant', ratePerSec: 0 },
  { process: 'bursts', ratePerSec: 0, size: 5 },
  { process: 'ramp', fromPerSec: 0, toPerSec: 0, durationMs: 10 },
  { process: 'diurnal', minPerSec: 0, maxPerSec: 0, periodMs: 10, shape: 'lines' },
  { process: 'replay', timesMs: [] },
  { process: 'manual' },
])('$process may send nothing at all', (description) => {
  expect(arrivals(description, 1e6)).toEqual([]);
});
