/** The ready-made scenarios about caches and databases show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../analysis/report';
import cacheStampede from '../scenario/presets/cache-stampede.json';
import outbox from '../scenario/presets/outbox.json';
import poolExhaustion from '../scenario/presets/pool-exhaustion.json';
import staleRead from '../scenario/presets/stale-read.json';
import { reportOf } from './testing/ready-made';

const okShare = ({ clients }: Report, client: string) =>
  clients[client].ok / (clients[client].ok + clients[client].failed);
const count = (report: Report, node: string, note: string) => Number(report.nodes[node].detail[note] ?? 0);

describe('cache-stampede', () => {
  const BEFORE = { warmupMs: 25_000, untilMs: 40_000 };
  const AFTER = { warmupMs: 60_000, untilMs: 120_000 };

  test('until the flush all is well', () => {
    const report = reportOf(cacheStampede, BEFORE);
    expect(okShare(report, 'shop')).toBe(1);
    const { cacheHits, cacheMisses } = report.nodes.cache.detail as Record<string, number>;
    expect(cacheHits / (cacheHits + (cacheMisses ?? 0))).toBeGreaterThan(0.95);
  });

  test('long after the flush the cache is still of no use, because what is loaded comes too late', () => {
    expect(okShare(reportOf(cacheStampede, AFTER), 'shop')).toBeLessThan(0.05);
  });

  test('with single flight it has long recovered', () => {
    const report = reportOf(cacheStampede, AFTER, { cache: { singleFlight: true } });
    expect(okShare(report, 'shop')).toBeGreaterThan(0.999);
  });
});

describe('pool-exhaustion', () => {
  const DURING = { warmupMs: 45_000, untilMs: 90_000 };

  test('a hot row uses up the pool, and reads fail that have nothing to do with it', () => {
    const report = reportOf(poolExhaustion, DURING);
    expect(okShare(report, 'readers')).toBeLessThan(0.7);
    expect(report.nodes['articles-db'].utilization).toBeGreaterThan(0.95);
  });

  test('spread over sixteen rows there is room for all', () => {
    const report = reportOf(poolExhaustion, DURING, { visits: { keys: { pattern: 'turns', count: 16 } } });
    expect(okShare(report, 'readers')).toBe(1);
    expect(okShare(report, 'visits')).toBe(1);
  });
});

describe('stale-read', () => {
  const staleShare = (report: Report) =>
    count(report, 'profiles-db', 'staleReads') / count(report, 'profiles-db', 'reads');

  test('most people see what they had before', () => {
    const report = reportOf(staleRead, {});
    expect(staleShare(report)).toBeGreaterThan(0.6);
    const clients = Object.keys(report.clients);
    const stale = clients.reduce((sum, id) => sum + Number(report.nodes[id].detail.staleAnswers ?? 0), 0);
    expect(stale / count(report, 'profiles-db', 'staleReads')).toBeCloseTo(1, 1);
  });

  test('from the primary nobody does', () => {
    expect(staleShare(reportOf(staleRead, {}, { 'profiles-db': { reads: 'primary' } }))).toBe(0);
  });
});

test('outbox: what is published beside the transaction is lost while the broker is down; what is in it only waits', () => {
  const report = reportOf(outbox, {});
  const queues = report.nodes.rabbitmq.detail.queues as { name: string; ready: number }[];
  const events = (name: string) => queues.find((queue) => queue.name === name)?.ready ?? 0;
  expect(count(report, 'db-direct', 'writes') - events('direct')).toBeGreaterThan(400);
  expect(events('outbox')).toBeGreaterThanOrEqual(count(report, 'db-outbox', 'writes') - 5);
  expect(report.nodes['db-outbox'].detail.outbox).toMatchObject({ last: expect.any(Number) });
});
