import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';

describe('a component that is paused', () => {
  const paused = (params: object = {}) =>
    scenario()
      .clientAt('shop', [0, 12])
      .worker('s', 20, { concurrency: 1, ...params })
      .link('shop', 's', { latency: constant(1) })
      .pause('s', { atMs: 10, durationMs: 100 });

  test('does its work later by as much, and takes who came meanwhile from its queue', () => {
    const run = paused().run({ untilMs: 1_000 });
    expect(run.settled('shop')).toEqual([
      { atMs: 122, outcome: 'ok', latencyMs: 122 },
      { atMs: 142, outcome: 'ok', latencyMs: 130 },
    ]);
    expect(run.times('arrived', 's')).toEqual([1, 13]);
    expect(run.times('started', 's')).toEqual([1, 121]);
  });

  test('the same where requests share its workers', () => {
    const run = paused({ discipline: 'sharing' }).run({ untilMs: 1_000 });
    expect(run.settled('shop').map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    expect(run.settled('shop')[0].atMs).toBeCloseTo(133, 6);
  });

  test('goes on when healed, and loses everything when it crashes', () => {
    const story = () =>
      scenario()
        .clientAt('shop', [0, 12])
        .worker('s', 20, { concurrency: 1 })
        .link('shop', 's')
        .pause('s', { atMs: 10 });
    const healed = story().heal({ node: 's' }, { atMs: 50 }).run({ untilMs: 1_000 });
    expect(healed.settled('shop').map(({ atMs }) => atMs)).toEqual([60, 80]);
    const crashed = story().crash('s', { atMs: 50 }).run({ untilMs: 1_000 });
    expect(crashed.settled('shop').map(({ outcome }) => outcome)).toEqual(['connectionReset', 'connectionReset']);
    expect([healed.framesInUse, crashed.framesInUse]).toEqual([0, 0]);
  });

  test('reads no answer until it goes on', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('a', 1)
      .worker('b', 20)
      .link('shop', 'a')
      .link('a', 'b')
      .pause('a', { atMs: 10, durationMs: 100 })
      .run({ untilMs: 1_000 });
    expect(run.settled('shop')).toEqual([{ atMs: 110, outcome: 'ok', latencyMs: 110 }]);
  });
});

describe('a share of errors', () => {
  const faulty = (share: number) =>
    scenario()
      .client('shop', { arrivals: { process: 'poisson', ratePerSec: 200 } })
      .service('s', { serviceTime: exponential(1), concurrency: 8 })
      .link('shop', 's')
      .errors('s', share, { atMs: 0, durationMs: 10_000 });

  test('is that share, and ends', () => {
    const run = faulty(0.3).run({ untilMs: 20_000 });
    const failed = run.settled('shop').filter(({ outcome }) => outcome === 'error');
    expect(failed.length / 2_000).toBeCloseTo(0.3, 1);
    expect(Math.max(...failed.map(({ atMs }) => atMs))).toBeLessThan(10_010);
    expectBalanced(run);
  });
});

describe('a link that loses a share', () => {
  test('loses requests and answers: the caller hears of it by its timeout only', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'poisson', ratePerSec: 200 } })
      .worker('s', 1, { concurrency: 8 })
      .link('shop', 's', { timeoutMs: 100 })
      .loss('shop→s', 0.1, { atMs: 0 })
      .run({ untilMs: 20_000 });
    const settled = run.settled('shop');
    const lost = settled.filter(({ outcome }) => outcome === 'timeout').length;
    expect(lost / settled.length).toBeCloseTo(1 - 0.9 * 0.9, 1);
    expectBalanced(run);
  });
});

describe('a link that is cut one way', () => {
  const cut = (way: 'there' | 'back') =>
    scenario()
      .clientAt('shop', [20])
      .worker('s', 1)
      .link('shop', 's', { timeoutMs: 100 })
      .cut('shop→s', { atMs: 10 }, way)
      .run({ untilMs: 300_000 });

  test('there: nothing arrives', () => {
    const run = cut('there');
    expect(run.settled('shop')).toEqual([{ atMs: 120, outcome: 'timeout', latencyMs: 100 }]);
    expect(run.all('arrived', 's')).toEqual([]);
  });

  test('back: the work is done, and nobody hears of it', () => {
    const run = cut('back');
    expect(run.settled('shop')).toEqual([{ atMs: 120, outcome: 'timeout', latencyMs: 100 }]);
    expect(run.times('finished', 's')).toEqual([21]);
    expect(run.framesInUse).toBe(0);
  });
});
