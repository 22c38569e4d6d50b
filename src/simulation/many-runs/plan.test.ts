import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testPlan } from '../testing/plans';
import { pointsIn, runsIn, seedOf, settingsAt, taskOf } from './plan';
import { parseShard, runsOfShard } from './shard';

const grid = testPlan({
  replications: 2,
  sweep: [
    { path: 'seed', values: [1, 2] },
    { path: 'title', values: ['a', 'b', 'c'] },
  ],
});

describe('a plan', () => {
  it('has a point for each combination, the last axis turning fastest', () => {
    expect(pointsIn(grid)).toBe(6);
    expect(runsIn(grid)).toBe(12);
    expect(Array.from({ length: 6 }, (_, point) => settingsAt(grid, point))).toEqual([
      { seed: 1, title: 'a' },
      { seed: 1, title: 'b' },
      { seed: 1, title: 'c' },
      { seed: 2, title: 'a' },
      { seed: 2, title: 'b' },
      { seed: 2, title: 'c' },
    ]);
    expect(Object.keys(settingsAt(grid, 0))).toEqual(['seed', 'title']);
  });

  it('numbers its runs point by point', () => {
    expect(taskOf(grid, 0)).toEqual({ run: 0, assignments: ['seed=1', 'title="a"'], replication: 0 });
    expect(taskOf(grid, 7)).toEqual({ run: 7, assignments: ['seed=2', 'title="a"'], replication: 1 });
  });

  it('runs once what has neither a sweep nor replications', () => {
    const plan = testPlan({ replications: null });
    expect(runsIn(plan)).toBe(1);
    expect(taskOf(plan, 0)).toEqual({ run: 0, assignments: [], replication: 0 });
  });

  it('takes one seed after the other, and 0 after the last', () => {
    expect([0, 1, 2].map((replication) => seedOf(4_294_967_294, replication))).toEqual([
      4_294_967_294, 4_294_967_295, 0,
    ]);
  });
});

describe('shards', () => {
  it('have every run once between them, and about as many each', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 30 }), (runs, of) => {
        const shards = Array.from({ length: of }, (_, index) => runsOfShard({ number: index + 1, of }, runs));
        expect(shards.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: runs }, (_, run) => run));
        const sizes = shards.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['0/3', '4/3', '1/0', '1', '1/2/3', '1.5/2', '-1/2', '1/20000', ''])('%j is none', (text) => {
    expect(parseShard(text)).toMatchObject({ ok: false });
  });

  it('are counted from 1', () => {
    expect(parseShard('1/1')).toEqual({ ok: true, value: { number: 1, of: 1 } });
    expect(parseShard('8/8')).toEqual({ ok: true, value: { number: 8, of: 8 } });
  });
});
