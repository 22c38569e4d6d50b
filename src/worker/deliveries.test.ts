import { describe, expect, it } from 'vitest';
import { MESSAGE_EVENTS } from '../analysis/archive/message-filter';
import { requestHistory } from '../analysis/history/request-history';
import { behaviours } from '../kinds/behaviours';
import { catalogue } from '../kinds/catalogue';
import { Component } from '../network/component';
import { PLAIN_LABEL } from '../network/messaging/label';
import type { LiveMessages } from '../network/messaging/live-message';
import { checkScenario } from '../scenario/check-scenario';
import { Answers } from './answers';
import { Run } from './run';

const always = () => true;
const constant = (valueMs: number) => ({ dist: 'constant', valueMs });

/** Orders at 20 a second, each published to a broker; a worker takes 20 ms for each, and is away from 10 s to 15 s. */
function backlog(params: object = {}, interventions: readonly object[] = [AWAY]): Run {
  const checked = checkScenario(
    {
      version: 1,
      durationMs: 60_000,
      nodes: [
        { id: 'shop', kind: 'client', params: { arrivals: { process: 'constant', ratePerSec: 20 } } },
        { id: 'orders', kind: 'service', params: { serviceTime: constant(1) } },
        { id: 'rabbit', kind: 'rabbitmq' },
        {
          id: 'mailer',
          kind: 'service',
          params: { concurrency: 1, startupMs: 0, serviceTime: constant(20), ...params },
        },
      ],
      links: [
        { id: 'order', from: 'shop', to: 'orders', params: { latency: constant(0) } },
        { id: 'publish', from: 'orders', to: 'rabbit', params: { latency: constant(0) } },
        { id: 'consume', from: 'rabbit', to: 'mailer', params: { latency: constant(0), prefetch: 1 } },
      ],
      interventions,
    },
    catalogue,
  );
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return new Run(checked.value, behaviours, { read: () => {} });
}
const AWAY = { atMs: 10_000, action: 'crash', target: { node: 'mailer' }, durationMs: 5_000 };
const [ARRIVALS, SERVICE, OUTAGE_MS] = [20, 50, 5_000];

const queueAt = (run: Run, atMs: number) => {
  run.advance(atMs, always);
  const [{ backlogs }] = new Answers(run).deliveriesNow().brokers;
  return backlogs[0];
};

describe('a backlog', () => {
  it('grows and drains as arithmetic says', () => {
    const run = backlog();
    expect(queueAt(run, 9_990)).toMatchObject({ ready: 0, drainedInMs: 0, inPerSec: expect.closeTo(ARRIVALS, 0) });
    // While nobody takes anything it grows by what arrives, and never drains.
    const growing = queueAt(run, 14_000);
    expect(growing.inPerSec).toBeCloseTo(ARRIVALS, 0);
    expect([growing.outPerSec, growing.drainedInMs]).toEqual([0, null]);
    expect(growing.oldestMs).toBeGreaterThan(3_900);
    expect(growing.oldestMs).toBeLessThanOrEqual(4_050);
    // λT at the end of the outage …
    const full = queueAt(run, 15_000);
    const depth = (ARRIVALS * OUTAGE_MS) / 1000;
    expect(Math.abs(full.ready - depth)).toBeLessThanOrEqual(1);
    // … and it is gone λT / (µ − λ) later, which is what the rates foretell on the way.
    const drainMs = (depth * 1000) / (SERVICE - ARRIVALS);
    const draining = queueAt(run, 17_100);
    expect(Math.abs(draining.outPerSec - SERVICE)).toBeLessThanOrEqual(1);
    expect(Math.abs((draining.drainedInMs ?? 0) - (drainMs - 2_100))).toBeLessThan(0.05 * drainMs);
    expect(queueAt(run, 15_000 + drainMs - 150).ready).toBeGreaterThan(0);
    expect(queueAt(run, 15_000 + drainMs + 150).ready).toBeLessThanOrEqual(1);
  });

  it('has a course, in windows that grow with the run', () => {
    const run = backlog();
    run.advance(20_000, always);
    const course = new Answers(run).backlogNow('rabbit', 0);
    expect(course).toMatchObject({ type: 'backlog', windowMs: 100 });
    expect(course?.ready).toHaveLength(200);
    // The window that ends at 14 s, when 80 orders had come in vain.
    expect(Math.abs((course?.ready[139] ?? 0) - 80)).toBeLessThanOrEqual(1);
    expect(course?.oldestMs[139]).toBeGreaterThan(3_900);
    run.advance(60_000, always);
    expect(new Answers(run).backlogNow('rabbit', 0)?.ready).toHaveLength(600);
    expect(new Answers(run).backlogNow('rabbit', 7)).toBeNull();
    expect(new Answers(run).backlogNow('orders', 0)).toBeNull();
  });

  it('is the same, however one got there', () => {
    const run = backlog();
    run.advance(40_000, always);
    run.rewind(14_000);
    run.advance(14_000, always);
    const straight = backlog();
    straight.advance(14_000, always);
    expect(new Answers(run).deliveriesNow()).toEqual(new Answers(straight).deliveriesNow());
    expect(new Answers(run).backlogNow('rabbit', 0)).toEqual(new Answers(straight).backlogNow('rabbit', 0));
  });
});

