import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import type { TestRun } from '../../simulation/testing/test-run';
import { rules } from './fixtures/rules.json';
import type { KafkaInside } from './inside';

type Params = Readonly<Record<string, unknown>>;

const topic = (params: Params = {}) => ({ name: 'events', partitions: 1, ...params });
/** A client that publishes by hand, a Kafka whose groups begin at once, and a consumer. */
const system = (publish: Params = {}, consume: Params = {}, broker: Params = {}, workMs = 10) =>
  scenario()
    .client('shop', { keys: { pattern: 'turns', count: 5 } })
    .kafka('log', {
      topics: [topic()],
      groupInitialRebalanceDelayMs: 0,
      brokerSessionTimeoutMs: 100,
      startupMs: 10,
      ...broker,
    })
    .worker('worker', workMs, { concurrency: 8, startupMs: 0 })
    .link('shop', 'log', { lingerMs: 0, confirm: true, ...publish })
    .link('log', 'worker', {
      group: 'readers',
      commit: 'afterProcessing',
      sessionTimeoutMs: 300,
      heartbeatMs: 50,
      ...consume,
    });

const inside = (run: TestRun) => run.simulation.world.node('log')?.liveInside() as KafkaInside;
/** Which messages (in the order of publishing) were handed out, in that order. */
const deliveries = (run: TestRun, fromMs = 0): number[] => {
  const serials = run.all('published').map((row) => row.serial);
  return run
    .all('delivered')
    .filter((row) => row.atMs >= fromMs)
    .map((row) => serials.indexOf(row.serial));
};
/** What the consumer began to work on. */
const worked = (run: TestRun): number[] => {
  const serials = run.all('published').map((row) => row.serial);
  return run.all('started', 'worker').map((row) => serials.indexOf(row.serial));
};
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

/** Those that are not here stand in the model card, with the reason. */
const NOT_EXPRESSED = ['kafka-034'];

