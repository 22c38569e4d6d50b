import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import rules from './fixtures/rpc-rules.json';

const ruleCalled = (id: string) => rules.rules.find((rule) => rule.id === id);
const ruleText = (id: string) => {
  const rule = ruleCalled(id);
  return `${id}: ${rule?.given}: ${rule?.when}: ${rule?.then}`;
};

/** What the model card lists as not modelled, with the reason. */
const LISTED = ['rpc-006', 'rpc-007', 'rpc-014'];
const RUN = ['rpc-001', 'rpc-002', 'rpc-009', 'rpc-010', 'rpc-011', 'rpc-013'];

test('every rule is run here or listed in the model card', () => {
  expect([...RUN, ...LISTED].sort()).toEqual(rules.rules.map(({ id }) => id).sort());
});

describe('rules of calls', () => {
  test(ruleText('rpc-001'), () => {
    const done = (idempotency: object | null) =>
      scenario()
        .clientAt('shop', [1])
        .worker('payments', 100, { concurrency: 9 })
        .link('shop', 'payments', {
          timeoutMs: 50,
          retry: { maxAttempts: 2, backoff: 'constant', baseMs: 10 },
          idempotency,
        })
        .run({ untilMs: 5_000 }).report.nodes.payments.completed;
    expect(done(null)).toBe(2);
    const run = done({ ttlMs: 60_000, capacity: 100 });
    // The second is recognised: it has its answer without a worker.
    expect(run).toBe(1);
  });

  test(ruleText('rpc-002'), () => {
    const latencies = (max: number) =>
      scenario()
        .clientAt('browser', [0, 0, 0])
        .worker('images', 100, { concurrency: 9 })
        .link('browser', 'images', {
          timeoutMs: null,
          connections: { max, tls: 'none', idleMs: null, maxWaiting: null, acquireTimeoutMs: null },
        })
        .run({ untilMs: 5_000 })
        .settled('browser')
        .map(({ latencyMs }) => latencyMs);
    expect(latencies(1)).toEqual([100, 200, 300]);
    expect(latencies(3)).toEqual([100, 100, 100]);
  });

  test(ruleText('rpc-009'), () => {
    const run = scenario()
      .clientAt('app', [1])
      .worker('api', 10)
      .link('app', 'api', { timeoutMs: null }, { protocol: 'grpc' })
      .pause('api', { atMs: 5, durationMs: null })
      .run({ untilMs: 3_600_000 });
    expect(run.report.clients.app).toMatchObject({ sent: 1, inFlight: 1 });
  });

  test(ruleText('rpc-010'), () => {
    const run = scenario()
      .clientAt('edge', [1])
      .worker('a', 120)
      .worker('b', 120)
      .worker('c', 120)
      .link('edge', 'a', { deadlineMs: 300, timeoutMs: null }, { protocol: 'grpc' })
      .link('a', 'b', { timeoutMs: null }, { protocol: 'grpc' })
      .link('b', 'c', { timeoutMs: null }, { protocol: 'grpc' })
      .run({ untilMs: 5_000 });
    expect(run.settled('edge')).toEqual([{ atMs: 301, outcome: 'timeout', latencyMs: 300 }]);
    // Nobody works on: all three have stopped with the deadline.
    expect(Math.max(...run.times('finished'))).toBe(301);
    expect(run.report.nodes.c.completed).toBe(0);
    expectBalanced(run);
  });

  test(ruleText('rpc-011'), () => {
    const shares = (policy: string) => {
      const { nodes } = scenario()
        .clientAt(
          'app',
          Array.from({ length: 30 }, (_, i) => i * 10),
        )
        .loadBalancer('lb', { policy })
        .worker('one', 1)
        .worker('two', 1)
        .worker('three', 1)
        .link('app', 'lb', {}, { protocol: 'grpc' })
        .link('lb', 'one', {}, { protocol: 'grpc' })
        .link('lb', 'two', {}, { protocol: 'grpc' })
        .link('lb', 'three', {}, { protocol: 'grpc' })
        .run({ untilMs: 1_000 }).report;
      return [nodes.one.arrived, nodes.two.arrived, nodes.three.arrived].sort((a, b) => a - b);
    };
    // By its address, as all that a balancer of connections sees of a client.
    expect(shares('ip-hash')).toEqual([0, 0, 30]);
    expect(shares('round-robin')).toEqual([10, 10, 10]);
  });

  test(ruleText('rpc-013'), () => {
    const run = scenario()
      .clientAt('app', [1])
      .worker('api', 0)
      .link(
        'app',
        'api',
        { latency: constant(5), timeoutMs: null, stream: { direction: 'server', messages: 5, interval: constant(10) } },
        { protocol: 'grpc' },
      )
      .cut('app→api', { atMs: 24, durationMs: 4 })
      .run({ untilMs: 5_000 });
    // Sent at 26 and lost; sent again 200 ms later, with the three that were ready meanwhile.
    expect(run.times('received')).toEqual([21, 231, 231, 231, 231]);
  });
});
