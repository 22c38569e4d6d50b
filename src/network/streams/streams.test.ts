import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { both, one, streamed, streamOf } from './testing/one-stream';

describe('a stream of the callee', () => {
  test('sends its messages after the work, one every interval, and the answer behind the last', () => {
    const run = one('server', 5).run({ untilMs: 5_000 });
    expect(run.times('streamed')).toEqual([161, 261, 361, 461, 561]);
    expect(run.times('received')).toEqual([171, 271, 371, 471, 571]);
    expect(run.settled('app')).toEqual([{ atMs: 571, outcome: 'ok', latencyMs: 570 }]);
    expect(streamed(run)).toEqual(both(0, 5));
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('holds a worker for its whole life', () => {
    const run = one('server', 5, {}, [1, 1, 1, 1, 1]).run({ untilMs: 5_000 });
    // The fifth finds no worker until the first four are done.
    expect(run.settled('app').map(({ atMs }) => atMs)).toEqual([571, 571, 571, 571, 1_121]);
    expect(run.report.nodes.api.maxInQueue).toBe(1);
  });

  test('has one of the streams that a connection has for its whole life', () => {
    const connections = { max: 1, streams: 1, tls: 'none', idleMs: null, maxWaiting: null, acquireTimeoutMs: null };
    const run = one('server', 5, { connections }, [1, 1]).run({ untilMs: 5_000 });
    expect(run.settled('app').map(({ atMs }) => atMs)).toEqual([591, 1_161]);
  });
});

describe('a stream of the caller', () => {
  test('is heard out before the work begins', () => {
    const run = one('client', 3).run({ untilMs: 5_000 });
    expect(run.times('streamed')).toEqual([101, 201, 301]);
    expect(run.times('received')).toEqual([111, 211, 311]);
    expect(run.settled('app')).toEqual([{ atMs: 371, outcome: 'ok', latencyMs: 370 }]);
    expect(streamed(run)).toEqual(both(3, 0));
    expectBalanced(run);
  });
});

describe('a stream of both', () => {
  test('has each speak for itself, and ends when both have', () => {
    const run = one('bidirectional', 3).run({ untilMs: 5_000 });
    expect(streamed(run)).toEqual(both(3, 3));
    expect(run.settled('app')).toEqual([{ atMs: 371, outcome: 'ok', latencyMs: 370 }]);
  });
});

test('every kind that answers calls sends what it was asked for', () => {
  const kinds: [kind: string, params: Record<string, unknown>][] = [
    ['serverless', { serviceTime: constant(5) }],
    ['external-api', { responseTime: constant(5) }],
    ['gateway', { overhead: constant(0) }],
  ];
  for (const [kind, params] of kinds) {
    const builder = scenario().clientAt('app', [1]).node(kind, 'api', params);
    if (kind === 'gateway') builder.worker('back', 0).link('api', 'back');
    const run = builder.link('app', 'api', { timeoutMs: null, stream: streamOf('server', 3) }).run({ untilMs: 60_000 });
    expect([kind, run.outcomes('app')]).toEqual([kind, ['ok']]);
    expect([kind, streamed(run)]).toEqual([kind, both(0, 3)]);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  }
});
