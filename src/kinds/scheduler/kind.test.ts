import { describe, expect, test } from 'vitest';
import { check } from '../../schema/check';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { expectOperationalLaws } from '../../simulation/testing/expect-operational-laws';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import type { TestRun } from '../../simulation/testing/test-run';
import { catalogue } from '../catalogue';

const every = (everyMs: number) => ({ schedule: { by: 'interval', everyMs } });
const cron = (expression: string) => ({ schedule: { by: 'cron', expression } });

/** A scheduler that calls a service whose work takes so long. */
const job = (params: Record<string, unknown>, workMs = 0) =>
  scenario().node('scheduler', 'cron', params).worker('s', workMs, { concurrency: 100 }).link('cron', 's');
const begun = (run: TestRun) => run.times('sent', 'cron→s');
const ends = (run: TestRun) => run.settled('cron').map(({ atMs, outcome }) => [atMs, outcome]);

describe('runs', () => {
  test('come at an interval, the first after one of it', () => {
    expect(begun(job(every(250)).run({ untilMs: 1_000 }))).toEqual([250, 500, 750, 1_000]);
  });

  test('come by the calendar', () => {
    expect(begun(job(cron('*/2 * * * *')).run({ untilMs: 360_000 }))).toEqual([120_000, 240_000, 360_000]);
    // Thirteen Fridays in the longest run there is: the first of them is 5 January.
    expect(begun(job(cron('0 6 * * fri')).run({ untilMs: 8.64e9 }))[0]).toBe((4 * 24 + 6) * 3_600_000);
  });

  test('are late by the offset, and by chance up to the jitter', () => {
    expect(begun(job({ ...every(100), offsetMs: 30 }).run({ untilMs: 400 }))).toEqual([130, 230, 330]);
    const late = begun(job({ ...every(100), jitterMs: 40 }).run({ untilMs: 100_000 })).map((ms) => ms % 100);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(40);
    const mean = late.reduce((sum, ms) => sum + ms, 0) / late.length;
    expect(Math.abs(mean - 20)).toBeLessThan((4 * 40) / Math.sqrt(12 * late.length));
  });

  test('with more jitter than interval come in order all the same, and none is left out', () => {
    const times = begun(job({ ...every(10), jitterMs: 100 }).run({ untilMs: 10_000 }));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.length).toBeGreaterThan(980);
  });

  test('call or publish on every link, so often as is said, and are over when all have answered', () => {
    const run = scenario()
      .node('scheduler', 'cron', { ...every(1_000), calls: 2, operation: 'tidy' })
      .worker('quick', 10, { concurrency: 4 })
      .worker('slow', 70, { concurrency: 4 })
      .rabbitmq('broker')
      .link('cron', 'quick')
      .link('cron', 'slow')
      .link('cron', 'broker', { queue: 'work' })
      .run({ untilMs: 2_500 });
    expect(run.settled('cron')).toEqual([
      { atMs: 1_070, outcome: 'ok', latencyMs: 70 },
      { atMs: 2_070, outcome: 'ok', latencyMs: 70 },
    ]);
    expect(run.report.nodes.quick.arrived).toBe(4);
    expect(run.report.messages.published).toBe(4);
    expectBalanced(run);
    expectOperationalLaws(run);
  });

  test('fail with the first failure, after all have answered', () => {
    const run = scenario()
      .node('scheduler', 'cron', every(1_000))
      .worker('down', 10)
      .worker('slow', 70)
      .link('cron', 'down', { latency: constant(1) })
      .link('cron', 'slow')
      .crash('down', { atMs: 500 })
      .run({ untilMs: 1_500 });
    expect(ends(run)).toEqual([[1_070, 'connectionRefused']]);
    expect(run.report.clients.cron).toMatchObject({ sent: 1, ok: 0, failed: 1, inFlight: 0 });
  });

  test('that lead nowhere fail at once', () => {
    const run = scenario().node('scheduler', 'cron', every(500)).run({ untilMs: 600 });
    expect(ends(run)).toEqual([[500, 'noRoute']]);
  });

  test('may be started by hand as well', () => {
    const run = job(every(1_000)).send('cron', 2, { atMs: 300 }).run({ untilMs: 1_500 });
    expect(begun(run)).toEqual([300, 300, 1_000]);
  });
});

