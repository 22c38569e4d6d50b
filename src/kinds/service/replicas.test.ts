import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

type Params = Readonly<Record<string, unknown>>;

/** A service whose work takes 100 ms, one worker a replica, started in 50 ms. */
const shop = (timesMs: readonly number[], params: Params = {}, workMs = 100) =>
  scenario()
    .clientAt('client', timesMs, { users: { pattern: 'turns', count: 4 } })
    .worker('shop', workMs, { replicas: 2, concurrency: 1, startupMs: 50, ...params })
    .link('client', 'shop');
const settled = (run: TestRun) => run.settled('client').map(({ atMs, outcome }) => [atMs, outcome]);
const capacity = (run: TestRun) => run.all('capacity', 'shop').map((row) => [row.atMs, row.extra]);
const detail = (run: TestRun) => run.report.nodes.shop.detail;
const every = (ms: number, untilMs: number) => Array.from({ length: Math.floor(untilMs / ms) }, (_, i) => i * ms);

describe('scaling by hand', () => {
  test('a new replica takes requests once it has started', () => {
    const run = shop([0, 0, 0, 0]).scale('shop', 4, { atMs: 10 }).run({ untilMs: 1_000 });
    expect(settled(run)).toEqual([
      [100, 'ok'],
      [100, 'ok'],
      [160, 'ok'],
      [160, 'ok'],
    ]);
    expect(capacity(run)).toEqual([
      [0, 2],
      [60, 4],
    ]);
    expect(detail(run)).toMatchObject({ readyReplicas: { min: 2, max: 4 }, startingReplicas: { max: 2 } });
    expectBalanced(run);
  });

  test('a replica that has to go finishes what it has in hand', () => {
    const run = shop([0, 0, 20]).scale('shop', 1, { atMs: 10 }).run({ untilMs: 1_000 });
    expect(settled(run)).toEqual([
      [100, 'ok'],
      [100, 'ok'],
      [200, 'ok'],
    ]);
    expect(detail(run)).toMatchObject({ drainingReplicas: { max: 1 } });
  });

  test('is cut off when its grace period is over, or at once without one', () => {
    const outcomes = (graceMs: number) =>
      settled(shop([0, 0], { graceMs }).scale('shop', 1, { atMs: 10 }).run({ untilMs: 1_000 }));
    expect(outcomes(50)).toEqual([
      [60, 'connectionReset'],
      [100, 'ok'],
    ]);
    expect(outcomes(0)).toEqual([
      [10, 'connectionReset'],
      [100, 'ok'],
    ]);
  });

  test('one that is still starting goes first, and at once', () => {
    const run = shop([]).scale('shop', 3, { atMs: 10 }).scale('shop', 2, { atMs: 20 }).run({ untilMs: 1_000 });
    expect(capacity(run)).toEqual([[0, 2]]);
    expect(run.simulation.world.kernel.now).toBe(1_000);
  });

  test('ends after its duration', () => {
    const run = shop([]).scale('shop', 3, { atMs: 10, durationMs: 100 }).run({ untilMs: 1_000 });
    expect(capacity(run)).toEqual([
      [0, 2],
      [60, 3],
      [110, 2],
    ]);
  });

  test('survives a checkpoint in the middle of it', () => {
    const planned = shop(every(20, 400)).scale('shop', 4, { atMs: 10 }).rollOut('shop', { atMs: 100 });
    for (const atMs of [30, 60, 110, 170]) {
      const run = planned.run({ untilMs: atMs });
      const resumed = TestRun.resume(run.scenario, run.checkpoint());
      expect(resumed.advance(1_000).fingerprint).toBe(run.advance(1_000).fingerprint);
    }
  });

  test('while the service is down counts from when it is up again', () => {
    const run = shop([])
      .crash('shop', { atMs: 10, durationMs: 20 })
      .scale('shop', 3, { atMs: 20 })
      .run({ untilMs: 500 });
    expect(capacity(run)).toEqual([
      [0, 2],
      [80, 3],
    ]);
  });
});