describe('what Kafka does', () => {
  const cases: Readonly<Record<string, () => void>> = {
    'kafka-001': () => {
      const run = system({}, {}, { topics: [topic({ partitions: 3 })] })
        .send('shop', 40, { atMs: 1 })
        .run({ untilMs: 2_000 });
      const keyOf = new Map(run.all('published').map((row) => [row.serial, row.value]));
      const queueOfKey = new Map<number, Set<number>>();
      for (const { serial, extra } of run.all('enqueued')) {
        const key = keyOf.get(serial) ?? 0;
        queueOfKey.set(key, (queueOfKey.get(key) ?? new Set()).add(extra));
      }
      expect(queueOfKey.size).toBe(5);
      for (const queues of queueOfKey.values()) expect(queues.size).toBe(1);
      for (const queue of [0, 1, 2]) {
        const order = run
          .all('delivered')
          .filter((row) => row.extra === queue)
          .map((row) => row.serial);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    },
    'kafka-005': () => {
      const run = system({}, { members: 2 }, { topics: [topic({ partitions: 6 })] }).run({ untilMs: 100 });
      expect(inside(run).groups[0].members.map((one) => one.partitions)).toEqual([
        [0, 1, 2],
        [3, 4, 5],
      ]);
    },
    'kafka-010': () => {
      const run = system({}, { members: 2, maxPollIntervalMs: 100 }, {}, 250)
        .send('shop', 1, { atMs: 20 })
        .run({ untilMs: 2_000 });
      expect(run.all('requeued')[0]).toMatchObject({ outcome: 'timeout' });
      expect(worked(run).length).toBeGreaterThan(1);
      expect(run.report.messages.duplicated).toBeGreaterThan(0);
      expect(run.report.messages.acked).toBe(0);
    },
    'kafka-012': () => {
      const run = system({}, {}, { groupInitialRebalanceDelayMs: 3_000 }).run({ untilMs: 4_000 });
      expect(run.times('polled')[0]).toBe(3_000);
    },
    'kafka-013': () => {
      // Of the batch of three, none is committed when the consumer dies.
      const run = system({ lingerMs: 5 })
        .send('shop', 3, { atMs: 20 })
        .crash('worker', { atMs: 45, durationMs: 10 })
        .send('shop', 3, { atMs: 500 })
        .run({ untilMs: 3_000 });
      expect(worked(run).slice(0, 2)).toEqual([0, 1]);
      expect([...new Set(deliveries(run, 100))]).toEqual(upTo(6));
      expect(run.report.messages).toMatchObject({ acked: 6, lost: 0 });
    },
    'kafka-014': () => {
      const run = system({ lingerMs: 5 }, { commit: 'beforeProcessing' })
        .send('shop', 3, { atMs: 20 })
        .crash('worker', { atMs: 40, durationMs: 10 })
        .send('shop', 3, { atMs: 500 })
        .run({ untilMs: 3_000 });
      expect(deliveries(run, 100)).toEqual([3, 4, 5]);
      expect(run.report.messages.lostBy).toMatchObject({ connectionReset: expect.any(Number) });
      expect(run.report.messages.acked + run.report.messages.lost).toBe(6);
    },
    'kafka-016': () => {
      const run = system({}, { onError: 'skip' })
        .errors('worker', 1, { atMs: 15, durationMs: 10 })
        .send('shop', 1, { atMs: 20 })
        .send('shop', 2, { atMs: 40 })
        .crash('worker', { atMs: 200, durationMs: 10 })
        .run({ untilMs: 3_000 });
      expect(run.report.messages).toMatchObject({ acked: 2, lost: 1, lostBy: { error: 1 } });
      expect(inside(run).partitions[0].readers).toMatchObject([{ committed: 3 }]);
      expect(deliveries(run, 200)).toEqual([]);
    },
    'kafka-017': () => {
      const late = (consume: Params) =>
        system({}, consume, { groupInitialRebalanceDelayMs: 50 })
          .crash('worker', { atMs: 0, durationMs: 200 })
          .send('shop', 5, { atMs: 20 })
          .send('shop', 1, { atMs: 900 })
          .run({ untilMs: 3_000 });
      const latest = late({});
      expect(deliveries(latest)).toEqual([5]);
      expect(latest.report.messages).toMatchObject({ lostBy: { skipped: 5 } });
      expect(deliveries(late({ autoOffsetReset: 'earliest' }))).toEqual(upTo(6));
    },
    'kafka-018': () => {
      const run = system({}, { commit: 'auto', autoCommitMs: 5_000 })
        .send('shop', 3, { atMs: 20 })
        .crash('worker', { atMs: 1_000, durationMs: 10 })
        .run({ untilMs: 9_000 });
      expect(worked(run)).toEqual([0, 1, 2, 0, 1, 2]);
      expect(run.report.messages).toMatchObject({ acked: 3, redelivered: 3 });
    },
    'kafka-019': () => {
      const run = system({}, { autoOffsetReset: 'latest' }, { offsetsRetentionMs: 1_000 })
        .send('shop', 2, { atMs: 20 })
        .crash('worker', { atMs: 200, durationMs: 5_000 })
        .send('shop', 3, { atMs: 3_000 })
        .run({ untilMs: 9_000 });
      expect(run.report.messages).toMatchObject({ acked: 2, lostBy: { skipped: 3 } });
    },
    'kafka-021': () => {
      const topics = [topic({ retentionMs: 1_000, segmentMs: 500 })];
      const run = system({}, {}, { topics, retentionCheckMs: 100 })
        .send('shop', 4, { atMs: 20 })
        .crash('worker', { atMs: 25, durationMs: 5_000 })
        .send('shop', 1, { atMs: 2_000 })
        .run({ untilMs: 9_000 });
      expect(run.report.messages.lostBy).toMatchObject({ retentionPassed: expect.any(Number) });
      expect(run.report.messages.acked).toBeLessThan(5);
    },
    'kafka-022': () => {
      const topics = [topic({ retentionMs: 100, segmentBytes: 3_000 })];
      const run = system({ batchBytes: 1 }, {}, { topics, retentionCheckMs: 50 })
        .send('shop', 7, { atMs: 20 })
        .run({ untilMs: 2_000 });
      // Two full segments of three records are gone; the one that is written to stays, however old it is.
      expect(inside(run).partitions[0]).toMatchObject({ start: 6, end: 7 });
    },
    'kafka-024': () => {
      const run = system({ acks: '0', latency: constant(5) })
        .send('shop', 4, { atMs: 20 })
        .crash('log', { atMs: 22, durationMs: 10 })
        .run({ untilMs: 2_000 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok']);
      expect(run.report.messages).toMatchObject({ lost: 4, lostBy: { connectionRefused: 4 } });
    },
    'kafka-025': () => {
      const run = system({ acks: '1' }, {}, { replicationMs: 50 })
        .send('shop', 3, { atMs: 20 })
        .crashMember('log', 0, { atMs: 30 })
        .run({ untilMs: 2_000 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok']);
      expect(run.report.messages).toMatchObject({ lost: 3, lostBy: { brokerLost: 3 }, acked: 0 });
    },
    'kafka-026': () => {
      const topics = [topic({ replicationFactor: 3, minInsyncReplicas: 2 })];
      const run = system({}, {}, { topics })
        .crashMember('log', 1, { atMs: 5 })
        .send('shop', 3, { atMs: 300 })
        .crashMember('log', 0, { atMs: 330 })
        .run({ untilMs: 3_000 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok']);
      expect(run.report.messages).toMatchObject({ acked: 3, lost: 0 });
      expect(inside(run).partitions[0].leader).toBe(2);
    },
    'kafka-027': () => {
      const topics = [topic({ replicationFactor: 3, minInsyncReplicas: 2 })];
      const run = system({ deliveryTimeoutMs: 500 }, {}, { topics })
        .send('shop', 2, { atMs: 2 })
        .crashMember('log', 1, { atMs: 6 })
        .crashMember('log', 2, { atMs: 6 })
        .send('shop', 2, { atMs: 300 })
        .run({ untilMs: 3_000 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'timeout', 'timeout']);
      expect(run.all('replied', 'shop→log').some((row) => row.outcome === 'notEnoughReplicas')).toBe(true);
      // What was there before can still be read.
      expect(run.report.messages).toMatchObject({ acked: 2, lost: 2 });
    },
    'kafka-029': () => {
      const topics = [topic({ replicationFactor: 3, minInsyncReplicas: 2 })];
      const run = system({ acks: '1' }, {}, { topics })
        .crashMember('log', 1, { atMs: 6 })
        .crashMember('log', 2, { atMs: 6 })
        .send('shop', 2, { atMs: 300 })
        .run({ untilMs: 3_000 });
      expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
      expect(run.report.messages.acked).toBe(2);
    },
    'kafka-031': () => {
      const topics = [topic({ replicationFactor: 2, minInsyncReplicas: 1 })];
      const lag = { action: 'lagMember', target: { node: 'log' }, member: 1 };
      const run = system({}, {}, { topics, replicaLagMaxMs: 1_000 }).send('shop', 1, { atMs: 50 }).run({ untilMs: 10 });
      run.intervene(10, lag);
      run.advance(900);
      expect(run.outcomes('shop')).toEqual([]);
      run.advance(1_100);
      expect(inside(run).partitions[0].isr).toEqual([0]);
      expect(run.settled('shop')).toMatchObject([{ outcome: 'ok', atMs: 1_010 }]);
    },
    'kafka-032': () => {
      const topics = [topic({ replicationFactor: 2, minInsyncReplicas: 1 })];
      const lost = (uncleanLeaderElection: boolean) => {
        const run = system({}, { commit: 'auto' }, { topics, uncleanLeaderElection, replicaLagMaxMs: 100 })
          .send('shop', 3, { atMs: 300 })
          .run({ untilMs: 10 });
        run.intervene(10, { action: 'lagMember', target: { node: 'log' }, member: 1 });
        run.intervene(400, { action: 'crashMember', target: { node: 'log' }, member: 0 });
        return run.advance(1_000);
      };
      expect(inside(lost(false)).partitions[0].leader).toBe(-1);
      const unclean = lost(true);
      expect(inside(unclean).partitions[0]).toMatchObject({ leader: 1, end: 0 });
      expect(unclean.report.messages.lostBy).toMatchObject({ brokerLost: 3 });
      const clean = lost(false);
      clean.intervene(1_000, { action: 'heal', target: { node: 'log' } });
      expect(inside(clean.advance(1_100)).partitions[0]).toMatchObject({ leader: 0, end: 3 });
    },
    'kafka-033': () => {
      const topics = [topic({ replicationFactor: 3, minInsyncReplicas: 1 })];
      const run = system({}, {}, { topics })
        .send('shop', 3, { atMs: 20 })
        .crashMember('log', 0, { atMs: 30 })
        .crashMember('log', 1, { atMs: 300 })
        .run({ untilMs: 3_000 });
      expect(inside(run).partitions[0]).toMatchObject({ leader: 2, end: 3, isr: [2] });
      expect(run.report.messages).toMatchObject({ acked: 3, lost: 0 });
    },
    'kafka-036': () => {
      // The first request is lost on the way, the second is not: it is overtaken.
      const run = system({ idempotence: false, acks: '1', requestTimeoutMs: 100, confirm: false })
        .cut('shop→log', { atMs: 10, durationMs: 20 })
        .send('shop', 1, { atMs: 20 })
        .send('shop', 1, { atMs: 40 })
        .run({ untilMs: 1_000 });
      expect(deliveries(run)).toEqual([1, 0]);
      // Of the second the answer is lost: it is written twice.
      const twice = system({ idempotence: false, acks: '1', requestTimeoutMs: 100 })
        .cut('shop→log', { atMs: 10, durationMs: 20 }, 'back')
        .send('shop', 1, { atMs: 20 })
        .run({ untilMs: 1_000 });
      expect(twice.all('delivered')).toHaveLength(2);
      expect(twice.report.messages).toMatchObject({ published: 1, copies: 1, acked: 2 });
      const once = system({ requestTimeoutMs: 100 })
        .cut('shop→log', { atMs: 10, durationMs: 20 }, 'back')
        .send('shop', 1, { atMs: 20 })
        .run({ untilMs: 1_000 });
      expect(once.report.messages).toMatchObject({ published: 1, copies: 0, acked: 1 });
    },
    'kafka-037': () => {
      // The library keeps its attempts apart from another send of the same thing.
      const run = system().send('shop', 1, { atMs: 20 }).send('shop', 1, { atMs: 60 }).run({ untilMs: 1_000 });
      expect(run.report.messages).toMatchObject({ published: 2, acked: 2 });
    },
    'kafka-038': () => {
      const run = system({ bufferBytes: 3_000, maxBlockMs: 60_000, deliveryTimeoutMs: 120_000 })
        .crash('log', { atMs: 0 })
        .send('shop', 5, { atMs: 20 })
        .run({ untilMs: 130_000 });
      expect(run.settled('shop').map(({ atMs, outcome }) => [outcome, atMs])).toEqual([
        ['timeout', 60_020],
        ['timeout', 60_020],
        ['timeout', 120_020],
        ['timeout', 120_020],
        ['timeout', 120_020],
      ]);
    },
    'kafka-042': () => {
      const run = system().send('shop', 1, { atMs: 1_700 }).run({ untilMs: 2_000 });
      const empty = run.all('polled').filter((row) => row.detail === 1);
      expect(empty.map((row) => row.atMs)).toEqual([500, 1_000, 1_500]);
      expect(run.times('delivered')).toEqual([1_702]);
    },
    'kafka-043': () => {
      const run = system({ confirm: false, batchBytes: 2_000_000, lingerMs: 5 }, {}, {}, 0)
        .send('shop', 1_200, { atMs: 100 })
        .run({ untilMs: 2_000 });
      const perPoll = new Map<number, number>();
      for (const { atMs } of run.all('delivered')) perPoll.set(atMs, (perPoll.get(atMs) ?? 0) + 1);
      expect(Math.max(...perPoll.values())).toBeLessThanOrEqual(1_200);
      expect(run.all('polled').filter((row) => row.detail === 0).length).toBeGreaterThanOrEqual(3);
      expect(run.report.messages.acked).toBe(1_200);
    },
  };

  test.each(rules.filter(({ id }) => !NOT_EXPRESSED.includes(id)))('$id: $given; $when: $then', ({ id }) => {
    expect(cases).toHaveProperty(id);
    cases[id]();
  });
});

describe('what is killed', () => {
  const balanced = (run: TestRun) => {
    expectBalanced(run);
    return run.report.messages;
  };

  test('the whole cluster, and started again: what was written is still there', () => {
    const run = system()
      .crash('worker', { atMs: 10, durationMs: 400 })
      .send('shop', 5, { atMs: 20 })
      .crash('log', { atMs: 50, durationMs: 100 })
      .run({ untilMs: 4_000 });
    expect(balanced(run)).toMatchObject({ published: 5, acked: 5, lost: 0 });
  });

  test('a producer, before its records have left', () => {
    const run = scenario()
      .client('shop')
      .worker('api', 1, { startupMs: 0 })
      .kafka('log', { topics: [topic()] })
      .link('shop', 'api')
      .link('api', 'log', { lingerMs: 100 })
      .send('shop', 3, { atMs: 10 })
      .crash('api', { atMs: 50, durationMs: 10 })
      .run({ untilMs: 500 });
    expect(balanced(run)).toMatchObject({ published: 3, lost: 3, lostBy: { connectionReset: 3 } });
  });

  test('a producer, while its records are on the way: they arrive, and nobody hears of it', () => {
    const run = scenario()
      .client('shop')
      .worker('api', 1, { startupMs: 0 })
      .kafka('log', { topics: [topic()] })
      .link('shop', 'api')
      .link('api', 'log', { lingerMs: 0, confirm: true, latency: constant(20) })
      .send('shop', 1, { atMs: 10 })
      .crash('api', { atMs: 20, durationMs: 10 })
      .run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(['connectionReset']);
    expect(balanced(run)).toMatchObject({ published: 1, lost: 0, held: 1 });
  });

  test('a leader with acks=all, before its followers have a record: the producer sends it again, and it is there once', () => {
    const run = system({}, {}, { replicationMs: 50 })
      .send('shop', 3, { atMs: 20 })
      .crashMember('log', 0, { atMs: 30 })
      .run({ untilMs: 3_000 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok']);
    expect(balanced(run)).toMatchObject({ published: 3, copies: 0, lost: 0, acked: 3 });
  });
});

describe('a group', () => {
  test('of two reads everything, each', () => {
    const run = system()
      .worker('other', 1, { startupMs: 0 })
      .link('log', 'other', { group: 'others', commit: 'afterProcessing' })
      .send('shop', 10, { atMs: 20 })
      .run({ untilMs: 2_000 });
    expect(run.report.messages).toMatchObject({ published: 10, copies: 10, acked: 20 });
    expectBalanced(run);
  });

  test('rebalances when a consumer is added, and when one is taken away', () => {
    const run = system({}, {}, { topics: [topic({ partitions: 4 })] }).run({ untilMs: 500 });
    const shares = () => inside(run).groups[0].members.map((one) => one.partitions.length);
    expect(shares()).toEqual([4]);
    run.intervene(500, { action: 'scaleConsumers', target: { link: 'log→worker' }, consumers: 2 });
    expect(shares.call(run.advance(1_000))).toEqual([2, 2]);
    run.intervene(1_000, { action: 'scaleConsumers', target: { link: 'log→worker' }, consumers: 1 });
    expect(shares.call(run.advance(2_000))).toEqual([4]);
  });

  test('with cooperative assignment goes on reading what it keeps, and needs two rounds to hand over', () => {
    const run = system({}, { assignor: 'cooperativeSticky' }, { topics: [topic({ partitions: 4 })] }).run({
      untilMs: 500,
    });
    run.intervene(500, { action: 'scaleConsumers', target: { link: 'log→worker' }, consumers: 2 });
    run.advance(2_000);
    expect(inside(run).groups[0].members.map((one) => one.partitions)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(run.report.nodes.log.detail.rebalances).toBe(3);
  });

  test('reads again what it has read, from an offset on', () => {
    const run = system().send('shop', 10, { atMs: 20 }).run({ untilMs: 1_000 });
    run.intervene(1_000, {
      action: 'resetOffsets',
      target: { node: 'log' },
      group: 'readers',
      topic: '',
      to: 'offset',
      value: 4,
    });
    run.advance(3_000);
    expect(run.report.messages).toMatchObject({ acked: 16, replayed: 6, held: 0 });
    expect(worked(run).slice(10)).toEqual([4, 5, 6, 7, 8, 9]);
    expectBalanced(run);
  });

  test('gives up what fails for good to a dead-letter topic', () => {
    const topics = [topic(), topic({ name: 'events.dlt' })];
    const run = system({}, { onError: 'deadLetterTopic', attempts: 2, retryBackoffMs: 10 }, { topics })
      .errors('worker', 1, { atMs: 10 })
      .send('shop', 1, { atMs: 20 })
      .run({ untilMs: 1_000 });
    expect(run.report.messages).toMatchObject({ published: 1, copies: 1, deadLettered: 1, held: 1 });
    expectBalanced(run);
  });
});

test('a hundred thousand records that wait have no frames', () => {
  const run = system({ confirm: false, lingerMs: 5, batchBytes: 1_000_000, bufferBytes: 1e9 }, {}, {}, 10_000).run({
    untilMs: 100,
  });
  for (let i = 0; i < 10; i++) run.intervene(100, { action: 'send', target: { node: 'shop' }, count: 10_000 });
  run.advance(2_000);
  expect(run.report.messages.held).toBe(100_000);
  expect(run.framesInUse).toBeLessThan(20);
});