describe('a run that is due while another is under way', () => {
  // Each takes two and a half intervals.
  const overlapping = (overlap: string) => job({ ...every(100), overlap }, 250).run({ untilMs: 700 });

  test('runs beside it', () => {
    expect(begun(overlapping('allow'))).toEqual([100, 200, 300, 400, 500, 600, 700]);
  });

  test('is skipped', () => {
    const run = overlapping('skip');
    expect(begun(run)).toEqual([100, 400, 700]);
    expect(run.outcomes('cron')).toEqual(['shed', 'shed', 'ok', 'shed', 'shed', 'ok']);
    expectBalanced(run);
  });

  test('waits its turn, and its latency counts from when it was due', () => {
    const run = overlapping('queue');
    expect(begun(run)).toEqual([100, 350, 600]);
    expect(run.settled('cron').map(({ latencyMs }) => latencyMs)).toEqual([250, 400]);
    expect(run.report.clients.cron.inFlight).toBe(5);
    expectBalanced(run);
    expectOperationalLaws(run);
  });

  test('replaces it, whose work is wasted', () => {
    const run = overlapping('replace');
    expect(begun(run)).toEqual([100, 200, 300, 400, 500, 600, 700]);
    expect(new Set(run.outcomes('cron'))).toEqual(new Set(['cancelled']));
    expect(run.all('wasted')).toHaveLength(4);
    expectBalanced(run);
  });
});

describe('a crash', () => {
  const down = (missed: string, workMs = 0) =>
    job({ ...every(100), missed, startupMs: 0 }, workMs)
      .crash('cron', { atMs: 250, durationMs: 400 })
      .run({ untilMs: 850 });

  test('ends what is under way, and nobody waits for it any more', () => {
    const run = down('skip', 90);
    expect(ends(run)).toEqual([[190, 'ok'], [250, 'connectionReset'], ...Array(4).fill([650, 'expired']), [790, 'ok']]);
    expect(run.all('wasted')).toHaveLength(1);
    expectBalanced(run);
  });

  test('lets runs be missed', () => {
    expect(begun(down('skip'))).toEqual([100, 200, 700, 800]);
    expect(
      down('skip')
        .outcomes('cron')
        .filter((outcome) => outcome === 'expired'),
    ).toHaveLength(4);
  });

  test('may be made up for once, or for every run', () => {
    expect(begun(down('once'))).toEqual([100, 200, 650, 700, 800]);
    expect(
      down('once')
        .outcomes('cron')
        .filter((outcome) => outcome === 'expired'),
    ).toHaveLength(3);
    expect(begun(down('all'))).toEqual([100, 200, 650, 650, 650, 650, 700, 800]);
  });

  test('between two runs makes none of them come twice or not at all', () => {
    const run = job({ ...every(100), startupMs: 0 })
      .crash('cron', { atMs: 210, durationMs: 30 })
      .run({ untilMs: 500 });
    expect(begun(run)).toEqual([100, 200, 300, 400, 500]);
    expect(new Set(run.outcomes('cron'))).toEqual(new Set(['ok']));
  });

  test('for days on end is accounted for up to 1,000 runs', () => {
    const run = job(every(1)).crash('cron', { atMs: 0.5, durationMs: 1e6 }).run({ untilMs: 1_001_000.6 });
    expect(run.outcomes('cron').filter((outcome) => outcome === 'expired')).toHaveLength(1_000);
    expect(run.advance(1_001_005).times('sent', 'cron→s')).toHaveLength(5);
  });
});

test('an expression without sense is refused at its field', () => {
  const checked = check(catalogue.scheduler.params, cron('every day'));
  expect(checked).toMatchObject({
    ok: false,
    issues: [
      { path: 'schedule.expression', expected: expect.stringContaining('*/5 * * * *'), received: '"every day"' },
    ],
  });
});
