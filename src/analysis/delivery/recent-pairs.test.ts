import { describe, expect, it } from 'vitest';
import { RecentPairs } from './recent-pairs';

describe('numbers of recent pairs', () => {
  it('are those that were set last', () => {
    const pairs = new RecentPairs(100);
    pairs.set(1, 2, 3);
    pairs.set(2, 1, 4);
    pairs.set(1, 2, 5);
    pairs.set(4_294_967_295, 4_294_967_295, 6);
    expect([pairs.get(1, 2), pairs.get(2, 1), pairs.get(4_294_967_295, 4_294_967_295)]).toEqual([5, 4, 6]);
    expect([pairs.get(2, 2), pairs.get(0, 0)]).toEqual([0, 0]);
  });

  it('are forgotten after so many others, and never before', () => {
    const pairs = new RecentPairs(100);
    for (let n = 0; n < 1_000; n++) {
      pairs.set(n, n % 7, n + 1);
      for (let back = 0; back < Math.min(n, 100); back++) {
        expect(pairs.get(n - back, (n - back) % 7)).toBe(n - back + 1);
      }
    }
    expect(pairs.get(0, 0)).toBe(0);
    expect(pairs.get(700, 0)).toBe(0);
  });

  it('can be taken away', () => {
    const pairs = new RecentPairs(4);
    for (let n = 1; n <= 6; n++) pairs.set(n, 0, 1);
    pairs.set(3, 0, 0);
    pairs.set(6, 0, 0);
    expect([1, 2, 3, 4, 5, 6].map((n) => pairs.get(n, 0))).toEqual([1, 1, 0, 1, 1, 0]);
    pairs.set(3, 0, 9);
    expect(pairs.get(3, 0)).toBe(9);
  });

  it('are the same whether they were appended or set, as far back as is promised', () => {
    const appended = new RecentPairs(100);
    for (let n = 0; n < 1_037; n++) appended.append(n, n % 7, n + 1);
    for (let back = 0; back < 100; back++) expect(appended.get(1_036 - back, (1_036 - back) % 7)).toBe(1_037 - back);
    expect(appended.get(900, 900 % 7)).toBe(0);
    appended.append(5, 5, 5);
    appended.set(5, 5, 0);
    appended.append(6, 6, 6);
    expect([appended.get(5, 5), appended.get(6, 6), appended.get(1_036, 0)]).toEqual([0, 6, 1_037]);
  });
});
