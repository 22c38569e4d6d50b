import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

const every = (ms: number, count: number) => Array.from({ length: count }, (_, i) => (i + 1) * ms);

describe('a consumer that is stopped', () => {
  const system = () =>
    scenario()
      .clientAt('shop', every(100, 20))
      .rabbitmq('broker')
      .worker('mailer', 10, { startupMs: 0 })
      .link('shop', 'broker')
      .link('broker', 'mailer', { prefetch: 1 });

  test('takes no more messages, stays up, and goes on where it was', () => {
    const run = system().stopConsuming('mailer', { atMs: 550, durationMs: 1_000 }).run({ untilMs: 1_500 });
    expect(run.report.messages).toMatchObject({ acked: 5, held: 10, redelivered: 0 });
    expect(run.modes('mailer')).toEqual([]);
    expect(run.advance(10_000).report.messages).toMatchObject({ acked: 20, held: 0, redelivered: 0 });
    expectBalanced(run);
  });

  test('finishes what it has in hand', () => {
    const run = system().stopConsuming('mailer', { atMs: 505, durationMs: null }).run({ untilMs: 1_500 });
    expect(run.report.messages).toMatchObject({ acked: 5, redelivered: 0 });
  });

  test('is still stopped after a restart, and answers calls', () => {
    const run = system()
      .clientAt('user', [1_300])
      .link('user', 'mailer')
      .stopConsuming('mailer', { atMs: 550, durationMs: null })
      .crash('mailer', { atMs: 600, durationMs: 100 })
      .run({ untilMs: 5_000 });
    expect(run.report.messages.acked).toBe(5);
    expect(run.outcomes('user')).toEqual(['ok']);
  });

  test('is so after a checkpoint', () => {
    const built = system().stopConsuming('mailer', { atMs: 550, durationMs: 1_000 }).build();
    const straight = new TestRun(built).advance(5_000);
    const resumed = TestRun.resume(built, new TestRun(built).advance(777).checkpoint()).advance(5_000);
    expect(resumed.facts).toEqual(straight.facts.filter(({ atMs }) => atMs > 777));
  });
});

describe('a poison message', () => {
  test('fails whoever takes it, again and again, and the others wait behind it', () => {
    const run = scenario()
      .clientAt('shop', every(100, 5))
      .rabbitmq('broker')
      .worker('mailer', 10)
      .link('shop', 'broker')
      .link('broker', 'mailer', { prefetch: 1, latency: constant(5) })
      .poison({ link: 'shop→broker' }, 1, { atMs: 250 })
      .run({ untilMs: 1_000 });
    expect(run.report.messages).toMatchObject({ published: 6, acked: 2, held: 4 });
    expect(run.report.nodes.mailer.failedBy.contractBroken).toBeGreaterThan(10);
    expectBalanced(run);
  });

  test('may be named by its broker', () => {
    const run = scenario()
      .clientAt('shop', [1])
      .rabbitmq('broker')
      .link('shop', 'broker')
      .poison({ node: 'broker' }, 3, { atMs: 100 })
      .run({ untilMs: 1_000 });
    expect(run.report.messages.published).toBe(4);
  });

  test('goes over links that carry messages only', () => {
    const calls = scenario().clientAt('shop', [1]).worker('api', 1).link('shop', 'api');
    expect(() => calls.poison({ link: 'shop→api' }, 1, { atMs: 1 }).build()).toThrow(/a link over which messages go/);
  });
});

