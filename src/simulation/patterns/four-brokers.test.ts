/** The same load and the same two accidents through all four brokers: what each of them promises, and what not. */
import { describe, expect, test } from 'vitest';
import fourBrokers from '../../scenario/presets/four-brokers.json';
import { deliveriesOf, queueOf, reportOf } from '../testing/ready-made';

const report = reportOf(fourBrokers);
const refused = (broker: string) => report.nodes[broker].failedBy.connectionRefused ?? 0;

test('all get the same: 2,400 messages from a shop of their own', () => {
  for (const shop of Object.values(report.clients)) expect(shop.sent).toBe(2_400);
});

describe('RabbitMQ: at least once, the order of what comes back is lost', () => {
  const orders = queueOf(report, 'rabbitmq', 'orders');

  test('loses nothing that it has confirmed: messages are persistent, the queue is durable', () => {
    expect(orders.lost).toBe(0);
    // While it was down, shops were told so: that is no message of the queue.
    expect(deliveriesOf(report, 'rabbitmq').lostBy).toEqual({ connectionRefused: refused('rabbitmq') });
    expect(orders.published).toBe(2_400 - 1 - refused('rabbitmq'));
  });

  test('repeats what consumers had done when their acknowledgements found no broker: no more than the prefetch', () => {
    expect(orders.duplicated).toBeGreaterThan(0);
    expect(orders.duplicated).toBeLessThanOrEqual(8);
  });

  test('hands each message to whoever has time: four at once do not keep an order', () => {
    expect(orders.outOfOrder).toBeGreaterThan(20);
  });
});

describe('Kafka: at least once, in the order of each key', () => {
  const kafka = deliveriesOf(report, 'kafka');

  test('loses nothing, and no shop hears of its being down: the producer library keeps what it cannot send', () => {
    expect(kafka.lost).toBe(0);
    expect(report.clients['shop-kafka'].failed).toBe(0);
  });

  test('keeps the order of each key, whatever happens: a partition has one consumer', () => {
    expect(kafka.outOfOrder).toBe(0);
  });

  test('repeats what was done since offsets were committed last, which is up to five seconds of work', () => {
    expect(kafka.duplicated).toBeGreaterThan(40);
    // By each of the two accidents, of 20 a second.
    expect(kafka.duplicated).toBeLessThan(2 * 5 * 20);
  });
});

describe('SQS: at least once, in no order', () => {
  const orders = queueOf(report, 'sqs', 'orders');

  test('loses nothing that it has taken', () => {
    expect(orders.lost).toBe(0);
    expect(orders.held).toBeLessThan(5);
  });

  test('brings back what was received and not deleted, when its time is up: behind what came later', () => {
    expect(orders.redelivered).toBeGreaterThan(10);
    expect(orders.outOfOrder).toBeGreaterThan(queueOf(report, 'rabbitmq', 'orders').outOfOrder);
  });

  test('repeats what could not be deleted while it was out of order', () => {
    expect(orders.duplicated).toBeGreaterThan(0);
    expect(orders.duplicated).toBeLessThanOrEqual(4 * 10);
  });
});

describe('Redis, a list read with BRPOP: at most once', () => {
  const orders = queueOf(report, 'redis', 'orders');

  test('never hands out anything twice: what is taken is forgotten', () => {
    expect(orders).toMatchObject({ redelivered: 0, duplicated: 0, returned: 0 });
  });

  test('loses what workers had in hand when they were killed, one each at the most', () => {
    expect(orders.lostBy.connectionReset).toBeGreaterThan(0);
    expect(orders.lostBy.connectionReset).toBeLessThanOrEqual(4);
  });

  test('loses what waited in memory when it was killed itself: the last snapshot was too long ago', () => {
    expect(orders.lostBy.notPersisted).toBeGreaterThan(10);
  });

  test('with BLMOVE and an append-only file written through at once, it loses nothing, and repeats some', () => {
    const safe = reportOf(
      fourBrokers,
      {},
      {
        redis: { persistence: { mode: 'aof', fsync: 'always', fsyncMs: 1 } },
        'redis-worker-redis': { keep: true, claimAfterMs: 10_000 },
      },
    );
    const row = queueOf(safe, 'redis', 'orders');
    expect(row.lost).toBe(0);
    expect(row.returned).toBeGreaterThan(0);
    expect(row.delivered).toBe(row.published + row.returned);
  });
});