describe('a rolling restart', () => {
  test('never leaves fewer workers than there are to be, and loses nothing', () => {
    const run = shop(every(60, 1_200)).rollOut('shop', { atMs: 100 }).run({ untilMs: 3_000 });
    expect(run.outcomes('client').every((outcome) => outcome === 'ok')).toBe(true);
    expect(capacity(run).every(([, workers]) => workers >= 2)).toBe(true);
    expect(capacity(run).at(-1)?.[1]).toBe(2);
    expectBalanced(run);
  });

  test('of a single replica starts the new one before the old one goes', () => {
    const run = shop(every(150, 900), { replicas: 1 }).rollOut('shop', { atMs: 100 }).run({ untilMs: 3_000 });
    expect(new Set(run.outcomes('client'))).toEqual(new Set(['ok']));
    expect(run.modes('shop')).toEqual([]);
  });
});

describe('the crash of one replica', () => {
  test('resets what it has in hand; the others go on, and it comes back', () => {
    const run = shop([0, 0, 20]).crashReplica('shop', { atMs: 10 }).run({ untilMs: 1_000 });
    expect(settled(run)).toEqual([
      [10, 'connectionReset'],
      [100, 'ok'],
      [160, 'ok'],
    ]);
    expect(capacity(run)).toEqual([
      [0, 2],
      [10, 1],
      [60, 2],
    ]);
  });

  test('of the only one takes the queue with it, and refuses who comes meanwhile', () => {
    const run = shop([0, 5, 30, 70], { replicas: 1 }).crashReplica('shop', { atMs: 10 }).run({ untilMs: 1_000 });
    expect(settled(run)).toEqual([
      [10, 'connectionReset'],
      [10, 'connectionReset'],
      [30, 'connectionRefused'],
      [170, 'ok'],
    ]);
  });

  test('again and again makes it wait longer every time', () => {
    const plan = shop([], { replicas: 1, startupMs: 0 });
    for (const atMs of [100, 200, 20_000, 60_000]) plan.crashReplica('shop', { atMs });
    const ups = capacity(plan.run({ untilMs: 200_000 })).filter(([, workers]) => workers === 1);
    expect(ups.map(([atMs]) => atMs)).toEqual([0, 10_200, 40_000, 100_000]);
  });

  test('where requests share the workers, those of the others go on at their own speed', () => {
    const run = shop([0, 0], { discipline: 'sharing' }).crashReplica('shop', { atMs: 10 }).run({ untilMs: 1_000 });
    expect(settled(run)).toEqual([
      [10, 'connectionReset'],
      [100, 'ok'],
    ]);
    expectBalanced(run);
  });
});

describe('sessions', () => {
  const sticky = (timesMs: readonly number[], params: Params = {}) =>
    shop(timesMs, { sessions: {}, replicas: 2, concurrency: 2, ...params }, 10);

  test('bind a user to a replica: it waits for that one, though another is free', () => {
    // Users 0 … 3 in turn, of whom 0 and 2 are on the first replica; from 100 on there is work for both at once.
    const run = sticky([0, 20, 40, 60, 100, 100.5, 101, 101.5, 102], { concurrency: 1 }).run({ untilMs: 500 });
    const waits = run.all('started', 'shop').map((row) => row.value);
    expect(waits).toEqual([0, 0, 0, 0, 0, 0, 9, 9, 18]);
    expectBalanced(run);
  });

  test('go with their replica: each user fails once, and begins anew', () => {
    const plan = sticky([0, 20, 40, 60, ...every(20, 160).map((ms) => 200 + ms)]);
    const run = plan.crashReplica('shop', { atMs: 100 }).run({ untilMs: 1_000 });
    expect(run.outcomes('client').filter((outcome) => outcome === 'sessionLost')).toHaveLength(2);
    expect(run.report.nodes.shop.failedBy).toEqual({ sessionLost: 2 });
    expect(detail(run)).toMatchObject({ sessionsLost: 2 });
    expectBalanced(run);
  });

  test('are lost when the service grows smaller, however gracefully', () => {
    const plan = sticky([0, 20, 40, 60, 200, 220, 240, 260]);
    expect(detail(plan.scale('shop', 1, { atMs: 100 }).run({ untilMs: 500 }))).toMatchObject({ sessionsLost: 2 });
  });

  test('end by themselves when nobody uses them: nothing is lost then', () => {
    const run = sticky([0, 20, 40, 60, 300, 320, 340, 360], { sessions: { idleMs: 50 } })
      .crashReplica('shop', { atMs: 200 })
      .run({ untilMs: 1_000 });
    expect(new Set(run.outcomes('client'))).toEqual(new Set(['ok']));
  });
});

