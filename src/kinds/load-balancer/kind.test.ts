import { describe, expect, test } from 'vitest';
import { exponential, scenario } from '../../simulation/testing/scenario-builder';
import { emptyHealth, isAvailable, noteFailure } from './health';

const TARGETS = ['a', 'b', 'c'];
const every = (ms: number, count: number) => Array.from({ length: count }, (_, i) => 1 + i * ms);

const spread = (params: Readonly<Record<string, unknown>>, timesMs: readonly number[], workMs = 1) => {
  const builder = scenario().clientAt('shop', timesMs).loadBalancer('lb', params).link('shop', 'lb');
  for (const target of TARGETS) builder.worker(target, workMs, { concurrency: 100 }).link('lb', target);
  return builder;
};
/** Which target each request went to. */
const sequence = (run: ReturnType<ReturnType<typeof spread>['run']>) =>
  run
    .all('sent')
    .filter((row) => row.place > 0)
    .map((row) => TARGETS[row.place - 1])
    .join('');

describe('the policies', () => {
  /** What nginx 1.22.1 was observed to do with three servers of equal weight, one worker. */
  test('round robin goes round', () => {
    expect(sequence(spread({}, every(10, 24)).run({ untilMs: 1_000 }))).toBe('abcabcabcabcabcabcabcabc');
  });

  test('least connections takes whoever has least to do, equals in turn', () => {
    const run = spread({ policy: 'least-connections' }, every(10, 9), 15)
      .slow({ node: 'a' }, 100, { atMs: 0 })
      .run({ untilMs: 1_000 });
    expect(sequence(run)).toBe('abcbcbcbc');
  });

  test('random gives everyone his share', () => {
    const run = spread({ policy: 'random' }, every(1, 6_000)).run({ untilMs: 7_000 });
    for (const target of TARGETS) {
      // Four standard deviations of a binomial distribution.
      expect(Math.abs(run.report.nodes[target].arrived - 2_000)).toBeLessThan(4 * Math.sqrt(6_000 * (1 / 3) * (2 / 3)));
    }
  });
});

describe('the best of several random targets', () => {
  const busy = { policy: 'random-choices' };

  test('is never one with more under way than the others drawn', () => {
    // With as many choices as targets: the least loaded of all.
    const run = spread({ ...busy, choices: 3 }, every(10, 90), 15)
      .slow({ node: 'a' }, 1_000, { atMs: 0 })
      .run({ untilMs: 1_000 });
    expect(run.report.nodes.a.arrived).toBe(1);
  });

  test('draws different targets: of two, the busy one gets nothing', () => {
    const run = spread({ ...busy, choices: 2 }, every(10, 300), 5)
      .slow({ node: 'a' }, 10_000, { atMs: 0 })
      .run({ untilMs: 4_000 });
    expect(run.report.nodes.a.arrived).toBe(1);
    expect(Math.abs(run.report.nodes.b.arrived - 150)).toBeLessThan(4 * Math.sqrt(300 / 4));
  });

  test('is a random one where only one is drawn', () => {
    const one = spread({ ...busy, choices: 1 }, every(1, 6_000)).run({ untilMs: 7_000 });
    for (const target of TARGETS) {
      expect(Math.abs(one.report.nodes[target].arrived - 2_000)).toBeLessThan(4 * Math.sqrt(6_000 * (1 / 3) * (2 / 3)));
    }
  });

  test('leaves out those that are down', () => {
    const run = spread({ ...busy, choices: 5 }, every(10, 30))
      .crash('b', { atMs: 0 })
      .run({ untilMs: 1_000 });
    expect(run.outcomes('shop').every((outcome) => outcome === 'ok')).toBe(true);
    expect(run.report.nodes.b.arrived).toBe(1);
  });
});

