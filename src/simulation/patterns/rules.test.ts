/**
 * The rules of the patterns that stand on brokers, by the numbers under which the project lists them. Those of the
 * outbox are cases of the database's tests, those of an aggregate of the event store's, too; here each is shown with all
 * that takes part in it.
 * Sources: C. Richardson, microservices.io (outbox, saga, idempotent consumer, event sourcing); M. Kleppmann, Designing
 * Data-Intensive Applications (2017), chapters 9 and 11.
 */
import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../testing/expect-balanced';
import { constant, scenario } from '../testing/scenario-builder';

const WRITES = { mix: [{ operation: 'write', weight: 1 }] };
const DURABLE = { queues: [{ name: 'work', durable: true }], startupMs: 50 };

describe('outbox', () => {
  const relayed = (idempotency: object | null) =>
    scenario()
      .clientAt('app', [0], WRITES)
      .database('db', { queryTime: constant(10), outbox: { relay: 'log', delayMs: 0 }, startupMs: 100 })
      .rabbitmq('broker', DURABLE)
      .worker('billing', 3)
      .link('app', 'db')
      .link('db', 'broker', { latency: constant(5) })
      .link('broker', 'billing', { idempotency })
      // Committed and sent at 10, with the broker at 15: the confirm would be there at 20.
      .crash('db', { atMs: 17, durationMs: 10 })
      .run({ untilMs: 2_000 });

  test('patterns-001: a relay that crashes between the publishing and the mark publishes again', () => {
    const run = relayed(null);
    expect(run.all('enqueued', 'broker')).toHaveLength(2);
    expect(run.times('started', 'billing')).toHaveLength(2);
    expect(run.report.nodes.db.detail).toMatchObject({ writes: 1, relayed: 1 });
    expectBalanced(run);
  });

  test('patterns-001: so its consumers have to be idempotent', () => {
    const run = relayed({ ttlMs: 60_000, capacity: 100 });
    expect(run.all('delivered', 'broker→billing')).toHaveLength(2);
    expect(run.times('started', 'billing')).toHaveLength(1);
    expectBalanced(run);
  });
});

describe('idempotent consumer', () => {
  /** The broker dies while one charge is made, and delivers the message again. */
  const charged = (idempotency: object | null) =>
    scenario()
      .client('shop')
      .rabbitmq('broker', DURABLE)
      .worker('charge', 100)
      .link('shop', 'broker')
      .link('broker', 'charge', { idempotency })
      .send('shop', 1, { atMs: 1 })
      .crash('broker', { atMs: 50, durationMs: 10 })
      .run({ untilMs: 2_000 });

  test('patterns-004: what is delivered twice has its effect once', () => {
    expect(charged(null).all('started', 'charge')).toHaveLength(2);
    const run = charged({ ttlMs: 60_000, capacity: 100 });
    expect(run.all('delivered', 'broker→charge')).toHaveLength(2);
    expect(run.all('started', 'charge')).toHaveLength(1);
    expect(run.report.messages).toMatchObject({ acked: 1, lost: 0 });
    expectBalanced(run);
  });

  test('patterns-004: what was not done, because its consumer died with it, is not remembered either', () => {
    const run = scenario()
      .client('shop')
      .rabbitmq('broker', DURABLE)
      .worker('charge', 100, { startupMs: 0 })
      .link('shop', 'broker')
      .link('broker', 'charge', { idempotency: { ttlMs: 60_000, capacity: 100 } })
      .send('shop', 1, { atMs: 1 })
      .crash('charge', { atMs: 50, durationMs: 10 })
      .run({ untilMs: 2_000 });
    expect(run.all('started', 'charge')).toHaveLength(2);
    expect(run.report.messages).toMatchObject({ acked: 1, lost: 0 });
    expectBalanced(run);
  });
});

describe('orchestrated saga', () => {
  const restarted = (idempotency: object | null) =>
    scenario()
      .client('shop')
      .node('orchestrator', 'saga', {
        logTime: constant(0),
        startupMs: 0,
        steps: ['stock', 'payment'].map((id) => ({ link: `saga→${id}`, operation: 'do', undo: 'undo' })),
      })
      .worker('stock', 10)
      .worker('payment', 30)
      .link('shop', 'saga')
      .link('saga', 'stock')
      .link('saga', 'payment', { idempotency })
      .send('shop', 1, { atMs: 1 })
      .crash('saga', { atMs: 20, durationMs: 5 })
      .run({ untilMs: 2_000 });

  test('patterns-006: after a crash it goes on from its log with the step that it was at, which is asked for again', () => {
    const run = restarted(null);
    expect(run.times('arrived', 'stock')).toEqual([1]);
    expect(run.times('arrived', 'payment')).toEqual([11, 25]);
    expect(run.all('started', 'payment')).toHaveLength(2);
    expect(run.report.nodes.saga.detail).toMatchObject({ sagasCompleted: 1 });
    expectBalanced(run);
  });

  test('patterns-006: so its participants have to be idempotent', () => {
    const run = restarted({ ttlMs: 60_000, capacity: 100 });
    expect(run.all('sent', 'saga→payment')).toHaveLength(2);
    expect(run.all('started', 'payment')).toHaveLength(1);
    expect(run.report.nodes.saga.detail).toMatchObject({ sagasCompleted: 1 });
    expectBalanced(run);
  });
});