describe('warm-up', () => {
  test('makes the first requests of a new replica slow, in a straight line down to its usual pace', () => {
    const run = shop(every(1_000, 6_000), { replicas: 1, startupMs: 0, warmUp: { requests: 4, factor: 5 } })
      .crashReplica('shop', { atMs: 500 })
      .run({ untilMs: 10_000 });
    expect(run.settled('client').map(({ latencyMs }) => latencyMs)).toEqual([100, 500, 400, 300, 200, 100]);
  });
});

describe('the liveness probe', () => {
  const probed = (timesMs: readonly number[], params: Params = {}) =>
    shop(timesMs, { replicas: 1, liveness: { periodMs: 100, timeoutMs: 50, failures: 2 }, ...params }, 30);

  test('is answered by a service that has a worker to spare, and costs nothing', () => {
    const run = probed(every(60, 2_000)).run({ untilMs: 2_500 });
    expect(new Set(run.outcomes('client'))).toEqual(new Set(['ok']));
    expect(detail(run)).not.toHaveProperty('livenessRestarts');
    expect(run.framesInUse).toBe(0);
  });

  test('waits in the queue like a request: a service that is merely saturated is killed', () => {
    const run = probed(every(10, 1_000), { queueLimit: null, graceMs: 100 }).run({ untilMs: 1_000 });
    expect(Number(detail(run).livenessRestarts)).toBeGreaterThan(0);
    expect(run.report.nodes.shop.failedBy.connectionReset).toBeGreaterThan(0);
    expectBalanced(run);
  });

  test('that is more patient than the queue is long lets it live', () => {
    const patient = { liveness: { periodMs: 100, timeoutMs: 1_000, failures: 2 }, queueLimit: 20 };
    const run = probed(every(20, 3_000), patient).run({ untilMs: 3_000 });
    expect(detail(run)).not.toHaveProperty('livenessRestarts');
  });
});

describe('load shedding', () => {
  const overloaded = (params: Params) =>
    shop(every(5, 4_000), { replicas: 1, queueLimit: null, ...params }, 10).run({ untilMs: 4_000 });

  test('by length sends away who would have to stand too far behind', () => {
    const run = overloaded({ shedding: { rule: 'queueLength', maxQueued: 3 } });
    expect(run.report.nodes.shop.maxInQueue).toBe(3);
    expect(run.report.nodes.shop.failedBy.shed).toBe(detail(run).shedByLength);
  });

  test('by CoDel brings the wait down to where it is bearable, which no limit on the length did', () => {
    const mean = (run: TestRun) => run.report.nodes.shop.meanWaitMs;
    const run = overloaded({ shedding: { rule: 'codel' } });
    expect(mean(run)).toBeLessThan(0.6 * mean(overloaded({})));
    expect(run.report.nodes.shop.failedBy.shed).toBe(detail(run).shedByCoDel);
    expectBalanced(run);
  });

  test('by controlled delay serves the newest, and those in time', () => {
    const run = overloaded({ shedding: { rule: 'controlledDelay', targetMs: 5, intervalMs: 100 } });
    const { p99 } = run.report.clients.client.latencyMs;
    expect(p99).toBeLessThan(120);
    expect(run.report.clients.client.ok).toBeGreaterThan(380);
    expect(run.report.nodes.shop.failedBy.shed).toBe(detail(run).shedByDelay);
    expectBalanced(run);
  });

  test('survives a checkpoint', () => {
    const run = shop(every(5, 2_000), { replicas: 1, shedding: { rule: 'codel' } }, 10).run({ untilMs: 700 });
    const resumed = TestRun.resume(run.scenario, run.checkpoint());
    expect(resumed.advance(2_000).fingerprint).toBe(run.advance(2_000).fingerprint);
  });
});

