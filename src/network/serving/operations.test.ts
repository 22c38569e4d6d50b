import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';

const asking = (operation: string) => ({ mix: [{ operation, weight: 1 }] });
const call = (link: string) => ({ step: 'call', link });

/** A front with one operation, and three backs that take 10, 20 and 30 ms. */
const withSteps = (steps: readonly object[], front: object = {}) =>
  scenario()
    .clientAt('shop', [0], asking('buy'))
    .worker('front', 5, { concurrency: 1, operations: { buy: steps }, ...front })
    .worker('a', 10)
    .worker('b', 20)
    .worker('c', 30)
    .link('shop', 'front')
    .link('front', 'a')
    .link('front', 'b')
    .link('front', 'c', { timeoutMs: 100 });

const PARALLEL = { step: 'parallel', steps: [call('front→a'), call('front→b'), call('front→c')] };

describe('steps', () => {
  test('follow one another, and a worker is blocked while it waits for a call', () => {
    const run = withSteps([call('front→a'), { step: 'work', serviceTime: constant(7) }, call('front→b')]).run({
      untilMs: 100,
    });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 37 }]);
    expect(run.times('blocked', 'front')).toEqual([0, 17]);
    expect(run.all('resumed', 'front').map((row) => [row.atMs, row.value])).toEqual([
      [10, 10],
      [37, 20],
    ]);
    expect(run.report.nodes.front).toMatchObject({ utilization: 0.37, blocked: 0.3 });
  });

  test('without a service time work takes as long as the service says', () => {
    expect(
      withSteps([{ step: 'work' }])
        .run({ untilMs: 100 })
        .settled('shop'),
    ).toMatchObject([{ latencyMs: 5 }]);
  });

  test('in parallel wait for the slowest', () => {
    const run = withSteps([PARALLEL, { step: 'work' }]).run({ untilMs: 100 });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 35 }]);
    expect(run.all('blocked', 'front')).toHaveLength(1);
    expect(run.all('resumed', 'front')).toMatchObject([{ value: 30 }]);
  });

  test('in parallel fail when one of them does, but not before the last is back', () => {
    const run = withSteps([PARALLEL, { step: 'work' }])
      .crash('a', { atMs: 1 })
      .run({ untilMs: 100 });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'error', latencyMs: 30 }]);
    expectBalanced(run);
  });

  test('in sequence end at the first that fails', () => {
    const run = withSteps([call('front→a'), call('front→b')])
      .crash('a', { atMs: 4 })
      .run({ untilMs: 100 });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'error', latencyMs: 4 }]);
    expect(run.all('arrived', 'b')).toEqual([]);
  });

  test('after an early reply go on without a worker', () => {
    const run = scenario()
      .clientAt('shop', [0, 1], asking('buy'))
      .worker('front', 5, {
        concurrency: 1,
        operations: { buy: [{ step: 'work' }, { step: 'reply' }, call('front→slow'), { step: 'work' }] },
      })
      .worker('slow', 100, { concurrency: 2 })
      .link('shop', 'front')
      .link('front', 'slow')
      .run({ untilMs: 60 });
    expect(run.settled('shop').map((request) => request.atMs)).toEqual([5, 10]);
    expect(run.report.nodes.front).toMatchObject({ completed: 2, held: 0, blocked: 0 });
    expect(run.framesInUse).toBe(4);
    expectBalanced(run);
    expect(run.advance(500).framesInUse).toBe(0);
    expect(run.all('finished', 'front')).toHaveLength(2);
  });

  test('after an early reply are lost with a crash, which the caller no longer notices', () => {
    const run = withSteps([{ step: 'reply' }, { step: 'work', serviceTime: constant(50) }, call('front→a')])
      .crash('front', { atMs: 20 })
      .run({ untilMs: 200 });
    expect(run.outcomes('shop')).toEqual(['ok']);
    expect(run.all('arrived', 'a')).toEqual([]);
    expect(run.framesInUse).toBe(0);
  });

  test('branch with the probability they are given', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'constant', ratePerSec: 1_000 }, ...asking('buy') })
      .worker('front', 0, {
        operations: {
          buy: [
            // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
            { step: 'branch', probability: 0.3, then: [call('front→a')], else: [call('front→b')] },
          ],
        },
      })
      .worker('a', 0)
      .worker('b', 0)
      .link('shop', 'front')
      .link('front', 'a')
      .link('front', 'b')
      .run({ untilMs: 10_000 });
    const { a, b } = run.report.nodes;
    expect(a.arrived + b.arrived).toBe(10_000);
    // Four standard deviations of a binomial distribution.
    expect(Math.abs(a.arrived - 3_000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.3 * 0.7));
  });

  test.each([
    [0, 'b'],
    [1, 'a'],
  ])('branch always the same way at probability %i', (probability, target) => {
    // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
    const branch = { step: 'branch', probability, then: [call('front→a')], else: [call('front→b')] };
    const run = withSteps([branch, branch, branch]).run({ untilMs: 200 });
    expect(run.all('arrived', target)).toHaveLength(3);
  });

  test('that publish where calls go, call: an answer comes either way', () => {
    const run = withSteps([{ step: 'publish', link: 'front→a' }]).run({ untilMs: 100 });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 10 }]);
    expect(run.report.messages.published).toBe(0);
  });
});

