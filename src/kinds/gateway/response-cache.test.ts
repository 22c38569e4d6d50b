import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import { emptyCache, keep, lookUp } from './response-cache';

describe('a cache of answers', () => {
  test('has what was kept, until it is too old', () => {
    const cache = emptyCache();
    keep(cache, 7, 10, 100);
    expect(lookUp(cache, 7, 50, 149)).toBe(49);
    expect(lookUp(cache, 7, 50, 150)).toBeNull();
    expect(lookUp(cache, 8, 50, 100)).toBeNull();
    keep(cache, 7, 10, 160);
    expect(lookUp(cache, 7, 50, 160)).toBe(0);
  });

  test('gives up the least recently used, like a map that remembers the order of use', () => {
    const random = new RandomStreams(1).stream('keys');
    const cache = emptyCache();
    const model = new Map<number, number>();
    for (let nowMs = 0; nowMs < 5_000; nowMs++) {
      const key = random.below(20);
      const known = model.get(key);
      const isFresh = known !== undefined && nowMs - known < 100;
      expect(lookUp(cache, key, 100, nowMs)).toBe(isFresh ? nowMs - known : null);
      if (isFresh || random.below(2) === 0) {
        if (!isFresh) keep(cache, key, 8, nowMs);
        model.delete(key);
        model.set(key, isFresh ? known : nowMs);
        const [oldest] = model.keys();
        if (model.size > 8) model.delete(oldest);
      }
    }
    expect(cache.keys.toSorted()).toEqual([...model.keys()].toSorted());
  });
});
