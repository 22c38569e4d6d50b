import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { Outcome } from '../outcomes';

const no = { streams: 100, tls: 'none', idleMs: null, maxWaiting: null, acquireTimeoutMs: null };
const times = (count: number, everyMs: number) => Array.from({ length: count }, (_, i) => i * everyMs);

/** A client that sends twelve requests at once to a service which works on all of them at once, for 100 ms. */
const twelve = (protocol: string, connections: object | null, params: object = {}) =>
  scenario()
    .clientAt('shop', times(12, 0))
    .worker('api', 100, { concurrency: 100 })
    .link('shop', 'api', { latency: constant(10), timeoutMs: null, connections, ...params }, { protocol });

const latencies = (run: ReturnType<ReturnType<typeof twelve>['run']>) =>
  run.settled('shop').map(({ latencyMs }) => latencyMs);

describe('connections', () => {
  test('there is always one where a link says nothing of them', () => {
    expect(latencies(twelve('rest', null).run({ untilMs: 1_000 }))).toEqual(new Array(12).fill(120));
  });

  test('six of HTTP/1.1 make twelve calls in two turns, and the second needs no set-up', () => {
    const run = twelve('rest', { ...no, max: 6 }).run({ untilMs: 1_000 });
    expect(latencies(run)).toEqual([...new Array(6).fill(140), ...new Array(6).fill(260)]);
    expectBalanced(run);
  });

  test('one of HTTP/2 makes them all at once', () => {
    expect(latencies(twelve('http2', { ...no, max: 1 }).run({ untilMs: 1_000 }))).toEqual(new Array(12).fill(140));
  });

  test('one of HTTP/2 takes only so many at once', () => {
    const run = twelve('http2', { ...no, max: 1, streams: 4 }).run({ untilMs: 1_000 });
    expect(latencies(run)).toEqual([140, 260, 380].flatMap((ms) => new Array(4).fill(ms)));
  });

  test.each([
    ['none', 'rest', 1],
    ['tls13', 'rest', 2],
    ['tls12', 'rest', 3],
    ['tls13', 'grpc', 2],
    ['none', 'websocket', 2],
  ])('%s over %s takes %i round trips to set up', (tls, protocol, roundTrips) => {
    const run = scenario()
      .clientAt('shop', [0, 1_000])
      .worker('api', 0)
      .link('shop', 'api', { latency: constant(10), connections: { ...no, max: 1, tls } }, { protocol })
      .run({ untilMs: 2_000 });
    expect(latencies(run)).toEqual([20 + 20 * roundTrips, 20]);
  });

  test('one that is idle for too long is closed, and set up anew', () => {
    const run = scenario()
      .clientAt('shop', [0, 500, 1_200, 3_000])
      .worker('api', 0)
      .link('shop', 'api', { latency: constant(10), connections: { ...no, max: 1, idleMs: 1_000 } })
      .run({ untilMs: 4_000 });
    expect(latencies(run)).toEqual([40, 20, 20, 40]);
  });

  test('whoever finds too many waiting is turned away, without having left', () => {
    const run = twelve('rest', { ...no, max: 6, maxWaiting: 2 }).run({ untilMs: 1_000 });
    expect(run.report.links['shop→api'].failedBy).toEqual({ bulkheadFull: 4 });
    expect(run.report.nodes.api.arrived).toBe(8);
    expectBalanced(run);
  });

  test('whoever waits too long is turned away', () => {
    const run = twelve('rest', { ...no, max: 6, acquireTimeoutMs: 50 }).run({ untilMs: 1_000 });
    const failed = run.settled('shop').filter(({ outcome }) => outcome !== 'ok');
    expect(failed).toEqual(new Array(6).fill({ atMs: 50, outcome: 'bulkheadFull', latencyMs: 50 }));
    expectBalanced(run);
  });

  test('the timeout of an attempt covers the wait: what never left is no wasted work', () => {
    const run = twelve('rest', { ...no, max: 6 }, { timeoutMs: 100 }).run({ untilMs: 1_000 });
    expect(run.outcomes('shop').filter((outcome) => outcome === 'timeout')).toHaveLength(12);
    expect(run.report.nodes.api.arrived).toBe(6);
    expect(run.all('wasted')).toHaveLength(6);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('a call of HTTP/1.1 that is given up takes its connection along; one of HTTP/2 leaves it', () => {
    const run = (protocol: string) =>
      scenario()
        .clientAt('shop', [0, 200])
        .service('api', { concurrency: 9, serviceTime: { dist: 'empirical', valuesMs: [50], weights: [] } })
        .link('shop', 'api', { latency: constant(10), timeoutMs: 75, connections: { ...no, max: 1 } }, { protocol })
        .run({ untilMs: 500 });
    // Set-up takes 20 ms, and so the first times out; the second finds the connection, or must open another.
    expect(
      run('http2')
        .settled('shop')
        .map(({ latencyMs }) => latencyMs),
    ).toEqual([75, 70]);
    expect(
      run('rest')
        .settled('shop')
        .map(({ latencyMs }) => latencyMs),
    ).toEqual([75, 75]);
  });

  test('a crash of the callee ends them', () => {
    const run = scenario()
      .clientAt('shop', [0, 1_000, 3_000])
      .worker('api', 0, { startupMs: 1 })
      .link('shop', 'api', { latency: constant(10), connections: { ...no, max: 1 } })
      .crash('api', { atMs: 2_000, durationMs: 100 })
      .run({ untilMs: 4_000 });
    expect(latencies(run)).toEqual([40, 20, 40]);
  });

  test('those that cannot be opened fail when the operating system gives up', () => {
    const run = scenario()
      .clientAt('shop', [1])
      .worker('api', 0)
      .link('shop', 'api', { latency: constant(10), timeoutMs: null, connections: { ...no, max: 1 } })
      .cut('shop→api', { atMs: 0, durationMs: null })
      .run({ untilMs: 200_000 });
    expect(run.settled('shop')).toMatchObject([{ atMs: 127_001, outcome: 'partitioned' }]);
  });
});

describe('bytes', () => {
  const order = { request: { shape: 'order', count: 1 }, response: { shape: 'ping', count: 1 }, format: 'byProtocol' };

  test('are counted, both ways', () => {
    const bytes = (protocol: string) =>
      scenario()
        .clientAt('shop', [0, 100])
        .worker('api', 1)
        .link('shop', 'api', { payload: order }, { protocol })
        .run({ untilMs: 1_000 }).report.links['shop→api'].bytes;
    expect(bytes('rest')).toBe(2 * (438 + 787 + 28 + 160));
    expect(bytes('grpc')).toBe(2 * (207 + 319 + 9 + 38));
  });

  test('take time on a narrow link, one message after the other', () => {
    const run = scenario()
      .clientAt('shop', [0, 0, 5_000])
      .worker('api', 0)
      .link('shop', 'api', { payload: { ...order, request: { shape: 'custom', bytes: 213 } }, bytesPerSec: 1_000 })
      .run({ untilMs: 10_000 });
    // A thousand bytes there, 188 back.
    expect(latencies(run).map(Math.round)).toEqual([1_188, 2_188, 1_188]);
  });

  test('are written and read by the workers at both ends, as slowly as those are', () => {
    const run = (format: string) =>
      scenario()
        .clientAt('shop', [0])
        .worker('front', 0)
        .worker('back', 0)
        .link('shop', 'front')
        .link('front', 'back', {
          payload: {
            request: { shape: 'order', count: 1_000 },
            response: { shape: 'order', count: 1_000 },
            format,
            cpuScale: 10,
          },
        })
        .run({ untilMs: 1_000 });
    // Written and read twice: 10,000 × 2 × (839 + 1264) ns.
    expect(latencies(run('json'))[0]).toBeCloseTo(42.06);
    expect(latencies(run('avro'))[0]).toBeCloseTo(14.88);
  });
});

describe('a call that is given up', () => {
  const chain = (protocol: string) =>
    scenario()
      .clientAt('shop', [0, 1])
      .worker('front', 10, { concurrency: 2 })
      .worker('back', 500, { concurrency: 1 })
      .link('shop', 'front', { latency: constant(5), timeoutMs: 100 }, { protocol })
      .link('front', 'back', { latency: constant(5), timeoutMs: null }, { protocol })
      .run({ untilMs: 5_000 });

  test('goes on without gRPC, and its answer is wasted', () => {
    const run = chain('rest');
    expect(run.report.nodes.back).toMatchObject({ completed: 2, failed: 0 });
    expect(run.all('wasted')).toHaveLength(2);
    expectBalanced(run);
  });

  test('stops with gRPC: at work and in the queue, and whatever it had called in turn', () => {
    const run = chain('grpc');
    expect(run.report.nodes.front.failedBy).toEqual({ cancelled: 2 });
    expect(run.report.nodes.back).toMatchObject({ completed: 0, failedBy: { cancelled: 2 } });
    // Told at 100, heard at 105 by the one and at 110 by the other.
    expect(run.times('finished', 'back')).toEqual([110, 111]);
    expect(run.all('wasted')).toHaveLength(0);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('stops behind a proxy too', () => {
    const run = scenario()
      .clientAt('shop', [0, 1])
      .loadBalancer('lb')
      .worker('back', 500, { concurrency: 1 })
      .link('shop', 'lb', { latency: constant(5), timeoutMs: 100 }, { protocol: 'grpc' })
      .link('lb', 'back', { latency: constant(5), timeoutMs: null }, { protocol: 'grpc' })
      .run({ untilMs: 5_000 });
    expect(run.report.nodes.lb.failedBy).toEqual({ cancelled: 2 });
    expect(run.times('finished', 'back')).toEqual([110, 111]);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('does not begin where it was given up on its way', () => {
    const run = scenario()
      .clientAt('shop', [1])
      .worker('api', 10)
      .link('shop', 'api', { latency: constant(5), timeoutMs: 20 }, { protocol: 'grpc' })
      .slow({ link: 'shop→api' }, 10, { atMs: 0, durationMs: 10 })
      .run({ untilMs: 1_000 });
    expect(run.report.nodes.api.failedBy).toEqual({ cancelled: 1 });
    expect(run.all('finished', 'api')).toMatchObject([{ detail: Outcome.cancelled, value: expect.any(Number) }]);
    expect(run.framesInUse).toBe(0);
  });
});
