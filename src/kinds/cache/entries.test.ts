import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import { Zipf } from '../../kernel/zipf';
import { Entries, type Eviction, noEntries } from './entries';
import { cheHitRate, popularities } from './testing/che';

const entriesOf = (capacity: number, eviction: Eviction) =>
  new Entries({ state: { entries: noEntries() } }, capacity, eviction);

/** Asks for a key and stores it where it is missing; true for a hit. */
function ask(entries: Entries, key: number): boolean {
  const slot = entries.find(key);
  if (slot >= 0) entries.use(slot);
  else entries.put(key, 0, Infinity);
  return slot >= 0;
}

/** The same, by lists that are searched from end to end. */
class Naive {
  /** Least wanted first. */
  private list: { key: number; uses: number }[] = [];

  constructor(
    private readonly capacity: number,
    private readonly eviction: Eviction,
  ) {}

  ask(key: number): boolean {
    const at = this.list.findIndex((entry) => entry.key === key);
    if (at < 0) {
      if (this.list.length >= this.capacity) this.list.splice(this.victim(), 1);
      this.list.push({ key, uses: 1 });
      return false;
    }
    if (this.eviction === 'fifo') return true;
    const [entry] = this.list.splice(at, 1);
    this.list.push({ key, uses: entry.uses + 1 });
    return true;
  }

  remove(key: number): void {
    this.list = this.list.filter((entry) => entry.key !== key);
  }

  private victim(): number {
    if (this.eviction !== 'lfu') return 0;
    const least = Math.min(...this.list.map((entry) => entry.uses));
    return this.list.findIndex((entry) => entry.uses === least);
  }
}

describe.each(['lru', 'lfu', 'fifo'] as const)('%s', (eviction) => {
  test.each([1, 2, 7, 300])('finds and evicts what a plain list does, with room for %i', (capacity) => {
    const random = new RandomStreams(7).stream(`keys of ${capacity}`);
    const zipf = new Zipf(random, 3 * capacity + 2, 0.7);
    const entries = entriesOf(capacity, eviction);
    const naive = new Naive(capacity, eviction);
    for (let i = 0; i < 5_000; i++) {
      // Keys far apart and negative ones, too.
      const key = Math.imul(zipf.rank(), 0x01000193);
      if (random.below(20) === 0) {
        const slot = entries.find(key);
        if (slot >= 0) entries.remove(slot);
        naive.remove(key);
      }
      expect(ask(entries, key)).toBe(naive.ask(key));
    }
    expect(entries.size).toBeLessThanOrEqual(capacity);
  });
});

/** The share of hits over many requests, after as many to warm up. */
function hitRate(eviction: Eviction, capacity: number, keys: number, exponent: number): number {
  const zipf = new Zipf(new RandomStreams(11).stream('zipf'), keys, exponent);
  const entries = entriesOf(capacity, eviction);
  const requests = 300_000;
  for (let i = 0; i < requests; i++) ask(entries, zipf.rank());
  let hits = 0;
  for (let i = 0; i < requests; i++) if (ask(entries, zipf.rank())) hits++;
  return hits / requests;
}

test.each([
  [100, 10_000, 0.8],
  [1_000, 10_000, 0.8],
  [1_000, 10_000, 1.1],
  [5_000, 10_000, 0.6],
])('LRU with room for %i of %i keys under Zipf %f hits as often as Che says', (capacity, keys, exponent) => {
  expect(hitRate('lru', capacity, keys, exponent)).toBeCloseTo(cheHitRate(capacity, keys, exponent), 2);
});

test('FIFO hits less often than LRU, LFU more often, and nothing more often than knowing the most popular keys', () => {
  const [fifo, lru, lfu] = (['fifo', 'lru', 'lfu'] as const).map((eviction) => hitRate(eviction, 500, 5_000, 0.9));
  const best = popularities(5_000, 0.9)
    .slice(0, 500)
    .reduce((sum, p) => sum + p, 0);
  expect(fifo).toBeLessThan(lru);
  expect(lru).toBeLessThan(lfu);
  expect(lfu).toBeLessThan(best + 0.005);
});
