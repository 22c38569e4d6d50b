import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant } from '../../simulation/testing/scenario-builder';
import type { TestRun } from '../../simulation/testing/test-run';
import { queueOf, system } from './testing/system';

const LONG = { waitTimeMs: 20_000 };
const QUICK = queueOf({ visibilityTimeoutMs: 100 });

const balanced = (run: TestRun): TestRun => {
  expectBalanced(run);
  return run;
};

describe('a consumer that is killed', () => {
  test('before it has deleted: SQS does not notice, and the message comes back when its time is up', () => {
    const run = system({ queues: [QUICK] }, LONG)
      .send('shop', 3, { atMs: 1 })
      .crash('worker', { atMs: 5, durationMs: 10 })
      .run({ untilMs: 1_000 });
    balanced(run);
    // One went alone, as the poller waited for it; the others were still at SQS, and came first.
    expect(run.all('requeued')).toMatchObject([{ atMs: 101, outcome: 'timeout' }]);
    expect(run.report.messages).toMatchObject({ published: 3, acked: 3, lost: 0, redelivered: 1, duplicated: 0 });
    expect(run.framesInUse).toBe(0);
  });

  test('with a batch in its library: all of it comes back', () => {
    const run = system({ queues: [QUICK] }, LONG)
      .crash('worker', { atMs: 0, durationMs: 10 })
      .send('shop', 5, { atMs: 1 })
      .crash('worker', { atMs: 25, durationMs: 10 })
      .run({ untilMs: 2_000 });
    balanced(run);
    expect(run.report.messages).toMatchObject({ acked: 5, redelivered: 4, lost: 0 });
    expect(run.report.nodes.worker.failedBy).toEqual({ connectionReset: 1, connectionRefused: 3 });
  });

  test('after it has deleted: nothing comes back', () => {
    const run = system({ queues: [QUICK] }, LONG)
      .send('shop', 1, { atMs: 1 })
      .crash('worker', { atMs: 12, durationMs: 10 })
      .run({ untilMs: 1_000 });
    expect(balanced(run).report.messages).toMatchObject({ delivered: 1, acked: 1, lost: 0 });
  });

  test('between processing and the delete: the work is done twice', () => {
    const run = system({ queues: [QUICK] }, { ...LONG, latency: constant(5) })
      .send('shop', 1, { atMs: 1 })
      .cut('sqs→worker', { atMs: 17, durationMs: 10 }, 'back')
      .run({ untilMs: 40_000 });
    expect(balanced(run).report.nodes.worker.completed).toBe(2);
    expect(run.report.messages).toMatchObject({ delivered: 2, redelivered: 1, acked: 1 });
  });

  test('that deletes when it receives: what it had is lost with it', () => {
    const run = system({ queues: [QUICK] }, { ...LONG, deleteAfter: 'receive' })
      .crash('worker', { atMs: 0, durationMs: 10 })
      .send('shop', 5, { atMs: 1 })
      .crash('worker', { atMs: 25, durationMs: 10 })
      .run({ untilMs: 2_000 });
    expect(balanced(run).report.messages).toMatchObject({
      delivered: 5,
      acked: 1,
      lost: 4,
      lostBy: { connectionReset: 1, connectionRefused: 3 },
      held: 0,
    });
  });
});

describe('an outage', () => {
  test('loses nothing that SQS had taken; sending, polling and deleting fail while it lasts', () => {
    const run = system({ queues: [queueOf({ visibilityTimeoutMs: 1_000 })] }, LONG)
      .send('shop', 2, { atMs: 1 })
      .crash('sqs', { atMs: 5, durationMs: 50 })
      .send('shop', 1, { atMs: 20 })
      .run({ untilMs: 10_000 });
    balanced(run);
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'connectionRefused']);
    // The delete of the first came to nothing, so it is done again.
    expect(run.report.messages).toMatchObject({
      published: 3,
      acked: 2,
      redelivered: 1,
      lostBy: { connectionRefused: 1 },
    });
    expect(run.modes('sqs')).toEqual([
      [5, 1],
      [55, 2],
      [55, 0],
    ]);
  });

  test('a producer that does not wait for the answer never hears of it', () => {
    const run = system({}, LONG, { confirm: false })
      .crash('sqs', { atMs: 0, durationMs: 50 })
      .send('shop', 2, { atMs: 20 })
      .run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
    expect(balanced(run).report.messages.lostBy).toEqual({ connectionRefused: 2 });
  });
});

describe('a visibility timeout', () => {
  test('that is extended lasts as long as the consumer works, and no longer', () => {
    const run = system({ queues: [QUICK] }, { ...LONG, heartbeat: true }, {}, 450)
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 500 });
    expect(balanced(run).report.messages).toMatchObject({ delivered: 1, acked: 1 });
    const killed = system({ queues: [QUICK] }, { ...LONG, heartbeat: true }, {}, 450)
      .send('shop', 1, { atMs: 1 })
      .crash('worker', { atMs: 230, durationMs: null })
      .run({ untilMs: 500 });
    expect(killed.times('requeued')).toEqual([301]);
  });

  test('is not extended by a consumer that stands still', () => {
    const run = system({ queues: [QUICK] }, { ...LONG, heartbeat: true }, {}, 450)
      .send('shop', 1, { atMs: 1 })
      .pause('worker', { atMs: 60, durationMs: 300 })
      .run({ untilMs: 1_000 });
    expect(run.times('requeued')[0]).toBe(151);
  });
});