describe('autoscaling', () => {
  /** 20 requests a second of 100 ms: two workers' worth. */
  const loaded = (autoscaling: Params, params: Params = {}) =>
    shop(every(50, 200_000), { replicas: 1, queueLimit: null, startupMs: 1_000, autoscaling, ...params });
  const sizes = (run: TestRun) => capacity(run).map(([, workers]) => workers);

  test('grows until the processors are at their target', () => {
    const run = loaded({ metric: { name: 'cpu', target: 0.5 } }).run({ untilMs: 200_000 });
    // One replica at 100 % asks for two. At 30 s the second has not been measured for a whole window, and counts as
    // idle; at 45 s both are at 100 % and ask for four, of which each is at 50 %.
    expect(capacity(run).slice(0, 3)).toEqual([
      [0, 1],
      [16_000, 2],
      [46_000, 4],
    ]);
    expect(sizes(run).at(-1)).toBe(4);
    expect(run.simulation.world.node('shop')?.liveCharts()[0].name).toBe('replicas');
    expectBalanced(run);
  });

  test('does not see workers that wait for others by the processor, but by those in use', () => {
    const behind = (name: string) =>
      scenario()
        .clientAt('client', every(50, 60_000))
        .worker('shop', 0, { concurrency: 1, queueLimit: null, startupMs: 0, autoscaling: { metric: { name } } })
        .worker('slow', 100, { concurrency: 10 })
        .link('client', 'shop')
        .link('shop', 'slow')
        .run({ untilMs: 60_000 });
    expect(Math.max(...sizes(behind('cpu')))).toBe(1);
    expect(Math.max(...sizes(behind('workers')))).toBeGreaterThan(1);
  });

  test('by the queue follows what waits', () => {
    const run = loaded({ metric: { name: 'queue', target: 20 }, maxReplicas: 5 }).run({ untilMs: 60_000 });
    expect(Math.max(...sizes(run))).toBe(5);
  });

  test('shrinks only after five minutes without need, and never below the minimum', () => {
    const run = shop(every(50, 30_000), { replicas: 4, autoscaling: { minReplicas: 2 } }).run({ untilMs: 700_000 });
    const last = capacity(run).at(-1);
    expect(last?.[1]).toBe(2);
    expect(last?.[0]).toBeGreaterThan(315_000);
  });

  test('is paused while the service is down', () => {
    const run = loaded({}).crash('shop', { atMs: 20_000, durationMs: 100_000 }).run({ untilMs: 119_000 });
    expect(run.all('capacity', 'shop').filter(({ atMs }) => atMs > 20_000)).toEqual([]);
  });
});

test('a broker stops pushing to a service none of whose replicas is ready, and goes on when one is', () => {
  const run = scenario()
    .client('client')
    .rabbitmq('broker')
    .service('shop', { replicas: 1, concurrency: 1, startupMs: 50, serviceTime: constant(10) })
    .link('client', 'broker')
    .link('broker', 'shop')
    .crashReplica('shop', { atMs: 25 })
    .send('client', 10, { atMs: 1 })
    .run({ untilMs: 1_000 });
  expect(run.report.messages).toMatchObject({ published: 10, acked: 10 });
  expectBalanced(run);
});
