import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

const streamOf = (direction: string, messages: number, everyMs = 100) => ({
  direction,
  messages,
  interval: constant(everyMs),
});

/** A client that opens a stream over a link of 10 ms to a service which works for 50 ms. */
const one = (direction: string, messages: number, link: object = {}, times: readonly number[] = [1]) =>
  scenario()
    .clientAt('app', times)
    .worker('api', 50, { concurrency: 4, startupMs: 0 })
    .link(
      'app',
      'api',
      { latency: constant(10), timeoutMs: null, stream: streamOf(direction, messages), ...link },
      { protocol: 'grpc' },
    );

const streamed = (run: TestRun, id = 'app→api') => run.report.links[id].streamed;
const both = (there: number, back: number) => ({
  there: { sent: there, received: there },
  back: { sent: back, received: back },
});

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

  test('waits out a pause of the callee', () => {
    const run = one('server', 3).pause('api', { atMs: 200, durationMs: 1_000 }).run({ untilMs: 5_000 });
    expect(run.times('streamed')).toEqual([161, 1_200, 1_300]);
    expect(run.outcomes('app')).toEqual(['ok']);
  });

  test('sends again what a cut link lost, as TCP does, and goes on when it is mended', () => {
    const run = one('server', 3).cut('app→api', { atMs: 200, durationMs: 500 }).run({ untilMs: 5_000 });
    // Lost at 261; tried again after 200 and 400 ms.
    expect(run.all('streamed').map(({ atMs, extra }) => [atMs, extra])).toEqual([
      [161, 0],
      [261, 1],
      [461, 1],
      [861, 0],
      [861, 0],
    ]);
    expect(run.outcomes('app')).toEqual(['ok']);
    expect(streamed(run)).toEqual(both(0, 3));
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
  test('is heard out before the work begins', () => {
    const run = one('client', 3).run({ untilMs: 5_000 });
    expect(run.times('streamed')).toEqual([101, 201, 301]);
    expect(run.times('received')).toEqual([111, 211, 311]);
    expect(run.settled('app')).toEqual([{ atMs: 371, outcome: 'ok', latencyMs: 370 }]);
    expect(streamed(run)).toEqual(both(3, 0));
    expectBalanced(run);
  });

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

describe('a stream of both', () => {
  test('has each speak for itself, and ends when both have', () => {
    const run = one('bidirectional', 3).run({ untilMs: 5_000 });
    expect(streamed(run)).toEqual(both(3, 3));
    expect(run.settled('app')).toEqual([{ atMs: 371, outcome: 'ok', latencyMs: 370 }]);
  });
});

describe('bytes and work', () => {
  const payload = {
    request: { shape: 'order', count: 1 },
    response: { shape: 'custom', bytes: 20 },
    format: 'json',
    cpuScale: 1,
  };

  test('each message has its bytes: of gRPC 14 around it, as counted on the wire', () => {
    const carried = (messages: number) =>
      one('server', messages, { payload }).run({ untilMs: 20_000 }).report.links['app→api'].bytes;
    expect(carried(11) - carried(1)).toBe(10 * 34);
  });

  test('each message is written and read', () => {
    const slow = { ...payload, response: { shape: 'order', count: 1_000 }, cpuScale: 10 };
    const run = one('server', 1, { payload: slow }).run({ untilMs: 20_000 });
    // 10,000 × 839 ns to write, 10,000 × 1264 ns to read; the request is read in 0.01 ms.
    expect(run.settled('app')[0].latencyMs).toBeCloseTo(170 + 8.39 + 12.64 + 0.01, 1);
  });
});

describe('a step of an operation', () => {
  const step = { step: 'stream', link: 'front→api', direction: 'client', messages: 4, interval: constant(10) };
  const system = (operation: object[], node: 'worker' | 'serverless' = 'worker') => {
    const builder = scenario()
      .clientAt('app', [1])
      .worker('front', 0, { operations: { upload: operation } })
      .link('app', 'front');
    if (node === 'worker') builder.worker('api', 5);
    else builder.node('serverless', 'api', { serviceTime: constant(5) });
    return builder.link('front', 'api', { timeoutMs: null }, { protocol: 'rest' });
  };

  test('opens one, and blocks its worker meanwhile', () => {
    const mix = { mix: [{ operation: 'upload', weight: 1 }] };
    const run = scenario()
      .clientAt('app', [1], mix)
      .worker('front', 0, { operations: { upload: [step] } })
      .worker('api', 5)
      .link('app', 'front')
      .link('front', 'api', { timeoutMs: null }, { protocol: 'rest' })
      .run({ untilMs: 1_000 });
    expect(streamed(run, 'front→api')).toEqual(both(4, 0));
    expect(run.settled('app')).toEqual([{ atMs: 46, outcome: 'ok', latencyMs: 45 }]);
  });

  test('refuses more messages than there may be', () => {
    expect(() => system([{ ...step, messages: -1 }]).build()).toThrow(/a whole number from 0 to 1000000/);
    expect(() => system([{ ...step, direction: 'up' }]).build()).toThrow(/one of server, client, bidirectional/);
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

describe('behind a proxy', () => {
  const chain = (direction: string) =>
    scenario()
      .clientAt('app', [1])
      .loadBalancer('lb')
      .worker('api', 50)
      .link(
        'app',
        'lb',
        { latency: constant(10), timeoutMs: null, stream: streamOf(direction, 3) },
        { protocol: 'grpc' },
      )
      .link('lb', 'api', { latency: constant(10), timeoutMs: null }, { protocol: 'grpc' });

  test.each([
    ['server', 0, 3],
    ['client', 3, 0],
    ['bidirectional', 3, 3],
  ])('messages of a stream (%s) are passed on as they come', (direction, there, back) => {
    const run = chain(direction).run({ untilMs: 5_000 });
    expect(streamed(run, 'app→lb')).toEqual(both(there, back));
    expect(streamed(run, 'lb→api')).toEqual(both(there, back));
    expect(run.outcomes('app')).toEqual(['ok']);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('a gateway asks for permission once, and hands the stream on', () => {
    const run = scenario()
      .clientAt('app', [1])
      .gateway('edge', { auth: { by: 'service', link: 'edge→auth', operation: 'check' } })
      .worker('auth', 1)
      .worker('api', 50)
      .link('app', 'edge', { timeoutMs: null, stream: streamOf('client', 3) })
      .link('edge', 'auth', { timeoutMs: null })
      .link('edge', 'api', { timeoutMs: null })
      .run({ untilMs: 5_000 });
    expect(run.outcomes('app')).toEqual(['ok']);
    expect(streamed(run, 'edge→auth')).toBeUndefined();
    expect(streamed(run, 'edge→api')).toEqual(both(3, 0));
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('the first message comes as early as two links let it', () => {
    const run = chain('server').run({ untilMs: 5_000 });
    expect(run.times('received', 'app→lb')).toEqual([191, 291, 391]);
  });

  test('a target that crashes in mid-stream ends it for the caller', () => {
    const run = chain('server')
      .worker('other', 50)
      .link('lb', 'other')
      .crash('api', { atMs: 300, durationMs: null })
      .run({ untilMs: 5_000 });
    expect(run.outcomes('app')).toEqual(['connectionReset']);
    expect(streamed(run, 'app→lb')).toEqual(both(0, 2));
    expect(run.report.nodes.lb.detail.nextTargets).toBeUndefined();
    expectBalanced(run);
  });
});

test('a checkpoint in mid-stream goes on to the same end', () => {
  const built = one('bidirectional', 20, { deadlineMs: 1_500 }, [1, 50, 300]).build();
  const straight = new TestRun(built).advance(5_000);
  const first = new TestRun(built).advance(777);
  const resumed = TestRun.resume(built, first.checkpoint()).advance(5_000);
  const tail = straight.facts.filter(({ atMs }) => atMs > 777);
  expect(resumed.facts).toEqual(tail);
});