describe('a target that does not answer', () => {
  test('costs the request another try, and is left out for fail_timeout', () => {
    const run = spread({ failTimeoutMs: 100 }, every(10, 30)).crash('b', { atMs: 5 }).run({ untilMs: 1_000 });
    expect(run.outcomes('shop')).toEqual(Array.from({ length: 30 }, () => 'ok'));
    // It is tried once, and again whenever its time is over and its turn comes.
    const tried = run.times('arrived', 'b');
    expect(tried).toHaveLength(3);
    for (const [index, atMs] of tried.entries())
      if (index > 0) expect(atMs - tried[index - 1]).toBeGreaterThanOrEqual(100);
  });

  test('is back once it is up and its time is over', () => {
    const run = spread({ failTimeoutMs: 100 }, every(10, 60))
      .crash('b', { atMs: 5, durationMs: 100 })
      .heal({ node: 'b' }, { atMs: 105 })
      .run({ untilMs: 5_000 });
    expect(run.all('finished', 'b').some((row) => row.outcome === 'ok')).toBe(false);
    const later = spread({ failTimeoutMs: 100 }, every(100, 60))
      .crash('b', { atMs: 5, durationMs: 100 })
      .run({ untilMs: 10_000 });
    expect(later.all('finished', 'b').filter((row) => row.outcome === 'ok').length).toBeGreaterThan(10);
  });

  test('is never asked twice by one request, and when nobody is left the last failure is the answer', () => {
    const run = spread({ policy: 'random', maxFails: 5, maxTries: 10 }, every(10, 50))
      .crash('a', { atMs: 0 })
      .crash('b', { atMs: 0 })
      .crash('c', { atMs: 0 })
      .run({ untilMs: 2_000 });
    expect(new Set(run.outcomes('shop'))).toEqual(new Set(['connectionRefused']));
    const calls = run.all('sent').filter((row) => row.place > 0);
    const targets = new Map<number, number[]>();
    for (const { extra: request, place } of calls) targets.set(request, [...(targets.get(request) ?? []), place]);
    expect(targets.size).toBe(50);
    for (const tried of targets.values()) expect(tried.toSorted()).toEqual([1, 2, 3]);
  });

  test('is tried at most maxTries times over', () => {
    const run = spread({ maxTries: 2, maxFails: 0 }, [1])
      .crash('a', { atMs: 0 })
      .crash('b', { atMs: 0 })
      .run({ untilMs: 100 });
    expect(sequence(run)).toBe('ab');
    expect(run.outcomes('shop')).toEqual(['connectionRefused']);
  });

  test('makes a request that was waiting for it go elsewhere', () => {
    const run = spread({}, [0], 50).crash('a', { atMs: 20 }).run({ untilMs: 200 });
    expect(sequence(run)).toBe('ab');
    expect(run.settled('shop')).toEqual([{ atMs: 70, outcome: 'ok', latencyMs: 70 }]);
  });
});

test('an answer that is an error is an answer: nobody else is asked', () => {
  const run = scenario()
    .clientAt('shop', [0])
    .loadBalancer('lb')
    .worker('a', 1, { concurrency: 1 })
    .worker('b', 1)
    .database('db')
    .link('shop', 'lb')
    .link('lb', 'a')
    .link('lb', 'b')
    .link('a', 'db')
    .crash('db', { atMs: 0 })
    .run({ untilMs: 100 });
  expect(run.outcomes('shop')).toEqual(['error']);
  expect(run.report.nodes.b.arrived).toBe(0);
});

test('without targets there is no route', () => {
  const run = scenario().clientAt('shop', [0]).loadBalancer('lb').link('shop', 'lb').run({ untilMs: 10 });
  expect(run.outcomes('shop')).toEqual(['noRoute']);
});

test('it holds any number of requests at once', () => {
  const run = scenario()
    .client('shop')
    .loadBalancer('lb')
    .service('s', { concurrency: 5, queueLimit: null, serviceTime: exponential(1) })
    .link('shop', 'lb')
    .link('lb', 's')
    .send('shop', 5_000, { atMs: 0 })
    .run({ untilMs: 0 });
  expect(run.report.nodes.lb.held).toBe(5_000);
  run.advance(1_000_000);
  expect(run.report.clients.shop).toMatchObject({ ok: 5_000, failed: 0 });
});

describe('passive health', () => {
  const params = { maxFails: 2, failTimeoutMs: 100 };

  test('leaves out after max_fails failures within fail_timeout, for as long', () => {
    const health = emptyHealth();
    noteFailure(health, params, 10);
    expect(isAvailable(health, params, 10)).toBe(true);
    noteFailure(health, params, 60);
    expect([60, 159.9, 160].map((ms) => isAvailable(health, params, ms))).toEqual([false, false, true]);
  });

  test('forgets failures that lie further apart', () => {
    const health = emptyHealth();
    noteFailure(health, params, 10);
    noteFailure(health, params, 200);
    expect(isAvailable(health, params, 200)).toBe(true);
  });

  test('is off at zero', () => {
    const health = emptyHealth();
    for (let i = 0; i < 9; i++) noteFailure(health, { ...params, maxFails: 0 }, i);
    expect(isAvailable(health, { ...params, maxFails: 0 }, 9)).toBe(true);
  });
});
