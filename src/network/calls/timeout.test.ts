import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

describe('a timeout', () => {
  test('expires exactly when it should, counted from the moment the attempt was sent', () => {
    const run = scenario()
      .clientAt('shop', [5, 7])
      .worker('slow', 1_000, { concurrency: 9 })
      .link('shop', 'slow', { latency: constant(3), timeoutMs: 40 })
      .run({ untilMs: 2_000 });
    expect(run.settled('shop')).toEqual([
      { atMs: 45, outcome: 'timeout', latencyMs: 40 },
      { atMs: 47, outcome: 'timeout', latencyMs: 40 },
    ]);
  });

  test('does not touch an answer that comes in time, whatever happens to those around it', () => {
    const run = scenario()
      .clientAt('shop', [0, 1, 2, 3])
      .service('s', {
        concurrency: 9,
        serviceTime: { dist: 'empirical', valuesMs: [10, 90], weights: [] },
      })
      .link('shop', 's', { timeoutMs: 50 })
      .run({ untilMs: 500 });
    const work = run.all('finished', 's').map((row) => row.value);
    for (const { outcome, latencyMs } of run.settled('shop')) {
      expect([outcome, latencyMs]).toEqual(latencyMs === 10 ? ['ok', 10] : ['timeout', 50]);
    }
    expect(work.filter((ms) => ms === 10)).toHaveLength(run.outcomes('shop').filter((name) => name === 'ok').length);
  });

  test('is not told to the callee: it works on, and its late answer is counted as wasted', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('slow', 100)
      .link('shop', 'slow', { latency: constant(2), timeoutMs: 30 })
      .run({ untilMs: 60 });
    expectBalanced(run);
    expect(run.report.nodes.slow.held).toBe(1);
    run.advance(1_000);
    expect(run.times('finished', 'slow')).toEqual([102]);
    expect(run.all('wasted')).toMatchObject([{ atMs: 104, value: 104 }]);
    expect(run.framesInUse).toBe(0);
  });

  test('frees the caller, who may be called anew while the callee is still busy with the old call', () => {
    const run = scenario()
      .clientAt('shop', [0, 50])
      .service('front', { concurrency: 1, queueLimit: 0, serviceTime: constant(0) })
      .worker('slow', 45)
      .link('shop', 'front')
      .link('front', 'slow', { timeoutMs: 20 })
      .run({ untilMs: 200 });
    expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [20, 'error'],
      [70, 'error'],
    ]);
    expect(run.report.links['front→slow'].failedBy).toEqual({ timeout: 2 });
  });

  test('null waits for ever', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('slow', 80_000_000)
      .link('shop', 'slow', { timeoutMs: null })
      .run({ untilMs: 79_999_999 });
    expect(run.outcomes('shop')).toEqual([]);
    expect(run.advance(80_000_000).outcomes('shop')).toEqual(['ok']);
  });
});