describe('a clock that is off', () => {
  const nightly = { schedule: { by: 'interval', everyMs: 10_000 } };
  const system = (missed: string) =>
    scenario()
      .node('scheduler', 'cron', { ...nightly, missed })
      .worker('job', 0)
      .link('cron', 'job');

  test('ahead: a schedule is run too early, and what was jumped over has been missed', () => {
    const run = system('skip').skewClock('cron', 3_000, { atMs: 12_000 }).run({ untilMs: 40_000 });
    expect(run.times('arrived', 'job')).toEqual([10_000, 17_000, 27_000, 37_000]);
    const jump = (missed: string) =>
      system(missed).skewClock('cron', 25_000, { atMs: 12_000 }).run({ untilMs: 20_000 });
    expect(jump('skip').times('arrived', 'job')).toEqual([10_000, 15_000]);
    expect(jump('once').times('arrived', 'job')).toEqual([10_000, 12_000, 15_000]);
    expect(jump('all').times('arrived', 'job')).toEqual([10_000, 12_000, 12_000, 15_000]);
  });

  test('behind: it is late, and nothing is run twice', () => {
    const run = system('skip').skewClock('cron', -4_000, { atMs: 12_000, durationMs: 20_000 }).run({ untilMs: 45_000 });
    expect(run.times('arrived', 'job')).toEqual([10_000, 24_000, 40_000]);
  });

  test('a gateway that checks tokens itself refuses most of them; one that asks is not concerned', () => {
    const failed = (auth: object, byMs: number) =>
      scenario()
        .clientAt('shop', every(10, 1_000))
        .gateway('edge', { auth })
        .worker('auth', 0)
        .worker('api', 0, { concurrency: 9 })
        .link('shop', 'edge')
        .link('edge', 'auth')
        .link('edge', 'api')
        .skewClock('edge', byMs, { atMs: 0 })
        .run({ untilMs: 20_000 }).report.clients.shop.failed / 1_000;
    const own = { by: 'work', time: constant(0) };
    // Of tokens of any age up to 300 s, with a leeway of 60 s.
    expect(failed(own, 180_000)).toBeCloseTo(120 / 300, 1);
    expect(failed(own, -180_000)).toBeCloseTo(120 / 300, 1);
    expect(failed(own, 59_000)).toBe(0);
    expect(failed(own, 400_000)).toBe(1);
    expect(failed({ by: 'service', link: 'edge→auth', operation: 'check' }, 400_000)).toBe(0);
  });

  test('a gateway takes answers for as old as its clock is ahead of their writer', () => {
    const hits = (edgeMs: number, apiMs: number) => {
      const run = scenario()
        .clientAt('shop', every(100, 100))
        .gateway('edge', { cache: { ttlMs: 1_000 } })
        .worker('api', 0)
        .link('shop', 'edge')
        .link('edge', 'api')
        .skewClock('edge', edgeMs, { atMs: 0 })
        .skewClock('api', apiMs, { atMs: 0 })
        .run({ untilMs: 20_000 });
      return Number(run.report.nodes.edge.detail.cacheHits ?? 0);
    };
    expect(hits(0, 0)).toBe(90);
    expect(hits(500, 0)).toBe(80);
    expect(hits(1_000, 0)).toBe(0);
    expect(hits(1_000, 1_000)).toBe(90);
    expect(hits(-5_000, 0)).toBe(90);
  });
});

test('a processor of which nine tenths are taken away takes ten times as long, and waits as long as ever', () => {
  const run = scenario()
    .clientAt('shop', [1, 1_000])
    .worker('front', 10)
    .worker('back', 100)
    .link('shop', 'front')
    .link('front', 'back')
    .starve('front', 0.9, { atMs: 500, durationMs: 1_000 })
    .run({ untilMs: 5_000 });
  expect(run.settled('shop').map(({ latencyMs }) => Math.round(latencyMs))).toEqual([110, 200]);
});

test('latency is added each way, and ends', () => {
  const run = scenario()
    .clientAt('shop', [1, 1_000, 3_000])
    .worker('api', 10)
    .link('shop', 'api', { latency: constant(5), timeoutMs: null })
    .delay('shop→api', 200, { atMs: 500, durationMs: 1_000 })
    .run({ untilMs: 5_000 });
  expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([20, 420, 20]);
});
