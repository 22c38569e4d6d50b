import { describe, expect, test } from 'vitest';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';

const called = (timesMs: readonly number[], params: Readonly<Record<string, unknown>>, workMs = 10) =>
  scenario().clientAt('shop', timesMs).worker('s', workMs, params).link('shop', 's');

describe('workers', () => {
  test('take so many requests at once, the others wait in the order in which they came', () => {
    const run = called([0, 1, 2, 3, 4], { replicas: 2, concurrency: 1 }).run({ untilMs: 100 });
    expect(run.settled('shop').map((request) => request.atMs)).toEqual([10, 11, 20, 21, 30]);
    expect(run.all('started', 's').map((row) => row.value)).toEqual([0, 0, 8, 8, 16]);
    expect(run.report.nodes.s).toMatchObject({ maxInQueue: 3, probWait: 0.6, meanWaitMs: 6.4, completed: 5 });
  });

  test('are as many as replicas times concurrency', () => {
    const run = called([], { replicas: 3, concurrency: 4 }).run();
    expect(run.all('capacity', 's').map((row) => row.extra)).toEqual([12]);
  });

  test('are held while they wait for a call: two slow calls stop a service of two workers', () => {
    const run = scenario()
      .clientAt('shop', [0, 0, 1])
      .worker('s', 0, { concurrency: 2 })
      .worker('slow', 100)
      .link('shop', 's')
      .link('s', 'slow')
      .run({ untilMs: 300 });
    expect(run.settled('shop').map((request) => request.atMs)).toEqual([100, 100, 200]);
    expect(run.all('started', 's').map((row) => row.atMs)).toEqual([0, 0, 100]);
  });
});

describe('the queue', () => {
  test('refuses at once what does not fit', () => {
    const run = called([0, 1, 2, 3], { concurrency: 1, queueLimit: 2 }).run({ untilMs: 100 });
    expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [3, 'refused'],
      [10, 'ok'],
      [20, 'ok'],
      [30, 'ok'],
    ]);
    expect(run.report.nodes.s.failedBy).toEqual({ refused: 1 });
  });

  test('of length 0 lets in only what a worker takes at once', () => {
    const run = called([0, 1, 10, 10], { concurrency: 1, queueLimit: 0 }).run({ untilMs: 100 });
    // What arrives at the instant at which a worker becomes free depends on which of the two happened first.
    expect(run.outcomes('shop').filter((outcome) => outcome === 'ok').length).toBeGreaterThanOrEqual(1);
    expect(run.outcomes('shop')[0]).toBe('refused');
  });

  test('without a limit takes everything', () => {
    const times = Array.from({ length: 2_000 }, () => 0);
    const run = called(times, { concurrency: 1, queueLimit: null }, 1).run({ untilMs: 3_000 });
    expect(run.report.nodes.s).toMatchObject({ completed: 2_000, maxInQueue: 1_999 });
  });
});

describe('without operations', () => {
  const fanOut = (how: string) =>
    scenario()
      .clientAt('shop', [0])
      .worker('s', 5, { fanOut: how })
      .worker('a', 10)
      .worker('b', 20)
      .link('shop', 's')
      .link('s', 'a')
      .link('s', 'b')
      .run({ untilMs: 100 });

  test('it works and then calls its links one after another', () => {
    const run = fanOut('sequential');
    expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 35 }]);
    expect([run.times('arrived', 'a'), run.times('arrived', 'b')]).toEqual([[5], [15]]);
  });

  test('or all at once', () => {
    const run = fanOut('parallel');
    expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 25 }]);
    expect([run.times('arrived', 'a'), run.times('arrived', 'b')]).toEqual([[5], [5]]);
  });

  test('it does not wait for a message, unless it asked for a confirm', () => {
    const publish = (confirm: boolean) =>
      scenario()
        .clientAt('shop', [0])
        .worker('s', 5)
        .rabbitmq('broker')
        .link('shop', 's')
        .link('s', 'broker', { confirm, latency: constant(3) })
        .run({ untilMs: 100 });
    expect(publish(false).settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 5 }]);
    expect(publish(true).settled('shop')).toMatchObject([{ outcome: 'ok', latencyMs: 11 }]);
    expect(publish(true).all('blocked', 's')).toHaveLength(1);
  });
});

test('what is asked for decides what it does; what it does not know is done as by default', () => {
  const run = scenario()
    .clientAt('shop', [0, 100], { mix: [{ operation: 'read', weight: 1 }] })
    .clientAt('other', [50], { mix: [{ operation: 'unheard of', weight: 1 }] })
    .worker('s', 5, { operations: { read: [{ step: 'work', serviceTime: constant(1) }] } })
    .link('shop', 's')
    .link('other', 's')
    .run({ untilMs: 200 });
  expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([1, 1]);
  expect(run.settled('other').map((request) => request.latencyMs)).toEqual([5]);
});

test('an operation named in a call is what the callee does', () => {
  const run = scenario()
    .clientAt('shop', [0], { mix: [{ operation: 'buy', weight: 1 }] })
    .worker('front', 0, { operations: { buy: [{ step: 'call', link: 'front→back', operation: 'charge' }] } })
    .worker('back', 0, {
      operations: {
        charge: [{ step: 'work', serviceTime: constant(7) }],
        buy: [{ step: 'work', serviceTime: constant(99) }],
      },
    })
    .link('shop', 'front')
    .link('front', 'back')
    .run({ untilMs: 200 });
  expect(run.settled('shop')).toMatchObject([{ latencyMs: 7 }]);
});

test('what a broker pushes waits in the queue however long it is: the prefetch is the limit', () => {
  const run = scenario()
    .client('shop')
    .rabbitmq('broker')
    .service('s', { concurrency: 1, queueLimit: 0, serviceTime: exponential(10) })
    .link('shop', 'broker')
    .link('broker', 's', { prefetch: 20 })
    .send('shop', 50, { atMs: 1 })
    .run({ untilMs: 10_000 });
  expect(run.report.nodes.s).toMatchObject({ completed: 50, failed: 0, maxInQueue: 19 });
  expect(run.report.messages).toMatchObject({ acked: 50, redelivered: 0 });
});
