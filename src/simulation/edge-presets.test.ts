/** The ready-made scenarios about gateways, other people's services and functions show what they say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../analysis/report';
import clockAhead from '../scenario/presets/clock-ahead.json';
import coldStarts from '../scenario/presets/cold-starts.json';
import partialPage from '../scenario/presets/partial-page.json';
import toldToWait from '../scenario/presets/told-to-wait.json';
import { reportOf } from './testing/ready-made';

const okShare = ({ clients }: Report) => {
  const { ok, failed } = Object.values(clients)[0];
  return ok / (ok + failed);
};

describe('partial-page', () => {
  const HANGING = { warmupMs: 22_000, untilMs: 39_000 };
  const fixed = structuredClone(partialPage) as typeof partialPage;
  for (const { params } of fixed.nodes) {
    for (const { calls } of params.aggregations ?? []) Object.assign(calls[1], { required: false });
  }

  test('without reviews there is no page at all', () => {
    expect(okShare(reportOf(partialPage, { untilMs: 19_000 }))).toBeGreaterThan(0.99);
    expect(okShare(reportOf(partialPage, HANGING))).toBe(0);
  });

  test('where they are not required, every page goes out in time', () => {
    const report = reportOf(fixed, HANGING);
    expect(okShare(report)).toBeGreaterThan(0.99);
    expect(report.clients.shop.latencyMs.p50).toBeLessThan(320);
    expect(report.nodes.gateway.detail.partialReplies).toBeGreaterThan(500);
  });
});

describe('told-to-wait', () => {
  const fixed = structuredClone(toldToWait) as typeof toldToWait;
  for (const { params } of fixed.links) if (params.retry) params.retry.pushback = true;

  test('many orders are given up, after many calls', () => {
    const report = reportOf(toldToWait);
    expect(okShare(report)).toBeLessThan(0.75);
    expect(report.nodes.bank.failedBy.rateLimited).toBeGreaterThan(500);
  });

  test('who heeds Retry-After gets every order paid, with fewer calls', () => {
    const report = reportOf(fixed);
    expect(okShare(report)).toBeGreaterThan(0.98);
    expect(report.nodes.bank.arrived).toBeLessThan(0.7 * reportOf(toldToWait).nodes.bank.arrived);
  });
});

describe('cold-starts', () => {
  test('most of each crowd waits for new instances', () => {
    const report = reportOf(coldStarts);
    expect(report.clients.crowd.latencyMs.p90).toBeGreaterThan(500);
    expect(Number(report.nodes.thumbnails.detail.coldStarts) / report.nodes.thumbnails.arrived).toBeGreaterThan(0.3);
  });

  test('with provisioned instances hardly anybody does', () => {
    const nodes = coldStarts.nodes.map((node) =>
      node.id === 'thumbnails' ? { ...node, params: { ...node.params, provisioned: 40 } } : node,
    );
    const report = reportOf({ ...coldStarts, nodes });
    expect(report.clients.crowd.latencyMs.p50).toBeLessThan(80);
    expect(Number(report.nodes.thumbnails.detail.coldStarts ?? 0) / report.nodes.thumbnails.arrived).toBeLessThan(0.15);
  });
});

describe('clock-ahead', () => {
  const AHEAD = { warmupMs: 12_000 };
  const jump = (byMs: number) => ({
    ...clockAhead,
    interventions: clockAhead.interventions.map((one) => ({ ...one, byMs })),
  });

  test('the gateway whose clock is four minutes ahead refuses three of five, all visitors together one in five', () => {
    expect(okShare(reportOf(clockAhead, { untilMs: 9_000 }))).toBe(1);
    const report = reportOf(clockAhead, AHEAD);
    expect(okShare(report)).toBeGreaterThan(0.77);
    expect(okShare(report)).toBeLessThan(0.83);
    const { arrived, failedBy } = report.nodes['gateway-2'];
    expect((failedBy.error ?? 0) / arrived).toBeCloseTo(0.6, 1);
    expect(report.nodes['gateway-1'].failedBy.error ?? 0).toBe(0);
  });

  test('a minute ahead is forgiven', () => {
    expect(okShare(reportOf(jump(60_000), AHEAD))).toBe(1);
  });
});