describe('choreographed saga', () => {
  /** An order goes from one service to the next, by a queue of each. */
  const choreography = () =>
    scenario()
      .clientAt('shop', [1])
      .rabbitmq('events', {
        startupMs: 0,
        queues: ['placed', 'reserved', 'paid'].map((name) => ({ name, durable: true })),
      })
      .worker('stock', 10)
      .worker('payment', 20, { startupMs: 0 })
      .worker('shipping', 30)
      .link('shop', 'events', { queue: 'placed' })
      .link('events', 'stock', { queue: 'placed' })
      .link('stock', 'events', { queue: 'reserved' })
      .link('events', 'payment', { queue: 'reserved' })
      .link('payment', 'events', { queue: 'paid' })
      .link('events', 'shipping', { queue: 'paid' });

  test('patterns-007: it takes as long as its steps together', () => {
    const run = choreography().run({ untilMs: 1_000 });
    expect(run.times('acked', 'events')).toEqual([11, 31, 61]);
    expectBalanced(run);
  });

  test('patterns-007: while a service is down its messages wait, and whoever began it has heard nothing', () => {
    const run = choreography().crash('payment', { atMs: 0, durationMs: 500 }).run({ untilMs: 1_000 });
    expect(run.settled('shop')).toMatchObject([{ atMs: 1, outcome: 'ok' }]);
    expect(run.times('started', 'payment')).toEqual([500]);
    expect(run.times('acked', 'events')).toEqual([11, 520, 550]);
    expect(run.report.messages).toMatchObject({ published: 3, acked: 3, lost: 0 });
  });
});

describe('event sourcing', () => {
  const store = (params: object = {}) =>
    scenario().node('event-store', 'store', {
      appendTime: constant(1),
      loadTime: constant(2),
      perEventMs: 1,
      snapshotEvery: null,
      ...params,
    });
  /** Seven appends to one aggregate, and two loads. */
  const loaded = (params: object) =>
    store(params)
      .clientAt('writer', [0, 10, 20, 30, 40, 50, 60])
      .clientAt('reader', [100, 200], { mix: [{ operation: 'load', weight: 1 }] })
      .link('writer', 'store')
      .link('reader', 'store')
      .run({ untilMs: 1_000 });

  test('patterns-011: a replay changes nothing and is the same every time', () => {
    const run = loaded({});
    expect(run.settled('reader').map(({ latencyMs }) => latencyMs)).toEqual([2 + 7, 2 + 7]);
    expect(run.report.nodes.store.detail.events).toMatchObject({ last: 7 });
  });

  test('patterns-011: from a snapshot on, only what came after it is replayed', () => {
    expect(loaded({ snapshotEvery: 5 }).settled('reader')).toMatchObject([{ latencyMs: 2 + 2 }, { latencyMs: 2 + 2 }]);
  });

  const projected = () =>
    store()
      .clientAt('writer', [0, 10, 20])
      .worker('view', 50, { concurrency: 1 })
      .link('writer', 'store')
      .link('store', 'view', { latency: constant(5) });

  test('patterns-012: right after a write, what a projection keeps may be of before', () => {
    const run = projected().run({ untilMs: 1_000 });
    expect(run.settled('writer').map(({ atMs }) => atMs)).toEqual([1, 11, 21]);
    const [first, second, third] = run.times('finished', 'view');
    expect(first).toBe(1 + 5 + 50);
    expect(second - 11).toBeGreaterThan(50);
    expect(third - 21).toBeGreaterThan(100);
  });

  test('patterns-013: a projection is made anew from the first event on, which is no repetition by accident', () => {
    const rebuilt = projected().run({ untilMs: 300 });
    rebuilt.intervene(500, { action: 'rebuild', target: { link: 'store→view' } });
    rebuilt.advance(2_000);
    expect(rebuilt.times('started', 'view').filter((atMs) => atMs >= 500)).toHaveLength(3);
    expect(rebuilt.report.messages).toMatchObject({ replayed: 3, lost: 0 });
    expectBalanced(rebuilt);
  });
});