describe('the messages behind a number', () => {
  // The worker is killed in mid-work: what it held is delivered again.
  const run = backlog({ serviceTime: constant(45) }, [
    { atMs: 10_010, action: 'crash', target: { node: 'mailer' }, durationMs: 1_000 },
    { atMs: 20_010, action: 'crash', target: { node: 'rabbit' }, durationMs: 500 },
  ]);
  run.advance(30_000, always);
  const [{ deliveries, node }] = new Answers(run).deliveriesNow().brokers;
  const list = (filter: object, most = 10_000) =>
    new Answers(run).messageListNow({ node, what: 'published', ...filter } as never, most).messages;

  it.each(MESSAGE_EVENTS)('are as many as it says: %s', (what) => {
    expect(list({ what })).toHaveLength(deliveries[what]);
    if (what !== 'copies') expect(list({ what, queue: 0 })).toHaveLength(deliveries.queues[0][what]);
  });

  it.each(['delivered', 'redelivered', 'acked', 'returned', 'duplicated', 'held', 'lost'] as const)(
    'are as many as it says of the consumer: %s',
    (what) => {
      expect(list({ what, link: 'consume' })).toHaveLength(deliveries.consumers[0][what]);
    },
  );

  it('happened, some of them', () => {
    expect(deliveries).toMatchObject({ redelivered: expect.any(Number), duplicated: expect.any(Number) });
    expect(deliveries.returned).toBeGreaterThan(0);
    expect(deliveries.duplicated).toBeGreaterThan(0);
    expect(deliveries.lost).toBeGreaterThan(0);
  });

  it('begin with the newest, at most so many, and for one reason where one is asked for', () => {
    const newest = list({ what: 'acked' }, 5);
    expect(newest).toHaveLength(5);
    expect(newest.map(({ atMs }) => atMs)).toEqual(newest.map(({ atMs }) => atMs).sort((a, b) => b - a));
    for (const [reason, count] of Object.entries(deliveries.lostBy)) {
      expect(list({ what: 'lost', reason })).toHaveLength(count ?? 0);
    }
    expect(list({ what: 'published', node: 'nobody' })).toEqual([]);
  });

  it('have a history of their own', () => {
    const [twice] = list({ what: 'duplicated' });
    const history = new Answers(run).historyNow(twice.serial);
    const spans = requestHistory(history.facts?.columns ?? (null as never), [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ]);
    expect(spans.map(({ kind, parent }) => [kind, parent])).toEqual([
      ['message', -1],
      ['delivery', 0],
      ['delivery', 0],
    ]);
    expect(spans[0].endMs).not.toBeNull();
  });
});

describe('what is in a queue', () => {
  it('is what its broker says', () => {
    const run = backlog();
    const held: LiveMessages = {
      total: 3,
      from: 1,
      messages: [
        { serial: 9, key: 'k', label: PLAIN_LABEL, bytes: null, publishedAtMs: 1, deliveries: 0, state: 'ready' },
      ],
    };
    const asked: number[][] = [];
    const own = Component.prototype.liveMessages;
    Component.prototype.liveMessages = (...question) => {
      asked.push(question);
      return held;
    };
    try {
      expect(new Answers(run).messagesNow('orders', 0, 1, 1)).toEqual({
        type: 'messages',
        node: 'orders',
        queue: 0,
        atMs: 0,
        ...held,
      });
      expect(asked).toEqual([[0, 1, 1]]);
      expect(new Answers(run).messagesNow('nobody', 0, 0, 10)).toBeNull();
    } finally {
      Component.prototype.liveMessages = own;
    }
  });
});
