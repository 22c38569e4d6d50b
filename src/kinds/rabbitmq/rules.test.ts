import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import type { TestRun } from '../../simulation/testing/test-run';
import { deathsOf } from './deaths';
import { rules } from './fixtures/rules.json';
import { deliveries, queue } from './testing/system';

const messages = (deliveries: readonly (readonly [number, boolean])[]) => deliveries.map(([message]) => message);

const TWO = [{ name: 'work' }, { name: 'rest' }];
/** A broker with two queues, and an exchange called events with these bindings. */
const routed = (type: string, bindings: readonly (readonly [to: string, key: string])[]) => ({
  queues: TWO,
  exchanges: [{ name: 'events', type }],
  bindings: bindings.map(([to, key]) => ({ from: 'events', to, key })),
});
/** What `work` gives up goes on to `rest`. */
const DEAD_LETTERS = {
  queues: [{ name: 'work', deadLetterExchange: 'dead' }, { name: 'rest' }],
  exchanges: [{ name: 'dead', type: 'fanout' }],
  bindings: [{ from: 'dead', to: 'rest' }],
};
/** What `work` gives up waits for 100 ms and comes again. */
const RETRY_BY_TTL = {
  queues: [
    { name: 'work', deadLetterRoutingKey: 'wait' },
    { name: 'wait', messageTtlMs: 100, deadLetterRoutingKey: 'work' },
  ],
};
/** A producer and a broker, and so many messages at 1 ms. */
const publishing = (broker: Readonly<Record<string, unknown>>, publish: object, count: number, untilMs = 10) =>
  scenario()
    .client('shop')
    .rabbitmq('broker', broker)
    .link('shop', 'broker', { ...publish })
    .send('shop', count, { atMs: 1 })
    .run({ untilMs });
/** How many messages are ready in each queue. */
const depths = (run: TestRun) =>
  (run.report.nodes.broker.detail.queues as readonly { readonly ready: number }[]).map(({ ready }) => ready);
const live = (run: TestRun, queue: number) =>
  run.simulation.world.node('broker')?.liveMessages(queue, 0, 100).messages ?? [];
const receivers = (run: TestRun) => run.all('delivered').map((row) => run.scenario.links[row.place].to);
/** A consumer that fails at everything, because its database is down. */
const failing = (consume: object, broker: object, downMs: number | null = null) =>
  queue({}, consume, {}, broker)
    .database('db', { startupMs: 0 })
    .link('worker', 'db')
    .crash('db', { atMs: 0, durationMs: downMs });
/** The same, but for the first message alone: the database is there again after that. */
const failingOnce = (consume: object, broker: object) => failing(consume, broker, 15);
/** A producer that waits for confirms, and a cluster of three. */
const cluster = (type: string, publish: object = {}) =>
  scenario()
    .client('shop')
    .rabbitmq('broker', { nodes: 3, startupMs: 10, queues: [{ name: 'work', type }] })
    .link('shop', 'broker', { confirm: true, ...publish });

