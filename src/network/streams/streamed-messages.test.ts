import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { both, one, proxied, streamed } from './testing/one-stream';

describe('on the way', () => {
  test('they wait out a pause of the callee', () => {
    const run = one('server', 3).pause('api', { atMs: 200, durationMs: 1_000 }).run({ untilMs: 5_000 });
    expect(run.times('streamed')).toEqual([161, 1_200, 1_300]);
    expect(run.outcomes('app')).toEqual(['ok']);
  });

  test('what a cut link lost is sent again, as by TCP, and the rest when it is mended', () => {
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

describe('behind a proxy', () => {
  test.each([
    ['server', 0, 3],
    ['client', 3, 0],
    ['bidirectional', 3, 3],
  ])('messages of a stream (%s) are passed on as they come', (direction, there, back) => {
    const run = proxied(direction).run({ untilMs: 5_000 });
    expect(streamed(run, 'app→lb')).toEqual(both(there, back));
    expect(streamed(run, 'lb→api')).toEqual(both(there, back));
    expect(run.outcomes('app')).toEqual(['ok']);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('the first message comes as early as two links let it', () => {
    const run = proxied('server').run({ untilMs: 5_000 });
    expect(run.times('received', 'app→lb')).toEqual([191, 291, 391]);
  });
});