describe('a batch', () => {
  test('of a group that fails in its middle: those behind wait for it, so that order is kept', () => {
    const run = system({ queues: [queueOf({ type: 'fifo', visibilityTimeoutMs: 100 })] }, LONG)
      .crash('worker', { atMs: 0, durationMs: 5 })
      .send('shop', 4, { atMs: 1 })
      .errors('worker', 1, { atMs: 10, durationMs: 10 })
      .run({ untilMs: 1_000 });
    const serials = run.all('published').map(({ serial }) => serial);
    const done = run.all('acked').map(({ serial }) => serials.indexOf(serial));
    expect(done).toEqual([0, 1, 2, 3]);
    expect(run.times('acked')).toEqual([15, 115, 125, 135]);
    balanced(run);
  });

  test('is handled all at once, as far as there are workers', () => {
    const run = system({}, { ...LONG, processing: 'together' }, {}, 10, 5)
      .crash('worker', { atMs: 0, durationMs: 5 })
      .send('shop', 5, { atMs: 1 })
      .run({ untilMs: 100 });
    expect(run.times('acked')).toEqual([15, 15, 15, 15, 15]);
  });

  test('of a producer goes when it is full, or when its first message has waited long enough', () => {
    const run = system({}, LONG, { batch: 3, batchWaitMs: 50 }).send('shop', 4, { atMs: 1 }).run({ untilMs: 200 });
    expect(run.times('sent', 'shop→sqs')).toEqual([1, 1, 1, 51]);
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok']);
    balanced(run);
  });
});

test('an idempotent consumer does what comes twice once', () => {
  const run = system({ duplicateShare: 1 }, { ...LONG, batchSize: 1, idempotency: {} })
    .send('shop', 1, { atMs: 1 })
    .run({ untilMs: 200 });
  expect(run.report.nodes.worker.completed).toBe(1);
  expect(run.report.messages.handedTwice).toBeGreaterThan(5);
  expect(run.report.messages.duplicated).toBe(0);
  balanced(run);
});

test('how often a message was received does not change when connections between others are cut', () => {
  const run = system({ queues: [queueOf({ visibilityTimeoutMs: 50 })] }, { queue: '' }, {}, 1_000)
    .service('web', { startupMs: 0 })
    .client('browser')
    .link('browser', 'web', { connections: { max: 1 } })
    .send('shop', 1, { atMs: 1 })
    .send('browser', 1, { atMs: 2 })
    .crash('worker', { atMs: 30 })
    .crash('web', { atMs: 500, durationMs: 10 })
    .run({ untilMs: 499 });
  const received = () => run.simulation.world.node('sqs')?.liveMessages(0, 0, 1).messages[0]?.deliveries;
  const before = received();
  expect(before).toBeGreaterThan(0);
  run.advance(505);
  expect(received()).toBe(before);
  expectBalanced(run);
});

test('a message that nobody wants for too long expires', () => {
  const run = system(
    { queues: [queueOf({ retentionMs: 60_000 }), queueOf({ name: 'other' })] },
    { queue: 'other', ...LONG },
  )
    .send('shop', 2, { atMs: 1 })
    .run({ untilMs: 61_000 });
  expect(run.all('lost')).toMatchObject([{ atMs: 60_001, outcome: 'expired' }, { atMs: 60_001 }]);
  expect(balanced(run).report.messages.expired).toBe(2);
});

test('dead letters keep what they are until they are sent back, and then begin anew', () => {
  const work = queueOf({ visibilityTimeoutMs: 50, maxReceiveCount: 1, deadLetterQueue: 'dead' });
  const run = system({ queues: [work, queueOf({ name: 'dead' })] }, LONG)
    .errors('worker', 1, { atMs: 0, durationMs: 200 })
    .send('shop', 3, { atMs: 1 })
    .redrive('sqs', { atMs: 300 })
    .run({ untilMs: 250 });
  const node = run.simulation.world.nodes[1];
  expect(node.liveMessages(1, 0, 10)).toMatchObject({
    total: 3,
    messages: [{ state: 'ready', deliveries: 0 }, {}, {}],
  });
  run.advance(1_000);
  expect(balanced(run).report.messages).toMatchObject({ deadLettered: 3, copies: 3, acked: 3, held: 0 });
});

test('100,000 messages that wait make the next one no dearer', () => {
  const backlog = (count: number) => {
    const run = system({}, { queue: 'nowhere' });
    for (let sent = 0; sent < count; sent += 10_000) run.send('shop', Math.min(10_000, count - sent), { atMs: 1 });
    return run.run({ untilMs: 10 });
  };
  const few = backlog(100);
  const many = backlog(100_000);
  const facts = (run: TestRun) => {
    const before = run.simulation.events;
    run.intervene(10, { action: 'send', target: { node: 'shop' }, count: 100 });
    run.advance(20);
    return run.simulation.events - before;
  };
  expect(facts(many)).toBeLessThanOrEqual(facts(few) + 1);
  expect(many.report.messages.held).toBe(100_100);
  // A frame for each of them, and nothing else that grows with them but an alarm.
  expect(many.framesInUse).toBe(100_100);
});
