import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';

type Params = Readonly<Record<string, unknown>>;

const URGENT = { priorities: [{ operation: 'urgent', priority: 9 }] };

/** Two clients of one service with one worker: one asks for what is urgent, the other for something else. */
const twoClasses = (urgentMs: readonly number[], otherMs: readonly number[], params: Params) =>
  scenario()
    .clientAt('urgent', urgentMs, { mix: [{ operation: 'urgent', weight: 1 }] })
    .clientAt('other', otherMs, { mix: [{ operation: 'other', weight: 1 }] })
    .worker('s', 10, { concurrency: 1, queueLimit: null, ...URGENT, ...params })
    .link('urgent', 's')
    .link('other', 's');

const oneClass = (timesMs: readonly number[], params: Params, workMs = 10) =>
  scenario()
    .clientAt('shop', timesMs)
    .worker('s', workMs, { concurrency: 1, queueLimit: null, ...params })
    .link('shop', 's');

const endings = (run: TestRun, client: string) => run.settled(client).map(({ atMs }) => Math.round(atMs * 1e6) / 1e6);

describe('last come, first served', () => {
  test('takes the latest of those that wait', () => {
    const run = oneClass([0, 1, 2, 3], { discipline: 'lifo' }).run({ untilMs: 100 });
    expect(run.settled('shop').map(({ atMs, latencyMs }) => [atMs, latencyMs])).toEqual([
      [10, 10],
      [20, 17],
      [30, 28],
      [40, 39],
    ]);
  });
});

describe('priority', () => {
  test('lets the urgent pass those that wait, in the order in which they came', () => {
    const run = twoClasses([2, 3], [0, 1], { discipline: 'priority' }).run({ untilMs: 100 });
    expect(endings(run, 'urgent')).toEqual([20, 30]);
    expect(endings(run, 'other')).toEqual([10, 40]);
  });

  test('is as first come, first served while nobody is more urgent than others', () => {
    const times = [0, 1, 2, 3];
    const plain = oneClass(times, {}).run({ untilMs: 100 });
    const ranked = oneClass(times, { discipline: 'priority', ...URGENT }).run({ untilMs: 100 });
    expect(ranked.fingerprint).toBe(plain.fingerprint);
  });
});

describe('preemption', () => {
  test('serves the urgent at once; the other goes on later where it was', () => {
    const run = twoClasses([4], [0], { discipline: 'preemptive' }).run({ untilMs: 100 });
    expect(endings(run, 'urgent')).toEqual([14]);
    expect(endings(run, 'other')).toEqual([20]);
    expect(run.all('preempted', 's').map(({ atMs, value }) => [atMs, value])).toEqual([[4, 6]]);
    expect(run.all('started', 's').map(({ atMs, detail, value }) => [atMs, detail, value])).toEqual([
      [0, 0, 0],
      [4, 0, 0],
      [14, 1, 10],
    ]);
    expect(run.report.nodes.s).toMatchObject({ meanWaitMs: 5, probWait: 0, completed: 2 });
  });

  test('happens to one request as often as need be, and those that were preempted come before those that just wait', () => {
    const run = twoClasses([4, 16, 30], [0, 1], { discipline: 'preemptive' }).run({ untilMs: 200 });
    expect(endings(run, 'urgent')).toEqual([14, 26, 40]);
    // 4 ms of work, 2 more from 14 on, and the last 4 from 26 to 30: the third urgent one comes an instant too late.
    expect(endings(run, 'other')).toEqual([30, 50]);
  });

  test('takes no worker from one as urgent, nor from one that waits for a call', () => {
    const equal = twoClasses([0, 4], [], { discipline: 'preemptive' }).run({ untilMs: 100 });
    expect(endings(equal, 'urgent')).toEqual([10, 20]);
    const blocked = twoClasses([4], [0], { discipline: 'preemptive', serviceTime: constant(0) })
      .worker('slow', 50)
      .link('s', 'slow')
      .run({ untilMs: 200 });
    expect(blocked.all('preempted')).toEqual([]);
    expect(endings(blocked, 'urgent')).toEqual([100]);
  });

  test('loses in a crash what was preempted, as all else', () => {
    const run = twoClasses([4], [0], { discipline: 'preemptive' })
      .crash('s', { atMs: 6, durationMs: 10 })
      .run({ untilMs: 2_000 });
    expect([...run.outcomes('urgent'), ...run.outcomes('other')]).toEqual(['connectionReset', 'connectionReset']);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });
});

