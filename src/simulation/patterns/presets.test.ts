/** The ready-made scenarios about patterns show what their descriptions say. */
import { describe, expect, test } from 'vitest';
import asynchronousReply from '../../scenario/presets/asynchronous-reply.json';
import sagas from '../../scenario/presets/choreography-orchestration.json';
import claimCheck from '../../scenario/presets/claim-check.json';
import eventSourcing from '../../scenario/presets/event-sourcing.json';
import idempotentConsumer from '../../scenario/presets/idempotent-consumer.json';
import notification from '../../scenario/presets/notification.json';
import publishGather from '../../scenario/presets/publish-gather.json';
import publishSubscribe from '../../scenario/presets/publish-subscribe.json';
import retryLater from '../../scenario/presets/retry-later.json';
import twoBrokers from '../../scenario/presets/two-brokers.json';
import workQueue from '../../scenario/presets/work-queue.json';
import { deliveriesOf, queueOf, reportOf } from '../testing/ready-made';

describe('work-queue', () => {
  test('each job is done once, by whoever has time', () => {
    const { nodes, messages } = reportOf(workQueue, { untilMs: 20_000 });
    const done = [1, 2, 3].map((worker) => nodes[`worker-${worker}`].completed);
    expect(messages.acked).toBe(done[0] + done[1] + done[2]);
    for (const share of done.map((one) => one / messages.acked)) expect(share).toBeCloseTo(1 / 3, 1);
  });

  test('what a killed worker had in hand goes to the others, and the line is gone half a minute later', () => {
    const atWorst = deliveriesOf(reportOf(workQueue, { untilMs: 35_500 }), 'rabbitmq');
    expect(atWorst.held).toBeGreaterThan(100);
    expect(atWorst.returned).toBe(2);
    const after = reportOf(workQueue, { untilMs: 66_000 });
    expect(after.messages.held).toBeLessThan(20);
    expect(after.messages).toMatchObject({ lost: 0, redelivered: 2, duplicated: 0 });
  });
});

test('publish-subscribe: each subscriber gets each event; the one that was away later', () => {
  const down = reportOf(publishSubscribe, { untilMs: 30_000 });
  expect(queueOf(down, 'rabbitmq', 'analytics').held).toBeGreaterThan(430);
  expect(queueOf(down, 'rabbitmq', 'email').held).toBeLessThan(5);
  expect(down.clients.shop.latencyMs.p99).toBeLessThan(80);
  const { nodes, messages, clients } = reportOf(publishSubscribe);
  for (const subscriber of ['email', 'stock', 'analytics']) expect(nodes[subscriber].completed).toBe(2_249);
  expect(messages).toMatchObject({ published: 2_249, copies: 2 * 2_249, lost: 0 });
  expect(clients.shop.failed).toBe(0);
});

test('notification: nobody waits for an email, and nobody is turned away because none can be sent', () => {
  const { clients, nodes } = reportOf(notification);
  expect(clients['visitors-call'].latencyMs.p50).toBeGreaterThan(10 * clients['visitors-notify'].latencyMs.p50);
  expect(clients['visitors-call'].failed).toBeGreaterThan(200);
  expect(clients['visitors-notify'].failed).toBe(0);
  expect(nodes['email-notify'].completed).toBeGreaterThan(1_180);
});

test('asynchronous-reply: a question waits for five seconds, whoever asked for three', () => {
  const { clients, nodes, messages } = reportOf(asynchronousReply);
  expect(clients.shop.failed).toBeGreaterThan(40);
  expect(clients.shop.failed).toBeLessThan(65);
  expect(clients.shop.latencyMs.max).toBeLessThan(3_050);
  // Nothing is lost: what nobody waits for any more comes all the same.
  expect(nodes.quotes.detail.lateAnswers).toBe(clients.shop.failed);
  expect(messages.lost).toBe(0);
  expect(messages.held).toBeLessThan(3);
});

test('publish-gather: a search takes 800 ms at most, with what has been offered until then', () => {
  const { clients, nodes } = reportOf(publishGather);
  expect(clients.travellers.failed).toBe(0);
  expect(clients.travellers.latencyMs.max).toBeLessThan(900);
  expect(clients.travellers.latencyMs.p50).toBeGreaterThan(790);
  const { answers = 0, lateAnswers = 0 } = nodes.search.detail as Record<string, number>;
  expect(answers / clients.travellers.ok).toBeGreaterThan(3);
  expect(lateAnswers / nodes.island.completed).toBeGreaterThan(0.4);
});

