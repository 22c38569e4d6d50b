import { describe, expect, test } from 'vitest';
import { presetCalled, readyMade } from './testing/ready-made';
import { TestRun } from './testing/test-run';

/** A run of a ready-made scenario, with other parameters at one of its nodes or links. */
const open = (id: string, at = '', fix: object = {}): TestRun =>
  new TestRun(readyMade(presetCalled(id), { [at]: fix }));

function okPerSec(run: TestRun, fromMs: number, toMs: number): number {
  const ok = run.settled('shop').filter(({ atMs, outcome }) => outcome === 'ok' && atMs >= fromMs && atMs < toMs);
  return ok.length / ((toMs - fromMs) / 1_000);
}

describe('the ready-made scenarios about overload show what they say', () => {
  test('retry-storm: nobody is served long after the pause is over; with a limit to the queue all are', () => {
    const storm = open('retry-storm').advance(180_000);
    expect(okPerSec(storm, 0, 20_000)).toBeGreaterThan(180);
    expect(okPerSec(storm, 120_000, 180_000)).toBeLessThan(2);
    const limited = open('retry-storm', 'payments', { queueLimit: 100 }).advance(180_000);
    expect(okPerSec(limited, 120_000, 180_000)).toBeGreaterThan(190);
  });

  test('fan-out: every tenth page is slow; hedged, hardly any', () => {
    const slow = (run: TestRun) => {
      const settled = run.advance(60_000).settled('shop');
      return settled.filter(({ latencyMs }) => latencyMs > 500).length / settled.length;
    };
    expect(slow(open('fan-out'))).toBeCloseTo(0.1, 1);
    expect(slow(open('fan-out', 'page-shards', { hedge: {} }))).toBeLessThan(0.01);
  });

  test('backlog: a minute takes nine to drain; with another replica, less than one', () => {
    const drainedAfterMs = (run: TestRun) => {
      const waited = run.all('started', 'orders').filter(({ value }) => value > 1_000);
      return Math.max(...waited.map(({ atMs }) => atMs)) - 90_000;
    };
    expect(drainedAfterMs(open('backlog').advance(700_000)) / 60_000).toBeCloseTo(9, 0);
    expect(drainedAfterMs(open('backlog', 'orders', { replicas: 2 }).advance(300_000))).toBeLessThan(60_000);
  });

  test('blind-tester: who waits for the answer does not see what the others suffer', () => {
    const run = open('blind-tester').advance(300_000);
    expect(run.report.clients.tester.latencyMs.p99).toBeLessThan(5);
    expect(run.report.clients.users.latencyMs.p99).toBeGreaterThan(5_000);
    const seeing = open('blind-tester', 'tester', { arrivals: { process: 'constant', ratePerSec: 100 } });
    expect(seeing.advance(300_000).report.clients.tester.latencyMs.p99).toBeGreaterThan(5_000);
  });
});