describe('sharing', () => {
  test('serves all at once, the slower the more there are', () => {
    const run = oneClass([0, 5], { discipline: 'sharing' }).run({ untilMs: 100 });
    // Alone for 5 ms; then both at half speed, until the first has done its other 5 ms; then the second alone again.
    expect(endings(run, 'shop')).toEqual([15, 20]);
    expect(run.report.nodes.s).toMatchObject({ meanWaitMs: 0, meanInQueue: 0, completed: 2, utilization: 0.2 });
  });

  test('gives none more than a worker: with as many workers as requests all go at full speed', () => {
    const run = oneClass([0, 0, 0], { discipline: 'sharing', concurrency: 2 }).run({ untilMs: 100 });
    expect(endings(run, 'shop')).toEqual([15, 15, 15]);
    const enough = oneClass([0, 0, 0], { discipline: 'sharing', concurrency: 3 }).run({ untilMs: 100 });
    expect(endings(enough, 'shop')).toEqual([10, 10, 10]);
  });

  test('refuses what is more than workers and queue together', () => {
    const run = oneClass([0, 0, 0, 0], { discipline: 'sharing', queueLimit: 2 }).run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['refused', 'ok', 'ok', 'ok']);
  });

  test('uses no share for those that wait for a call', () => {
    const run = oneClass([0, 5], { discipline: 'sharing' })
      .worker('slow', 100, { concurrency: 2 })
      .link('s', 'slow')
      .run({ untilMs: 300 });
    // Together from 5 to 15; then the first calls, and the second has the worker to itself.
    expect(endings(run, 'shop')).toEqual([115, 120]);
    expectBalanced(run);
  });

  test('stops in a crash, and begins anew after it', () => {
    const run = oneClass([0, 1, 100], { discipline: 'sharing', startupMs: 0 })
      .crash('s', { atMs: 5, durationMs: 10 })
      .run({ untilMs: 300 });
    expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [5, 'connectionReset'],
      [5, 'connectionReset'],
      [110, 'ok'],
    ]);
    expect(run.framesInUse).toBe(0);
  });
});

describe('a queue timeout', () => {
  test('sends away who has waited so long, and nobody who is served', () => {
    const run = oneClass([0, 1, 2], { queueTimeout: constant(15) }).run({ untilMs: 100 });
    expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [10, 'ok'],
      [17, 'shed'],
      [20, 'ok'],
    ]);
    expect(run.report.nodes.s).toMatchObject({ arrived: 3, completed: 2, failedBy: { shed: 1 } });
  });

  test('goes by each one’s own patience, in whatever order it runs out', () => {
    const run = oneClass(
      Array.from({ length: 300 }, (_, i) => i),
      { queueTimeout: exponential(40) },
    ).run({ untilMs: 10_000 });
    const { completed, failedBy } = run.report.nodes.s;
    expect(completed + (failedBy.shed ?? 0)).toBe(300);
    expect(failedBy.shed).toBeGreaterThan(200);
    expect(run.framesInUse).toBe(0);
    for (const row of run.all('finished', 's')) if (row.outcome === 'shed') expect(row.extra).toBe(0);
  });
});

describe.each(['fifo', 'lifo', 'priority', 'preemptive', 'sharing'])('under %s', (discipline) => {
  const busy = () =>
    scenario()
      .client('urgent', { arrivals: { process: 'poisson', ratePerSec: 60 }, mix: [{ operation: 'urgent', weight: 1 }] })
      .client('other', { arrivals: { process: 'poisson', ratePerSec: 60 }, mix: [{ operation: 'other', weight: 1 }] })
      .service('s', {
        discipline,
        concurrency: 2,
        queueLimit: 20,
        queueTimeout: exponential(80),
        serviceTime: exponential(15),
        startupMs: 5,
        ...URGENT,
      })
      .database('db', { poolSize: 2, queryTime: exponential(8) })
      .link('urgent', 's', { timeoutMs: 90, retry: { maxAttempts: 2, baseMs: 5 } })
      .link('other', 's', { timeoutMs: 60 })
      .link('s', 'db')
      .crash('s', { atMs: 700, durationMs: 50 })
      .slow({ node: 's' }, 3, { atMs: 1_200, durationMs: 200 });

  test('the books balance at any moment', () => {
    const run = busy().run();
    for (let atMs = 50; atMs <= 2_000; atMs += 50) expectBalanced(run.advance(atMs));
  });

  test('a checkpoint goes on alike from any event', () => {
    const plan = busy().build();
    const whole = new TestRun(plan).advance(2_000);
    for (let events = 100; events < whole.simulation.events; events += 397) {
      const first = new TestRun(plan).advance(2_000, events);
      const second = TestRun.resume(plan, first.checkpoint()).advance(2_000);
      expect(second.fingerprint).toBe(whole.fingerprint);
    }
  });
});