describe('event-sourcing', () => {
  test('a projection is rebuilt from the first event, and the other does not notice', () => {
    const before = reportOf(eventSourcing, { untilMs: 29_900 });
    expect(queueOf(before, 'events', 'statements').held).toBeLessThan(3);
    const after = reportOf(eventSourcing, { untilMs: 31_000 });
    expect(queueOf(after, 'events', 'statements').held).toBeGreaterThan(500);
    expect(queueOf(after, 'events', 'balances').held).toBeLessThan(3);
    const caughtUp = reportOf(eventSourcing, { untilMs: 52_000 });
    expect(queueOf(caughtUp, 'events', 'statements').held).toBeLessThan(3);
    expect(deliveriesOf(caughtUp, 'events')).toMatchObject({ replayed: 599, duplicated: 0, outOfOrder: 0 });
  });

  test('an account is worked on by one at a time: of two that have loaded it, one has to begin again', () => {
    const { clients } = reportOf(
      eventSourcing,
      {},
      {
        customers: { arrivals: { process: 'poisson', ratePerSec: 20 }, keys: { pattern: 'one' } },
      },
    );
    expect(clients.customers.failed).toBeGreaterThan(100);
    expect(reportOf(eventSourcing).clients.customers.failed).toBe(0);
  });
});

describe('choreography-orchestration', () => {
  const report = reportOf(sagas);

  test('choreographed: the shop hears yes at once, orders wait for ten seconds, and none is lost', () => {
    const { 'shop-events': shop } = report.clients;
    expect(shop.failed).toBe(0);
    expect(shop.latencyMs.p99).toBeLessThan(50);
    const down = reportOf(sagas, { untilMs: 30_000 });
    expect(queueOf(down, 'events', 'payment').held).toBeGreaterThan(95);
    expect(deliveriesOf(report, 'events')).toMatchObject({ lost: 0, held: 0 });
  });

  test('choreographed: who was declined is known by whoever has reserved the stock, one in ten', () => {
    const { release, payment, shipping } = report.nodes;
    expect(release.completed / payment.completed).toBeCloseTo(0.1, 1);
    expect(release.completed + shipping.completed).toBe(payment.completed);
  });

  test('orchestrated: what cannot be paid is taken back at once, and the shop knows', () => {
    const { saga } = report.nodes;
    const { sagasRolledBack, sagasCompleted } = saga.detail as Record<string, number>;
    expect(sagasRolledBack).toBe(report.clients['shop-saga'].failed);
    expect(sagasCompleted).toBe(report.clients['shop-saga'].ok);
    // One in ten of 650, and all hundred of the ten seconds.
    expect(sagasRolledBack).toBeGreaterThan(150);
    expect(sagasRolledBack).toBeLessThan(180);
    // Every order reserves stock once, and every one that fails releases it.
    expect(report.nodes['stock-called'].completed).toBe(saga.arrived + sagasRolledBack);
  });
});

describe('idempotent-consumer', () => {
  test('what is acknowledged when the broker is down is done again', () => {
    const report = reportOf(idempotentConsumer);
    const { duplicated, redelivered, published } = queueOf(report, 'rabbitmq', 'charges');
    expect(duplicated).toBeGreaterThan(20);
    expect(duplicated).toBe(redelivered);
    expect(report.nodes.charge.arrived).toBe(published + duplicated);
  });

  test('one switch on the link, and nothing is done twice', () => {
    const idempotency = { ttlMs: 86_400_000, capacity: 10_000 };
    const report = reportOf(idempotentConsumer, {}, { 'rabbitmq-charge': { idempotency } });
    const { duplicated, redelivered, published } = queueOf(report, 'rabbitmq', 'charges');
    expect(redelivered).toBeGreaterThan(20);
    expect(duplicated).toBe(0);
    expect(report.nodes.charge.arrived).toBe(published);
  });
});

describe('retry-later', () => {
  test('jobs that fail wait for five seconds, and are all done in the end', () => {
    const { nodes, messages } = reportOf(retryLater);
    expect(nodes.cards.failed).toBe(150);
    expect(messages.acked).toBeGreaterThan(595);
    expect(messages.lost).toBe(0);
  });

  test('requeued, they are tried thousands of times in vain', () => {
    const { nodes } = reportOf(retryLater, {}, { 'rabbitmq-worker': { onFailure: 'requeue' } });
    expect(nodes.cards.failed).toBeGreaterThan(1_500);
  });
});

test('claim-check: SQS refuses ten megabytes, and takes half a kilobyte that says where they are', () => {
  const { clients, nodes } = reportOf(claimCheck);
  expect(clients['studio-inside'].ok).toBe(0);
  expect(nodes['sqs-inside'].failedBy.tooLarge).toBe(clients['studio-inside'].failed);
  expect(clients['studio-check'].failed).toBe(0);
  expect(nodes['encoder-check'].completed).toBeGreaterThan(230);
});

test('two-brokers: Kafka is read once more from the first record on, RabbitMQ has forgotten', () => {
  const report = reportOf(twoBrokers);
  expect(deliveriesOf(report, 'kafka')).toMatchObject({ replayed: 1_199, lost: 0, held: 0 });
  expect(deliveriesOf(report, 'rabbitmq')).toMatchObject({ replayed: 0, delivered: 2_249, lost: 0 });
  expect(report.nodes.analytics.completed).toBe(2_249 + 1_199);
});
