/** The ready-made scenarios about replicas show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../analysis/report';
import killedByTheProbe from '../scenario/presets/killed-by-the-probe.json';
import lateAutoscaler from '../scenario/presets/late-autoscaler.json';
import lostSessions from '../scenario/presets/lost-sessions.json';
import { reportOf } from './testing/ready-made';

const failedShare = ({ clients }: Report) => {
  const { ok, failed } = Object.values(clients)[0];
  return failed / (ok + failed);
};

describe('killed-by-the-probe', () => {
  const LATER = { warmupMs: 75_000, untilMs: 120_000 };

  test('long after the rush the service is still being killed', () => {
    const report = reportOf(killedByTheProbe, LATER);
    expect(failedShare(report)).toBeGreaterThan(0.3);
    expect(Number(report.nodes.checkout.detail.livenessRestarts)).toBeGreaterThan(0);
  });

  test('before it, the probe does no harm', () => {
    const report = reportOf(killedByTheProbe, { untilMs: 20_000 });
    expect(failedShare(report)).toBe(0);
    expect(report.nodes.checkout.detail).not.toHaveProperty('livenessRestarts');
  });

  test('without the probe all is well again', () => {
    const report = reportOf(killedByTheProbe, LATER, { checkout: { liveness: null } });
    expect(failedShare(report)).toBe(0);
    expect(report.clients.shoppers.latencyMs.p95).toBeLessThan(300);
  });
});

describe('late-autoscaler', () => {
  const RUSH = { warmupMs: 30_000, untilMs: 90_000 };
  const autoscaling = lateAutoscaler.nodes[1].params.autoscaling as object;

  test('for a minute it is behind, and in the end it has what it takes', () => {
    expect(failedShare(reportOf(lateAutoscaler, RUSH))).toBeGreaterThan(0.15);
    const late = reportOf(lateAutoscaler, { warmupMs: 100_000, untilMs: 120_000 });
    expect(failedShare(late)).toBeLessThan(0.02);
    expect(late.nodes.search.detail).toMatchObject({ readyReplicas: { max: expect.any(Number) } });
  });

  test('with enough replicas from the first there is nothing to catch up with', () => {
    const report = reportOf(lateAutoscaler, RUSH, { search: { autoscaling: { ...autoscaling, minReplicas: 8 } } });
    expect(failedShare(report)).toBeLessThan(0.01);
  });
});

describe('lost-sessions', () => {
  test('people are logged out, though every request under way is finished', () => {
    const report = reportOf(lostSessions, {});
    const { failedBy } = report.clients.users;
    expect(Object.keys(failedBy)).toEqual(['sessionLost']);
    expect(report.nodes.account.failedBy.sessionLost).toBeGreaterThan(200);
  });

  test('sessions kept elsewhere survive both', () => {
    expect(reportOf(lostSessions, {}, { account: { sessions: null } }).clients.users.failed).toBe(0);
  });

  test('without a grace period requests are cut off as well', () => {
    const report = reportOf(lostSessions, {}, { account: { graceMs: 0, sessions: null } });
    expect(report.clients.users.failedBy.connectionReset).toBeGreaterThan(0);
  });
});
