import { describe, expect, test } from 'vitest';
import { expectBalanced } from './testing/expect-balanced';
import { constant, exponential, scenario } from './testing/scenario-builder';
import { TestRun } from './testing/test-run';

const shop = () =>
  scenario()
    .client('shop', { arrivals: { process: 'poisson', ratePerSec: 100 } })
    .service('orders', { concurrency: 2, queueLimit: 5, serviceTime: exponential(15) })
    .database('db', { poolSize: 2, maxWaiters: 4, queryTime: exponential(8) })
    .link('shop', 'orders', { latency: exponential(2), timeoutMs: 80, retry: { maxAttempts: 3 } })
    .link('orders', 'db', { latency: constant(1), breaker: { openMs: 200 } });

describe('a run', () => {
  test('is the same whether it goes at once, in pieces or event by event', () => {
    const whole = shop().run({ untilMs: 3_000 });
    const pieces = shop().run();
    for (let atMs = 0.1; atMs < 3_000; atMs += 33.7) pieces.advance(atMs, 50).advance(atMs);
    pieces.advance(3_000);
    const steps = shop().run();
    while (steps.simulation.nowMs < 3_000) if (steps.simulation.step() === null) break;
    expect(pieces.fingerprint).toBe(whole.fingerprint);
    expect(pieces.simulation.events).toBe(whole.simulation.events);
    expect(steps.facts.slice(0, whole.facts.length)).toEqual(whole.facts);
    expectBalanced(whole);
  });

  test('is another with another seed', () => {
    const runs = [1, 2, 1].map((seed) => shop().seed(seed).run({ untilMs: 1_000 }).fingerprint);
    expect(runs[0]).toBe(runs[2]);
    expect(runs[0]).not.toBe(runs[1]);
  });

  test('includes what happens at its very end', () => {
    const run = scenario().clientAt('shop', [0, 10, 20]).worker('s', 1).link('shop', 's').run({ untilMs: 20 });
    expect(run.times('issued')).toEqual([0, 10, 20]);
    expect(run.simulation.nowMs).toBe(20);
  });

  test('pauses after as many events as it was given, and says so', () => {
    const run = shop().run();
    expect(run.advance(1_000, 10).progress).toEqual({ status: 'paused' });
    expect(run.simulation.events).toBe(10);
    expect(run.advance(1_000).progress).toEqual({ status: 'reached' });
    expect(run.simulation.nowMs).toBe(1_000);
  });
});