describe('what RabbitMQ was seen to do', () => {
  const cases: Readonly<Record<string, () => void>> = {
    'rabbitmq-004': () => {
      const run = queue({ queue: 'nowhere', confirm: true }).send('shop', 3, { atMs: 1 }).run({ untilMs: 100 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok']);
      expect(run.report.messages).toMatchObject({ published: 3, lost: 3, lostBy: { noRoute: 3 }, delivered: 0 });
    },
    'rabbitmq-014': () => {
      const run = queue({}, { prefetch: 0 })
        .worker('late', 1, { startupMs: 0 })
        .link('broker', 'late', { prefetch: 0 })
        .crash('late', { atMs: 0, durationMs: 50 })
        .send('shop', 1_000, { atMs: 1 })
        .run({ untilMs: 9_000 });
      expect(run.all('delivered', 'broker→worker')).toHaveLength(1_000);
      expect(run.times('delivered', 'broker→worker')).toEqual(Array.from({ length: 1_000 }, () => 1));
      expect(run.all('delivered', 'broker→late')).toEqual([]);
      run.intervene(9_000, { action: 'crash', target: { node: 'worker' } });
      run.advance(20_000);
      expect(run.all('delivered', 'broker→late').length).toBeGreaterThanOrEqual(100);
    },
    'rabbitmq-020': () => {
      // Both messages that it took fail, because the database is not there.
      const run = queue({}, { prefetch: 2 }, { concurrency: 2 })
        .database('db', { startupMs: 0 })
        .link('worker', 'db')
        .crash('db', { atMs: 0, durationMs: 15 })
        .send('shop', 5, { atMs: 1 })
        .run({ untilMs: 500 });
      expect(deliveries(run).slice(0, 2)).toEqual([
        [0, false],
        [1, false],
      ]);
      expect(run.all('requeued')).toMatchObject([{ atMs: 11, outcome: 'error' }, { atMs: 11 }]);
      expect(deliveries(run, 11)).toEqual([
        [0, true],
        [1, true],
        [2, false],
        [3, false],
        [4, false],
      ]);
    },
    'rabbitmq-023': () => {
      const run = queue({}, { prefetch: 3 })
        .send('shop', 6, { atMs: 1 })
        .crash('worker', { atMs: 5, durationMs: 20 })
        .run({ untilMs: 500 });
      expect(messages(deliveries(run).slice(0, 3))).toEqual([0, 1, 2]);
      expect(deliveries(run, 25)).toEqual([
        [0, true],
        [1, true],
        [2, true],
        [3, false],
        [4, false],
        [5, false],
      ]);
      expect(run.report.messages).toMatchObject({ acked: 6, lost: 0, redelivered: 3 });
    },
    'rabbitmq-024': () => {
      const run = queue({}, { prefetch: 3 })
        .send('shop', 6, { atMs: 1 })
        .crash('worker', { atMs: 15, durationMs: 20 })
        .run({ untilMs: 500 });
      expect(deliveries(run, 35)).toEqual([
        [1, true],
        [2, true],
        [3, true],
        [4, false],
        [5, false],
      ]);
    },
    'rabbitmq-051': () => {
      const run = queue()
        .crash('worker', { atMs: 0, durationMs: 100 })
        .send('shop', 3, { atMs: 1 })
        .crash('broker', { atMs: 10, durationMs: 10 })
        .run({ untilMs: 500 });
      expect(deliveries(run)).toEqual([
        [0, true],
        [1, true],
        [2, true],
      ]);
    },
    'rabbitmq-052': () => {
      // Nobody consumes, and yet the producer hears that the broker has taken over.
      const run = scenario()
        .client('shop')
        .rabbitmq('broker')
        .link('shop', 'broker', { confirm: true, latency: constant(4) })
        .send('shop', 1, { atMs: 0 })
        .run({ untilMs: 100 });
      expect(run.settled('shop')).toEqual([{ atMs: 8, outcome: 'ok', latencyMs: 8 }]);
      expect(run.report.messages.held).toBe(1);
    },
    'rabbitmq-002': () => {
      const routing = routed('direct', [
        ['work', 'pay'],
        ['rest', 'pay'],
      ]);
      expect(depths(publishing(routing, { exchange: 'events', routingKey: 'pay' }, 1))).toEqual([1, 1]);
      expect(depths(publishing(routing, { exchange: 'events', routingKey: 'Pay' }, 1))).toEqual([0, 0]);
    },
    'rabbitmq-005': () => {
      const run = publishing(
        routed('direct', []),
        { exchange: 'events', mandatory: true, confirm: true, latency: constant(2) },
        1,
      );
      expect(run.settled('shop')).toEqual([{ atMs: 5, outcome: 'noRoute', latencyMs: 4 }]);
    },
    'rabbitmq-006': () => {
      const run = publishing(
        {
          queues: TWO,
          exchanges: [
            { name: 'events', type: 'direct', alternate: 'lost' },
            { name: 'lost', type: 'fanout' },
          ],
          bindings: [{ from: 'lost', to: 'rest' }],
        },
        { exchange: 'events', routingKey: 'nobody', mandatory: true, confirm: true },
        1,
      );
      expect([depths(run), run.outcomes('shop')]).toEqual([[0, 1], ['ok']]);
    },
    'rabbitmq-007': () => {
      const run = publishing({}, { exchange: 'nowhere', confirm: true }, 2);
      expect(run.outcomes('shop')).toEqual(['noRoute', 'noRoute']);
    },
    'rabbitmq-010': () => {
      const queues = [{ name: 'work', autoDelete: true }];
      const alone = publishing({ queues }, {}, 1, 10_000);
      expect(depths(alone)).toEqual([1]);
      const run = queue({ confirm: true, mandatory: true }, { prefetch: 1 }, {}, { queues })
        .send('shop', 3, { atMs: 1 })
        .crash('worker', { atMs: 5, durationMs: 20 })
        .send('shop', 1, { atMs: 10 })
        .send('shop', 1, { atMs: 30 })
        .run({ untilMs: 500 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'noRoute', 'ok']);
      expect(run.report.messages).toMatchObject({ acked: 1, lostBy: { noSubscriber: 3, noRoute: 1 } });
      expectBalanced(run);
    },
    'rabbitmq-017': () => {
      const run = queue({}, { prefetch: 1, ack: 'auto' }).send('shop', 6, { atMs: 1 }).run({ untilMs: 5 });
      expect(run.times('delivered')).toEqual([1, 1, 1, 1, 1, 1]);
    },
    'rabbitmq-018': () => {
      const run = scenario()
        .client('shop')
        .rabbitmq('broker')
        .worker('lo', 1_000)
        .worker('hi', 1_000)
        .link('shop', 'broker')
        .link('broker', 'lo', { prefetch: 2, priority: 0 })
        .link('broker', 'hi', { prefetch: 2, priority: 10 })
        .send('shop', 4, { atMs: 1 })
        .run({ untilMs: 10 });
      expect(receivers(run)).toEqual(['hi', 'hi', 'lo', 'lo']);
    },
    'rabbitmq-019': () => {
      const run = scenario()
        .client('shop')
        .rabbitmq('broker', { queues: [{ name: 'work', singleActiveConsumer: true }] })
        .worker('a', 1)
        .worker('b', 1)
        .link('shop', 'broker')
        .link('broker', 'a', { prefetch: 1 })
        .link('broker', 'b', { prefetch: 1 })
        .send('shop', 4, { atMs: 1 })
        .crash('a', { atMs: 50 })
        .send('shop', 2, { atMs: 60 })
        .run({ untilMs: 100 });
      expect(receivers(run)).toEqual(['a', 'a', 'a', 'a', 'b', 'b']);
    },
    'rabbitmq-021': () => {
      const quorum = { queues: [{ name: 'work', type: 'quorum', deliveryLimit: null }] };
      const run = failingOnce({ prefetch: 1 }, quorum).send('shop', 5, { atMs: 1 }).run({ untilMs: 500 });
      expect(messages(deliveries(run))).toEqual([0, 1, 2, 3, 4, 0]);
    },
    'rabbitmq-025': () => {
      const run = queue({}, { ack: 'auto' })
        .send('shop', 6, { atMs: 1 })
        .crash('worker', { atMs: 5, durationMs: 20 })
        .run({ untilMs: 500 });
      expect(run.all('delivered')).toHaveLength(6);
      expect(run.report.messages).toMatchObject({ acked: 0, held: 0, lost: 6, lostBy: { connectionReset: 6 } });
      expectBalanced(run);
    },
    'rabbitmq-026': () => {
      const run = queue({}, { prefetch: 4 }, { concurrency: 3 })
        .send('shop', 6, { atMs: 1 })
        .crash('worker', { atMs: 15, durationMs: 20 })
        .run({ untilMs: 500 });
      expect(messages(deliveries(run, 30))).toEqual([3, 4, 5]);
      expect(run.report.messages).toMatchObject({ acked: 6, lost: 0 });
    },
    'rabbitmq-029': () => {
      const run = queue({}, { prefetch: 2, ackTimeoutMs: 100 }, { serviceTime: constant(150), concurrency: 2 })
        .send('shop', 2, { atMs: 1 })
        .run({ untilMs: 110 });
      expect(run.all('requeued')).toMatchObject([{ atMs: 101, outcome: 'timeout' }, { atMs: 101 }]);
      expect(deliveries(run, 100)).toEqual([
        [0, true],
        [1, true],
      ]);
      expectBalanced(run.advance(2_000));
    },
    'rabbitmq-030': () => {
      const run = failing({ onFailure: 'reject' }, DEAD_LETTERS).send('shop', 1, { atMs: 1 }).run({ untilMs: 100 });
      expect(depths(run)).toEqual([0, 1]);
      expect(run.report.messages).toMatchObject({ published: 1, copies: 1, deadLettered: 1, held: 1 });
      const [dead] = live(run, 1);
      expect(dead.label.routingKey).toBe('work');
      expect(deathsOf(dead.label)).toEqual([['rejected', 'work', 1]]);
      expectBalanced(run);
    },
    'rabbitmq-032': () => {
      const broker = { ...DEAD_LETTERS, queues: [{ ...DEAD_LETTERS.queues[0], maxLength: 3 }, { name: 'rest' }] };
      const run = publishing(broker, {}, 5);
      const serials = run.all('published').map(({ serial }) => serial);
      expect(live(run, 0).map(({ serial }) => serial)).toEqual(serials.slice(2));
      expect(live(run, 1).map(({ label }) => deathsOf(label))).toEqual([
        [['maxlen', 'work', 1]],
        [['maxlen', 'work', 1]],
      ]);
      expect(run.all('copied').map(({ extra }) => extra)).toEqual(serials.slice(0, 2));
    },
    'rabbitmq-033': () => {
      const run = failing({ onFailure: 'reject', prefetch: 1 }, RETRY_BY_TTL)
        .send('shop', 1, { atMs: 1 })
        .run({ untilMs: 370 });
      expect(live(run, 1).map(({ label }) => deathsOf(label))).toEqual([
        [
          ['rejected', 'work', 4],
          ['expired', 'wait', 3],
        ],
      ]);
    },
    'rabbitmq-034': () => {
      const each = (name: string, other: string) => ({ name, messageTtlMs: 10, deadLetterRoutingKey: other });
      const run = publishing({ queues: [each('work', 'rest'), each('rest', 'work')] }, {}, 1, 200);
      expect(depths(run)).toEqual([0, 0]);
      expect(run.report.messages).toMatchObject({ deadLettered: 1, expired: 1, held: 0 });
    },
    'rabbitmq-038': () => {
      const broker = { ...DEAD_LETTERS, queues: [{ ...DEAD_LETTERS.queues[0], messageTtlMs: 0 }, { name: 'rest' }] };
      const run = publishing(broker, {}, 1);
      expect(depths(run)).toEqual([0, 1]);
      expect(deathsOf(live(run, 1)[0].label)).toEqual([['expired', 'work', 1]]);
      // Whoever is ready for it still gets it.
      const ready = queue({}, {}, {}, broker).send('shop', 1, { atMs: 1 }).run({ untilMs: 100 });
      expect(ready.report.messages).toMatchObject({ acked: 1, expired: 0 });
    },
    'rabbitmq-040': () => {
      const run = queue({}, {}, { serviceTime: constant(500) }, { queues: [{ name: 'work', messageTtlMs: 50 }] })
        .send('shop', 1, { atMs: 1 })
        .run({ untilMs: 1_000 });
      expect(run.report.messages).toMatchObject({ acked: 1, expired: 0 });
    },
    'rabbitmq-041': () => {
      const broker = { queues: [{ name: 'work', maxLength: 3 }] };
      const run = queue({}, { prefetch: 3 }, { serviceTime: constant(500) }, broker)
        .send('shop', 6, { atMs: 1 })
        .run({ untilMs: 10 });
      expect(run.report.nodes.broker.detail.queues).toMatchObject([{ ready: 3, unacked: 3 }]);
      expect(run.report.messages.lost).toBe(0);
    },
    'rabbitmq-043': () => {
      const run = publishing(
        {
          ...routed('fanout', [
            ['work', ''],
            ['rest', ''],
          ]),
          queues: [{ name: 'work', maxLength: 1, overflow: 'rejectPublish' }, { name: 'rest' }],
        },
        { exchange: 'events', confirm: true },
        3,
      );
      expect(run.outcomes('shop')).toEqual(['ok', 'overflow', 'overflow']);
      expect(depths(run)).toEqual([1, 3]);
      expectBalanced(run);
    },
    'rabbitmq-045': () => {
      const priorities = [0, 3, 5, 9, 3, undefined];
      const built = scenario()
        .rabbitmq('broker', { queues: [{ name: 'work', maxPriority: 5 }] })
        .worker('worker', 1, { startupMs: 0 })
        .link('broker', 'worker', { prefetch: 1 })
        .crash('worker', { atMs: 0, durationMs: 50 });
      priorities.forEach((priority, index) => {
        built.client(`c${index}`).link(`c${index}`, 'broker', { priority });
        built.send(`c${index}`, 1, { atMs: 1 + index });
      });
      const names = messages(deliveries(built.run({ untilMs: 500 }))).map((message) => 'abcdef'[message]);
      expect(names).toEqual(['c', 'd', 'b', 'e', 'a', 'f']);
    },
    'rabbitmq-048': () => {
      const run = queue({ persistent: false }, {}, {}, { queues: [{ name: 'work', type: 'quorum' }] })
        .crash('worker', { atMs: 0, durationMs: 100 })
        .send('shop', 3, { atMs: 1 })
        .crash('broker', { atMs: 10, durationMs: 10 })
        .run({ untilMs: 500 });
      expect(deliveries(run)).toEqual([
        [0, false],
        [1, false],
        [2, false],
      ]);
    },
    'rabbitmq-050': () => {
      const lost = (confirmed: boolean) =>
        queue({ confirm: true }, {}, {}, { persistMs: 10 })
          .crash('worker', { atMs: 0 })
          .send('shop', 1, { atMs: 1 })
          .crash('broker', { atMs: confirmed ? 12 : 5, durationMs: 10 })
          .run({ untilMs: 50 });
      expect([lost(false).outcomes('shop'), lost(false).report.messages.lostBy]).toEqual([
        ['connectionReset'],
        { notPersisted: 1 },
      ]);
      expect([lost(true).outcomes('shop'), lost(true).report.messages.held]).toEqual([['ok'], 1]);
    },
    'rabbitmq-054': () => {
      const run = cluster('quorum')
        .send('shop', 3, { atMs: 1 })
        .crashMember('broker', 0, { atMs: 10 })
        .send('shop', 3, { atMs: 20 })
        .run({ untilMs: 1_500 });
      expect(run.settled('shop').map(({ atMs }) => atMs)).toEqual([1, 1, 1]);
      run.advance(3_000);
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
      expect(run.settled('shop')[5]).toMatchObject({ atMs: 2_010 });
      expect(run.report.messages).toMatchObject({ published: 6, held: 6, lost: 0 });
      expectBalanced(run);
    },
    'rabbitmq-056': () => {
      const run = cluster('classic', { mandatory: true })
        .send('shop', 3, { atMs: 1 })
        .crashMember('broker', 0, { atMs: 10, durationMs: 100 })
        .send('shop', 1, { atMs: 20 })
        .run({ untilMs: 5_000 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'noRoute']);
      expect(run.report.messages).toMatchObject({ held: 3, lostBy: { noRoute: 1 } });
    },
    'rabbitmq-057': () => {
      const [work, rest] = DEAD_LETTERS.queues;
      const broker = { ...DEAD_LETTERS, queues: [{ ...work, type: 'quorum', deliveryLimit: 2 }, rest] };
      const run = failing({}, broker).send('shop', 1, { atMs: 1 }).run({ untilMs: 500 });
      expect(deliveries(run)).toEqual([
        [0, false],
        [0, true],
        [0, true],
      ]);
      expect(deathsOf(live(run, 1)[0].label)).toEqual([['delivery_limit', 'work', 1]]);
    },
    'rabbitmq-059': () => {
      const run = queue({}, { prefetch: 7 }).send('shop', 200, { atMs: 1 }).run({ untilMs: 10_000 });
      expect(messages(deliveries(run))).toEqual(Array.from({ length: 200 }, (_, i) => i));
    },
  };

  test.each(rules)('$id: $given; $when: $then', ({ id }) => {
    expect(cases).toHaveProperty(id);
    cases[id]();
  });
});
