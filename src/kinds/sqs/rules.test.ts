import { describe, expect, test } from 'vitest';
import { SentFlag } from '../../network/facts';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant } from '../../simulation/testing/scenario-builder';
import type { TestRun } from '../../simulation/testing/test-run';
import { rules } from './fixtures/rules.json';
import { sqs } from './params';
import { queueOf, system } from './testing/system';

/** Deliveries: which message, by the order of publishing, and whether it had been received before. */
function deliveries(run: TestRun, link?: string): [message: number, redelivered: boolean][] {
  const serials = run.all('published').map((row) => row.serial);
  return run
    .all('delivered', link)
    .map((row) => [serials.indexOf(row.serial), (row.detail & SentFlag.redelivered) !== 0]);
}
const messages = (run: TestRun, link?: string) => deliveries(run, link).map(([message]) => message);
const emptyAnswers = (run: TestRun) => run.all('polled').filter(({ detail }) => detail === 1);

const LONG = { waitTimeMs: 20_000 };

const cases: Readonly<Record<string, () => void>> = {
  'sqs-001': () => {
    // The consumer fails: nobody deletes the message.
    const run = system({ queues: [queueOf({ visibilityTimeoutMs: 30_000 })] }, LONG)
      .errors('worker', 1, { atMs: 0, durationMs: 20_000 })
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 60_000 });
    expect(deliveries(run)).toEqual([
      [0, false],
      [0, true],
    ]);
    expect(run.all('requeued')).toMatchObject([{ atMs: 30_001, outcome: 'timeout' }]);
    expect(run.times('delivered')).toEqual([1, 30_001]);
    expect(run.report.messages).toMatchObject({ acked: 1, lost: 0, redelivered: 1 });
  },
  'sqs-002': () => {
    const run = system({}, LONG)
      .worker('other', 10, { startupMs: 0 })
      .link('sqs', 'other', LONG)
      .send('shop', 1, { atMs: 1 })
      .crash('worker', { atMs: 5, durationMs: 60_000 })
      .run({ untilMs: 29_000 });
    expect(run.all('delivered')).toMatchObject([{ atMs: 1 }]);
    expect(run.all('requeued')).toEqual([]);
    run.advance(31_000);
    expect(run.times('delivered', 'sqs→other')).toEqual([30_001]);
    expectBalanced(run);
  },
  'sqs-005': () => {
    const run = system({}, LONG, {}, 45_000)
      .worker('other', 45_000, { startupMs: 0 })
      .link('sqs', 'other', LONG)
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 40_000 });
    expect(run.report.nodes.worker.held + run.report.nodes.other.held).toBe(2);
    expect(run.report.messages).toMatchObject({ delivered: 2, handedTwice: 1, duplicated: 0 });
    // Whoever finishes has an old receipt handle by then: as long as somebody else is idle, that never ends.
    run.advance(400_000);
    expect(run.all('acked')).toEqual([]);
    expect(run.all('delivered').length).toBeGreaterThan(12);
  },
  'sqs-006': () => {
    const run = system({ duplicateShare: 1 }, { ...LONG, batchSize: 1 })
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 35 });
    expect(run.all('acked')[0].atMs).toBe(11);
    expect(run.all('delivered').length).toBeGreaterThan(2);
    const { published, copies, acked, held } = run.report.messages;
    expect(published + copies).toBe(acked + held);
  },
  'sqs-008': () => {
    const late = (type: string) =>
      system({ queues: [queueOf({ type, visibilityTimeoutMs: 30 })] }, { waitTimeMs: 0 }, {}, 50)
        .worker('other', 1, { startupMs: 0 })
        .link('sqs', 'other', LONG)
        .crash('other', { atMs: 0, durationMs: 45 })
        .send('shop', 1, { atMs: 0 })
        .run({ untilMs: 100 });
    // Received again at 45 ms: the handle of the first receive, used at 50 ms, deletes nothing.
    expect(late('standard').all('acked')).toMatchObject([{ atMs: 46 }]);
    // Nobody has received it again: that of a standard queue still deletes.
    const only = (type: string) =>
      system({ queues: [queueOf({ type, visibilityTimeoutMs: 30 })] }, LONG, {}, 50)
        .send('shop', 1, { atMs: 1 })
        .run({ untilMs: 70 });
    expect(only('standard').all('acked')).toMatchObject([{ atMs: 51 }]);
    expect(only('fifo').all('acked')).toEqual([]);
  },
  'sqs-009': () => {
    const run = system({ servers: 8 }, { waitTimeMs: 0, batchSize: 1, latency: constant(5) })
      .send('shop', 40, { atMs: 1 })
      .run({ untilMs: 2_000 });
    const left = run.all('acked').at(-1)?.atMs ?? 0;
    expect(run.report.messages.acked).toBe(40);
    expect(emptyAnswers(run).some(({ atMs }) => atMs > 1 && atMs < left)).toBe(true);
    expect(run.report.nodes.sqs.detail.emptyReceives).toBe(emptyAnswers(run).length);
  },
  'sqs-010': () => {
    const run = system({}, { waitTimeMs: 5_000 }).send('shop', 1, { atMs: 12_345 }).run({ untilMs: 13_000 });
    expect(emptyAnswers(run).map(({ atMs }) => atMs)).toEqual([5_000, 10_000]);
    expect(run.times('delivered')).toEqual([12_345]);
  },
  'sqs-012': () => {
    const work = queueOf({ visibilityTimeoutMs: 100, maxReceiveCount: 3, deadLetterQueue: 'dead' });
    const run = system({ queues: [work, queueOf({ name: 'dead' })] }, LONG)
      .errors('worker', 1, { atMs: 0, durationMs: null })
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 1_000 });
    // Received three times; the fourth attempt moves it.
    expect(run.times('delivered')).toEqual([1, 101, 201]);
    expect(run.all('lost')).toMatchObject([{ atMs: 301, outcome: 'deadLettered' }]);
    expect(run.report.messages).toMatchObject({ deadLettered: 1, copies: 1, held: 1 });
    run.intervene(1_000, { action: 'heal', target: { node: 'worker' } });
    run.intervene(1_000, { action: 'redrive', target: { node: 'sqs' } });
    run.advance(2_000);
    expect(run.report.messages).toMatchObject({ acked: 1, held: 0 });
    expectBalanced(run);
  },
  'sqs-014': () => {
    const work = queueOf({ visibilityTimeoutMs: 100, maxReceiveCount: 1, deadLetterQueue: 'dead' });
    const mixed = system({ queues: [work, queueOf({ name: 'dead', type: 'fifo' })] }, LONG)
      .errors('worker', 1, { atMs: 0, durationMs: null })
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 1_000 });
    // There is no such redrive policy: the message goes round.
    expect(mixed.report.messages.deadLettered).toBe(0);
    expect(mixed.all('delivered')).toHaveLength(10);
    // In a FIFO queue the next of the group comes when the poison is gone: order is broken.
    const fifo = system(
      { queues: [{ ...work, type: 'fifo' }, queueOf({ name: 'dead', type: 'fifo' })] },
      { ...LONG, batchSize: 1 },
    )
      .errors('worker', 1, { atMs: 0, durationMs: 50 })
      .send('shop', 2, { atMs: 1 })
      .run({ untilMs: 1_000 });
    expect(messages(fifo)).toEqual([0, 1]);
    expect(fifo.report.messages).toMatchObject({ deadLettered: 1, acked: 1 });
  },
  'sqs-015': () => {
    const run = system({ queues: [queueOf({ type: 'fifo' })] }, { ...LONG, pollers: 3, batchSize: 1 }, {}, 10, 3)
      .client('second')
      .link('second', 'sqs', { key: 'b' })
      .send('shop', 3, { atMs: 1 })
      .send('second', 1, { atMs: 2 })
      .run({ untilMs: 100 });
    expect(messages(run)).toEqual([0, 3, 1, 2]);
    expect(run.times('delivered')).toEqual([1, 2, 11, 21]);
  },
  'sqs-016': () => {
    const run = system({ queues: [queueOf({ type: 'fifo', delayMs: 50 })] }, LONG)
      .send('shop', 10, { atMs: 1 })
      .run({ untilMs: 500 });
    // Asked for when all were there: see the pollers begin after the consumer is up.
    const late = system({ queues: [queueOf({ type: 'fifo' })] }, LONG)
      .crash('worker', { atMs: 0, durationMs: 30 })
      .send('shop', 10, { atMs: 1 })
      .run({ untilMs: 500 });
    expect(new Set(late.times('delivered'))).toEqual(new Set([30]));
    expect(messages(late)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(late.times('started', 'worker')).toEqual(Array.from({ length: 10 }, (_, i) => 30 + 10 * i));
    expect(messages(run)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  },
  'sqs-017': () => {
    const content = queueOf({ type: 'fifo', contentBasedDeduplication: true });
    const run = system({ queues: [content] }, LONG, { deduplicationId: 'none' })
      .send('shop', 1, { atMs: 1 })
      .send('shop', 1, { atMs: 1_000 })
      .send('shop', 1, { atMs: 299_000 })
      .send('shop', 1, { atMs: 300_002 })
      .run({ untilMs: 310_000 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(run.times('delivered')).toEqual([1, 300_002]);
    expect(run.report.messages).toMatchObject({ acked: 2, lostBy: { deduplicated: 2 } });
    expectBalanced(run);
  },
  'sqs-021': () => {
    const limited = (type: string) =>
      system(
        { queues: [queueOf({ type, maxInFlight: 2 })] },
        { pollers: 5, batchSize: 1, latency: constant(5) },
        {},
        1_000,
        5,
      )
        .client('second')
        .link('second', 'sqs', { key: 'b' })
        .client('third')
        .link('third', 'sqs', { key: 'c' })
        .send('shop', 1, { atMs: 1 })
        .send('second', 1, { atMs: 2 })
        .send('third', 1, { atMs: 3 })
        .run({ untilMs: 900 });
    for (const type of ['standard', 'fifo']) {
      const run = limited(type);
      expect(run.all('delivered')).toHaveLength(2);
      expect(Number(run.report.nodes.sqs.detail.overInFlightLimit)).toBeGreaterThan(0);
      run.advance(5_000);
      expect(run.report.messages.acked).toBe(3);
    }
    expect(sqs.params.default.queues[0].maxInFlight).toBe(120_000);
  },
  'sqs-023': () => {
    const sent = (type: string, queueMs: number, ownMs: number) =>
      system({ queues: [queueOf({ type, delayMs: queueMs })] }, LONG, { delayMs: ownMs })
        .send('shop', 1, { atMs: 1 })
        .run({ untilMs: 15_000 })
        .times('delivered');
    expect(sent('standard', 10_000, 0)).toEqual([10_001]);
    expect(sent('standard', 10_000, 2_000)).toEqual([2_001]);
    expect(sent('fifo', 5_000, 2_000)).toEqual([5_001]);
  },
  'sqs-024': () => {
    const sized = (messageBytes: number) =>
      system({}, LONG, { messageBytes }).send('shop', 1, { atMs: 1 }).run({ untilMs: 100 });
    expect(sized(1_048_576).outcomes('shop')).toEqual(['ok']);
    expect(sized(1_048_577).outcomes('shop')).toEqual(['tooLarge']);
    expect(() => system({}, { batchSize: 11 }).build()).toThrow('10');
    expect(() => system({}, {}, { batch: 11 }).build()).toThrow('10');
  },
  'sqs-026': () => {
    const run = system(
      {
        queues: [queueOf({ name: 'work' }), queueOf({ name: 'mail' })],
        topics: [{ name: 'orders', queues: ['work', 'mail'] }],
      },
      LONG,
      { topic: 'orders' },
    )
      .worker('other', 10, { startupMs: 0 })
      .link('sqs', 'other', LONG)
      .worker('mailer', 10, { startupMs: 0 })
      .link('sqs', 'mailer', { ...LONG, queue: 'mail' })
      .send('shop', 4, { atMs: 1 })
      .run({ untilMs: 500 });
    expect(run.all('delivered', 'sqs→mailer')).toHaveLength(4);
    expect(run.all('delivered', 'sqs→worker').length + run.all('delivered', 'sqs→other').length).toBe(4);
    expect(run.report.messages).toMatchObject({ published: 4, copies: 4, acked: 8 });
    expectBalanced(run);
  },
};

describe('what Amazon says of SQS', () => {
  test.each(rules)('$id: given $given, when $when, then $then', ({ id }) => {
    expect(cases[id], id).toBeDefined();
    cases[id]();
  });
});
