import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { both, one, proxied, streamed, streamOf } from './testing/one-stream';

describe('a stream of the callee', () => {
  test('ends at the deadline of the call, and the callee stops', () => {
    const run = one('server', 50, { deadlineMs: 400 }).run({ untilMs: 5_000 });
    expect(run.settled('app')).toEqual([{ atMs: 401, outcome: 'timeout', latencyMs: 400 }]);
    // What is sent at 361 has been read; of that at 411, when the callee hears that all is over, nothing leaves.
    expect(streamed(run)).toEqual(both(0, 3));
    expect(run.report.nodes.api.failedBy).toEqual({ cancelled: 1 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('ends when the callee crashes, and what has come through counts', () => {
    const run = one('server', 50).crash('api', { atMs: 400, durationMs: 100 }).run({ untilMs: 5_000 });
    expect(run.settled('app')).toEqual([{ atMs: 410, outcome: 'connectionReset', latencyMs: 409 }]);
    expect(streamed(run)).toEqual(both(0, 3));
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('is not begun again by a retry once a message has been read', () => {
    const retry = { maxAttempts: 3, backoff: 'constant', baseMs: 20 };
    const crashAt = (atMs: number) =>
      one('server', 50, { retry }).crash('api', { atMs, durationMs: 1 }).run({ untilMs: 20_000 });
    expect(crashAt(400).report.links['app→api'].retries).toBe(0);
    const early = crashAt(100);
    expect(early.report.links['app→api'].retries).toBeGreaterThan(0);
    expect(early.outcomes('app')).toEqual(['ok']);
    expect(streamed(early)).toEqual(both(0, 50));
  });

  test('breaks when the link stays cut', () => {
    const run = one('server', 3).cut('app→api', { atMs: 200, durationMs: null }).run({ untilMs: 600_000 });
    expect(run.outcomes('app')).toEqual(['partitioned']);
    expect(run.report.nodes.api.failedBy).toEqual({ partitioned: 1 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });
});

describe('a stream of the caller', () => {
  test('stops when its caller crashes, and the callee is told', () => {
    const run = scenario()
      .clientAt('app', [1])
      .worker('front', 0)
      .worker('api', 50)
      .link('app', 'front')
      .link(
        'front',
        'api',
        { latency: constant(10), timeoutMs: null, stream: streamOf('client', 9) },
        { protocol: 'http2' },
      )
      .crash('front', { atMs: 350, durationMs: 10 })
      .run({ untilMs: 5_000 });
    expect(streamed(run, 'front→api')).toEqual(both(3, 0));
    expect(run.report.nodes.api.failedBy).toEqual({ cancelled: 1 });
    expect(run.times('finished', 'api')).toEqual([360]);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('comes to nobody where the callee refuses it', () => {
    const run = one('client', 5).crash('api', { atMs: 0, durationMs: null }).run({ untilMs: 5_000 });
    expect(run.outcomes('app')).toEqual(['connectionRefused']);
    expect(streamed(run)).toBeUndefined();
  });
});

test('behind a proxy, a target that crashes in mid-stream ends it for the caller', () => {
  const run = proxied('server')
    .worker('other', 50)
    .link('lb', 'other')
    .crash('api', { atMs: 300, durationMs: null })
    .run({ untilMs: 5_000 });
  expect(run.outcomes('app')).toEqual(['connectionReset']);
  expect(streamed(run, 'app→lb')).toEqual(both(0, 2));
  expect(run.report.nodes.lb.detail.nextTargets).toBeUndefined();
  expectBalanced(run);
});