describe('limits', () => {
  test('a flood stops the run and names the node that drowns', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'constant', ratePerSec: 1000 } })
      .worker('slow', 10_000, { queueLimit: null })
      .link('shop', 'slow')
      .run({ untilMs: 60_000, limits: { maxFrames: 500 } });
    expect(run.progress).toEqual({
      status: 'stopped',
      limit: 'frames',
      atMost: 500,
      node: expect.stringMatching(/shop|slow/),
    });
    expect(run.advance(120_000).progress.status).toBe('stopped');
  });

  const logs = {
    'an event store': () =>
      scenario()
        .client('shop', { arrivals: { process: 'constant', ratePerSec: 1_000 } })
        .node('event-store', 'log', { appendTime: constant(0) })
        .link('shop', 'log'),
    'a Kafka': () =>
      scenario()
        .client('shop', { arrivals: { process: 'constant', ratePerSec: 1_000 } })
        .worker('sender', 0)
        .kafka('log', { topics: [{ name: 'events', partitions: 1 }] })
        .link('shop', 'sender')
        .link('sender', 'log'),
    'a stream of a Redis': () =>
      scenario()
        .client('shop', { arrivals: { process: 'constant', ratePerSec: 1_000 } })
        .worker('sender', 0)
        .node('redis', 'log', { structures: [{ name: 'events', type: 'stream', maxLength: null }] })
        .link('shop', 'sender')
        .link('sender', 'log', {}, { protocol: 'redisMessages' }),
  };

  test.each(Object.entries(logs))('%s that drops nothing stops the run', (_, system) => {
    const run = system().run({ untilMs: 60_000, limits: { maxKept: 2_000 } });
    expect(run.progress).toEqual({ status: 'stopped', limit: 'kept', atMost: 2_000, node: 'log' });
    expect(run.simulation.nowMs).toBeGreaterThan(1_500);
    expect(run.simulation.nowMs).toBeLessThan(2_500);
    expectBalanced(run);
  });

  test('what subscribers have still to read of a log is under way like any other message', () => {
    const system = logs['an event store']().worker('slow', 1_000).link('log', 'slow');
    const limits = { maxFrames: 1_000 };
    const whole = system.run({ untilMs: 60_000, limits });
    expect(whole.progress).toEqual({ status: 'stopped', limit: 'frames', atMost: 1_000, node: 'log' });
    const pieces = system.run({ limits });
    for (let atMs = 0; atMs < 60_000; atMs += 77) pieces.advance(atMs);
    expect(pieces.progress).toEqual(whole.progress);
    expect(pieces.simulation.events).toBe(whole.simulation.events);
  });

  test('a loop in which no time passes stops the run', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'closed', users: 1, thinkTime: constant(0) } })
      .run({ untilMs: 1_000, limits: { maxEventsPerInstant: 1_000 } });
    expect(run.progress).toEqual({ status: 'stopped', limit: 'events', atMost: 1_000, node: 'shop' });
  });

  const crawling = () =>
    scenario()
      .client('shop', { arrivals: { process: 'closed', users: 1, thinkTime: constant(1e-9) } })
      .client('calm', { arrivals: { process: 'constant', ratePerSec: 10 } });

  test('so does one in which next to no time passes, and at the same event however the run goes on', () => {
    const limits = { maxEventsPerInstant: 1_000 };
    const whole = crawling().run({ untilMs: 1_000, limits });
    expect(whole.progress).toEqual({ status: 'stopped', limit: 'events', atMost: 1_000, node: 'shop' });
    const pieces = crawling().run({ limits });
    while (pieces.progress.status !== 'stopped') pieces.advance(1_000, 7);
    expect(pieces.fingerprint).toBe(whole.fingerprint);
    expect(pieces.simulation.events).toBe(whole.simulation.events);
  });

  test('a crowd at one moment is no reason to stop', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'bursts', ratePerSec: 1_000, size: 200 } })
      .worker('s', 0)
      .link('shop', 's')
      .run({ untilMs: 5_000, limits: { maxEventsPerInstant: 1_000 } });
    expect(run.progress).toEqual({ status: 'reached' });
    expect(run.simulation.events).toBeGreaterThan(2_000);
  });
});

describe('checkpoints', () => {
  test('a new simulation goes on from one as if nothing had happened', () => {
    const whole = shop().crash('db', { atMs: 700, durationMs: 300 }).run({ untilMs: 3_000 });
    const first = new TestRun(whole.scenario).advance(850);
    const second = TestRun.resume(whole.scenario, first.checkpoint()).advance(3_000);
    expect(second.fingerprint).toBe(whole.fingerprint);
    expect([...first.facts, ...second.facts]).toEqual(whole.facts);
    expect(second.simulation.events).toBe(whole.simulation.events);
  });

  test('taking one disturbs nothing, and going back to it is going back in time', () => {
    const run = shop().run({ untilMs: 500 });
    const saved = run.simulation.save();
    const fingerprint = run.advance(1_500).fingerprint;
    run.restore(saved);
    expect(run.simulation.nowMs).toBe(500);
    expect(run.advance(1_500).fingerprint).toBe(fingerprint);
    expect(fingerprint).toBe(shop().run({ untilMs: 1_500 }).fingerprint);
  });

  test('remember interventions that came live', () => {
    const live = shop().run();
    live.intervene(400, { action: 'crash', target: { node: 'orders' }, durationMs: 200 });
    const resumed = TestRun.resume(live.scenario, live.advance(450).checkpoint()).advance(2_000);
    expect(resumed.fingerprint).toBe(live.advance(2_000).fingerprint);
    expect(resumed.modes('orders').map(([, mode]) => mode)).toEqual([2, 0]);
  });
});
