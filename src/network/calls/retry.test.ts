import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import reference from '../policies/fixtures/retries.json';

describe('retries on a link', () => {
  const down = (retry: object, untilMs = 5_000) =>
    scenario()
      .clientAt('shop', [0])
      .worker('s', 1)
      .link('shop', 's', { latency: constant(5), retry })
      .crash('s', { atMs: 0 })
      .run({ untilMs });

  test('go out after the waits of the policy, each attempt under a name of its own', () => {
    const run = down({ maxAttempts: 4, baseMs: 100, capMs: 300, jitter: 'none' });
    expect(run.times('sent')).toEqual([0, 110, 320, 630]);
    expect(new Set(run.all('sent').map((row) => row.serial)).size).toBe(4);
    expect(run.all('concluded')).toMatchObject([{ atMs: 640, outcome: 'connectionRefused', extra: 4, value: 640 }]);
    expect(run.settled('shop')).toEqual([{ atMs: 640, outcome: 'connectionRefused', latencyMs: 640 }]);
    expect(run.report.links['shop→s']).toMatchObject({
      calls: 1,
      ok: 0,
      retries: 3,
      failedBy: { connectionRefused: 1 },
    });
    expect(run.framesInUse).toBe(0);
  });

  test('with full jitter stay within their windows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const run = scenario()
        .seed(seed)
        .clientAt('shop', [0])
        .worker('s', 1)
        .link('shop', 's', { retry: { maxAttempts: 4, baseMs: 100, jitter: 'full' } })
        .crash('s', { atMs: 0 })
        .run({ untilMs: 5_000 });
      const sent = run.times('sent');
      for (const [index, window] of [100, 200, 400].entries()) {
        const gap = sent[index + 1] - sent[index];
        expect(gap).toBeGreaterThanOrEqual(0);
        expect(gap).toBeLessThanOrEqual(window);
      }
    }
  });

  test('succeed once the callee is back', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 1, { startupMs: 50 })
      .link('shop', 's', { retry: { maxAttempts: 5, baseMs: 100, jitter: 'none' } })
      .crash('s', { atMs: 0, durationMs: 200 })
      .run({ untilMs: 5_000 });
    // Tried at 0 and 100, and at 300, when it has been up for 50 ms.
    expect(run.settled('shop')).toEqual([{ atMs: 301, outcome: 'ok', latencyMs: 301 }]);
  });

  test('do not answer an error with another attempt', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 1)
      .worker('back', 1)
      .link('shop', 'front', { retry: { maxAttempts: 5 } })
      .link('front', 'back')
      .crash('back', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.all('sent', 'shop→front')).toHaveLength(1);
    expect(run.outcomes('shop')).toEqual(['error']);
  });

  test('multiply from layer to layer: three attempts on two links make nine calls', () => {
    const retry = { maxAttempts: 3, baseMs: 1, jitter: 'none' };
    const run = scenario()
      .clientAt('shop', [0])
      .gateway('gateway')
      .worker('s', 1)
      .link('shop', 'gateway', { retry })
      .link('gateway', 's', { retry })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.all('arrived', 's')).toHaveLength(9);
  });

  test('hold the caller while they wait, and are forgotten when it crashes', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 1)
      .worker('back', 1)
      .link('shop', 'front')
      .link('front', 'back', { retry: { maxAttempts: 10, baseMs: 1_000, backoff: 'constant', jitter: 'none' } })
      .crash('back', { atMs: 0 })
      .crash('front', { atMs: 1_500 })
      .run({ untilMs: 1_400 });
    expect(run.report.nodes.front).toMatchObject({ held: 1 });
    run.advance(20_000);
    expectBalanced(run);
    expect(run.all('sent', 'front→back')).toHaveLength(2);
    expect(run.settled('shop')).toMatchObject([{ atMs: 1_500, outcome: 'connectionReset' }]);
    expect(run.framesInUse).toBe(0);
  });

  test('with decorrelated jitter draw each wait from the one before, one call knowing nothing of another', () => {
    for (let seed = 0; seed < 20; seed++) {
      const run = scenario()
        .seed(seed)
        .clientAt('shop', [0, 3])
        .worker('s', 1)
        .link('shop', 's', { retry: { maxAttempts: 6, baseMs: 10, capMs: 300, jitter: 'decorrelated' } })
        .crash('s', { atMs: 0 })
        .run({ untilMs: 9_000 });
      const sent = run.all('sent');
      for (const first of sent.filter((row) => row.atMs === 0 || row.atMs === 3)) {
        const times = sent.filter((row) => row.extra === first.extra).map((row) => row.atMs);
        expect(times).toHaveLength(6);
        let last = 10;
        for (let i = 1; i < times.length; i++) {
          const wait = times[i] - times[i - 1];
          expect(wait).toBeGreaterThanOrEqual(10 - 1e-9);
          expect(wait).toBeLessThanOrEqual(Math.min(3 * last, 300) + 1e-9);
          last = wait;
        }
      }
    }
  });

  test('go on from a timeout with the backoff that they had reached', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('slow', 1_000, { concurrency: 9 })
      .link('shop', 'slow', { timeoutMs: 10, retry: { maxAttempts: 4, baseMs: 100, multiplier: 3, jitter: 'none' } })
      .run({ untilMs: 5_000 });
    expect(run.times('sent')).toEqual([0, 110, 420, 1_330]);
  });

  test('follow an error where the parameters say so', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 1)
      .worker('back', 1)
      .link('shop', 'front', { retry: { maxAttempts: 5, on: { error: true }, jitter: 'none' } })
      .link('front', 'back')
      .crash('back', { atMs: 0 })
      .run({ untilMs: 5_000 });
    expect(run.all('sent', 'shop→front')).toHaveLength(5);
  });

  const manyCalls = (retry: object) =>
    scenario()
      .clientAt(
        'shop',
        Array.from({ length: 100 }, (_, i) => i),
      )
      .worker('s', 1)
      .link('shop', 's', { retry: { maxAttempts: 10, backoff: 'constant', baseMs: 1, jitter: 'none', ...retry } })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 900 });

  test('are as many as the share of the calls that the budget allows', () => {
    const run = manyCalls({ budget: { rule: 'share', ratio: 0.2, minPerSec: 0 } });
    expect(run.report.links['shop→s'].retries).toBe(20);
  });

  test('are no more at once than the budget allows, and leave room again when their caller crashes', () => {
    const budget = { rule: 'concurrent', ratio: 0, minConcurrent: 3 };
    expect(manyCalls({ maxAttempts: 2, baseMs: 200, budget }).report.links['shop→s'].retries).toBe(3);
    const run = scenario()
      .clientAt('shop', [0, 1, 2, 3, 4, 5, 2_000, 2_001, 2_002, 2_003, 2_004])
      .service('front', { concurrency: 20, serviceTime: constant(0), startupMs: 100 })
      .worker('back', 1)
      .link('shop', 'front')
      .link('front', 'back', { retry: { maxAttempts: 2, baseMs: 10_000, jitter: 'none', budget } })
      .crash('back', { atMs: 0 })
      .crash('front', { atMs: 1_000, durationMs: 500 })
      .run({ untilMs: 20_000 });
    expect(run.report.links['front→back'].retries).toBe(3);
    expect(run.all('returned', 'front→back').filter((row) => row.extra === 1)).toHaveLength(6);
  });

  test('stop when the failures have emptied half of gRPC’s bucket', () => {
    const run = manyCalls({ budget: { rule: 'throttle', maxTokens: 10, tokenRatio: 0.1 } });
    expect(run.report.links['shop→s'].retries).toBe(4);
  });

  test.each(reference.retry_amplification.filter((row) => row.layers !== undefined))(
    'multiply as in $id',
    ({ attempts_per_layer, layers, expect_max_backend_attempts }) => {
      const retry = { maxAttempts: attempts_per_layer, baseMs: 1, jitter: 'none' };
      const system = scenario().clientAt('shop', [0]).worker('s', 1).crash('s', { atMs: 0 });
      for (let layer = 1; layer < layers!; layer++) system.gateway(`gateway${layer}`);
      const names = ['shop', ...Array.from({ length: layers! - 1 }, (_, i) => `gateway${i + 1}`), 's'];
      for (let i = 0; i < layers!; i++) system.link(names[i], names[i + 1], { retry });
      expect(system.run({ untilMs: 100_000 }).all('arrived', 's')).toHaveLength(expect_max_backend_attempts!);
    },
  );
});