describe('going round in circles', () => {
  const circle = (serviceTime: object, retry: object | null = null) =>
    scenario()
      .clientAt('shop', [0])
      .service('a', { concurrency: 200, serviceTime })
      .service('b', { concurrency: 200, serviceTime })
      .link('shop', 'a')
      .link('a', 'b', { retry })
      .link('b', 'a');

  test('ends after 64 links, with an error for everyone', () => {
    const run = circle(constant(1)).run({ untilMs: 1_000 });
    expect(run.outcomes('shop')).toEqual(['error']);
    expect(run.all('returned').filter((row) => row.outcome === 'hopLimit')).toHaveLength(1);
    expect(run.all('sent')).toHaveLength(64);
    expect(run.framesInUse).toBe(0);
  });

  test('is not helped by retries, nor by taking no time', () => {
    const run = circle(constant(0), { maxAttempts: 3 }).run({ untilMs: 60_000 });
    expect(run.outcomes('shop')).toEqual(['error']);
    expect(run.framesInUse).toBe(0);
  });

  test('with few workers is a deadlock, as in the real thing', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('a', 1, { concurrency: 1 })
      .worker('b', 1, { concurrency: 1 })
      .link('shop', 'a')
      .link('a', 'b')
      .link('b', 'a')
      .run({ untilMs: 60_000 });
    expect(run.outcomes('shop')).toEqual([]);
    expect(run.report.nodes.a).toMatchObject({ held: 2, utilization: expect.closeTo(1, 3) });
    expectBalanced(run);
  });
});

test('frames never leak: a day of everything leaves none behind', () => {
  const run = scenario()
    .client('shop', { arrivals: { process: 'spike', ratePerSec: 40, factor: 4, startMs: 2_000, durationMs: 2_000 } })
    .service('front', { concurrency: 3, queueLimit: 4, serviceTime: exponential(10), fanOut: 'parallel' })
    .service('a', { concurrency: 1, queueLimit: 2, serviceTime: exponential(15) })
    .rabbitmq('broker')
    .service('mail', { concurrency: 1, serviceTime: exponential(12) })
    .link('shop', 'front', { timeoutMs: 60, retry: { maxAttempts: 3, baseMs: 5 }, latency: exponential(2) })
    .link('front', 'a', { timeoutMs: 30, retry: { maxAttempts: 2 }, breaker: { openMs: 100 }, latency: exponential(2) })
    .link('front', 'broker', { confirm: true, latency: exponential(3) })
    .link('broker', 'mail', { prefetch: 3, latency: exponential(3) })
    .crash('a', { atMs: 1_000, durationMs: 300 })
    .crash('front', { atMs: 3_000, durationMs: 100 })
    .crash('broker', { atMs: 3_500, durationMs: 100 })
    .crash('mail', { atMs: 5_000, durationMs: 1_000 })
    .cut('front→a', { atMs: 6_000, durationMs: 500 })
    .cut('broker→mail', { atMs: 6_200, durationMs: 500 })
    .rate('shop', 0, { atMs: 8_000 })
    .run({ untilMs: 7_999 });
  expect(run.framesInUse).toBeGreaterThan(0);
  expectBalanced(run);
  run.advance(86_400_000);
  expectBalanced(run);
  expect(run.framesInUse).toBe(0);
});
