import { describe, expect, it } from 'vitest';
import { SentFlag } from '../../network/facts';
import { Tally } from '../tally';
import { feed, type Row, scenarioOf } from '../testing/handmade-trace';
import { topologyOf } from '../topology';
import type { Deliveries } from './deliveries';
import './with-messages';

// Nodes: 0 service, 1 broker, 2 worker, 3 other worker. Links: 0 publishes, 1 and 2 consume `work`, 3 consumes `dead`.
const system = scenarioOf(
  [
    ['api', 'service'],
    ['rabbit', 'rabbitmq', { queues: [{ name: 'work' }, { name: 'dead' }] }],
    ['one', 'service'],
    ['two', 'service'],
  ],
  [
    ['publish', 'api', 'rabbit'],
    ['toOne', 'rabbit', 'one'],
    ['toTwo', 'rabbit', 'two'],
    ['deadToTwo', 'rabbit', 'two'],
  ],
);
const [WORK, DEAD] = [0, 1];

const published = (serial: number, at = 0, key = 0): Row[] => [
  [at, 'published', 0, serial, { value: key }],
  [at, 'enqueued', 1, serial, { extra: WORK }],
];
const delivered = (serial: number, at = 0, link = 1, detail: number = SentFlag.message, queue = WORK): Row[] => [
  [at, 'delivered', link, serial, { detail, extra: queue }],
];
const done = (serial: number, at = 0, link = 1): Row[] => [[at, 'replied', link, serial, { detail: 'ok' }]];
const acked = (serial: number, at = 0, queue = WORK): Row[] => [[at, 'acked', 1, serial, { extra: queue }]];
const returned = (serial: number, at = 0): Row[] => [
  [at, 'requeued', 1, serial, { detail: 'connectionReset', extra: WORK }],
];
function deliveriesOf({ queues: { deliveries } }: Tally): Deliveries {
  if (deliveries === null) throw new Error('nothing keeps messages');
  return deliveries;
}
const tell = (...rows: Row[][]) => deliveriesOf(feed(new Tally(topologyOf(system)), rows.flat()));
const again = SentFlag.message | SentFlag.redelivered;

describe('what becomes of messages', () => {
  it('is counted at the broker, in the queue and with the consumer', () => {
    const report = tell(
      published(1),
      published(2),
      published(3),
      delivered(1),
      done(1),
      acked(1),
      delivered(2, 0, 2),
      returned(2),
      delivered(2, 0, 1, again),
      [[1, 'lost', 1, 3, { detail: 'expired', extra: WORK }]],
    ).report(1);
    expect(report).toMatchObject({
      published: 3,
      delivered: 3,
      redelivered: 1,
      acked: 1,
      returned: 1,
      expired: 1,
      lost: 0,
    });
    expect(report.held).toBe(1);
    expect(report.queues[WORK]).toMatchObject({ queue: 'work', published: 3, acked: 1, expired: 1, held: 1 });
    expect(report.queues[DEAD]).toMatchObject({ queue: 'dead', published: 0, held: 0 });
    expect(report.consumers).toMatchObject([
      { link: 'toOne', delivered: 2, redelivered: 1, acked: 1, returned: 0, held: 1 },
      { link: 'toTwo', delivered: 1, redelivered: 0, acked: 0, returned: 1, held: 0 },
      { link: 'deadToTwo', delivered: 0 },
    ]);
  });

  it('has a reason where they are lost: also on the way, which is no queue', () => {
    const report = tell(
      [[0, 'published', 0, 1]],
      [[0, 'lost', 1, 1, { detail: 'partitioned', extra: -1 }]],
      published(2),
      delivered(2),
      [[1, 'lost', 1, 2, { detail: 'notPersisted', extra: WORK }]],
    ).report(1);
    expect(report).toMatchObject({ lost: 2, lostBy: { partitioned: 1, notPersisted: 1 }, held: 0 });
    expect(report.queues[WORK].lostBy).toEqual({ notPersisted: 1 });
    expect(report.consumers[0]).toMatchObject({ lostBy: { notPersisted: 1 }, held: 0 });
  });

  it('goes on under another name where a copy is dead-lettered, which may be told after its end', () => {
    const report = tell(
      published(1),
      delivered(1),
      [[1, 'lost', 1, 1, { detail: 'deadLettered', extra: WORK }]],
      [[1, 'copied', 1, 2, { extra: 1 }]],
      [[1, 'enqueued', 1, 2, { extra: DEAD }]],
      delivered(2, 2, 3, SentFlag.message, DEAD),
      done(2, 3, 3),
      acked(2, 3, DEAD),
    ).report(1);
    expect(report).toMatchObject({
      published: 1,
      copies: 1,
      deadLettered: 1,
      lost: 0,
      acked: 1,
      held: 0,
      duplicated: 0,
    });
    expect(report.queues[WORK]).toMatchObject({ published: 1, deadLettered: 1, acked: 0 });
    expect(report.queues[DEAD]).toMatchObject({ published: 1, acked: 1 });
  });
});

describe('a message that is processed twice', () => {
  it('is duplicated, by whomever of the same queue', () => {
    const deliveries = tell(
      published(1),
      delivered(1),
      done(1, 5, 1),
      returned(1, 6),
      delivered(1, 7, 2, again),
      done(1, 9, 2),
      acked(1, 9),
    );
    expect(deliveries.report(1)).toMatchObject({ duplicated: 1, redelivered: 1, outOfOrder: 0 });
    expect(deliveries.report(1).consumers.map(({ duplicated }) => duplicated)).toEqual([0, 1, 0]);
    expect(deliveries.duplicates.newestFirst(WORK)).toEqual([{ serial: 1, atMs: 9, link: 2 }]);
  });

  it('is so too when the slower consumer is done after the message has been acknowledged', () => {
    const deliveries = tell(
      published(1),
      delivered(1),
      returned(1),
      delivered(1, 1, 2, again),
      done(1, 2, 2),
      acked(1, 2),
      done(1, 3, 1),
    );
    expect(deliveries.report(1).consumers.map(({ duplicated }) => duplicated)).toEqual([1, 0, 0]);
  });

  it('is so too when it was published twice', () => {
    const twice: Row[] = [[3, 'republished', 0, 2, { extra: 1 }]];
    const all = [
      published(1),
      delivered(1),
      done(1),
      acked(1),
      published(2, 3),
      twice,
      delivered(2),
      done(2),
      acked(2),
    ];
    expect(tell(...all).report(1)).toMatchObject({ published: 2, acked: 2, duplicated: 1 });
  });

  it('is not, where the consumer recognises it', () => {
    const known: Row[] = [[8, 'recognised', 2, 1, { extra: 1 }]];
    const all = [published(1), delivered(1), done(1), returned(1), delivered(1, 7, 2, again), known, done(1, 9, 2)];
    expect(tell(...all).report(1).duplicated).toBe(0);
  });

  it('is not, where somebody reads once more what was there', () => {
    const revived: Row[] = [[5, 'revived', 1, 1, { extra: WORK }]];
    const all = [published(1), delivered(1), done(1), acked(1), revived, delivered(1, 6), done(1, 7), acked(1, 7)];
    expect(tell(...all).report(1)).toMatchObject({ duplicated: 0, replayed: 1, acked: 2, held: 0, outOfOrder: 0 });
  });
});

it('a message may come back after its end: its producer has given it up, and the broker has it', () => {
  const report = tell(published(1), delivered(1), acked(1), returned(1, 3), delivered(1, 4, 2, again)).report(1);
  expect(report.queues[WORK]).toMatchObject({ acked: 1, returned: 1, redelivered: 1, held: 1 });
});

describe('a message that is processed after a later one', () => {
  const two = (key: number, otherKey: number) =>
    tell(
      published(1, 0, key),
      published(2, 1, otherKey),
      delivered(1),
      delivered(2, 1, 2),
      done(2, 5, 2),
      done(1, 8, 1),
    );

  it('is out of order, if both have the same key', () => {
    expect(two(7, 7).report(1)).toMatchObject({ outOfOrder: 1, duplicated: 0 });
    expect(two(7, 7).disorders.newestFirst(WORK)).toEqual([{ serial: 1, atMs: 8, link: 1 }]);
    expect(two(7, 8).report(1).outOfOrder).toBe(0);
    expect(two(-9, -9).report(1).outOfOrder).toBe(1);
  });

  it('is so, too, if neither has one', () => {
    expect(two(0, 0).report(1).outOfOrder).toBe(1);
    expect(two(0, 7).report(1).outOfOrder).toBe(0);
  });
});

describe('the age of the oldest message in a queue', () => {
  it('counts from when it came in first, whoever has it, and however often it came back', () => {
    const rows = [published(1, 10), published(2, 20), published(3, 30), delivered(1, 40), returned(1, 50)];
    expect(tell(...rows).oldestMs(WORK)).toBe(10);
    expect(tell(...rows, delivered(1, 60), acked(1, 70)).oldestMs(WORK)).toBe(20);
    const gone: Row[] = [[80, 'lost', 1, 3, { detail: 'overflow', extra: WORK }]];
    expect(tell(...rows, delivered(1, 60), acked(1, 70), gone).oldestMs(WORK)).toBe(20);
    expect(tell(...rows, acked(1, 70), acked(2, 70), gone).oldestMs(WORK)).toBeNull();
    expect(tell(...rows).heldIn(WORK, 2)).toEqual([
      { serial: 1, enteredMs: 10, link: -1 },
      { serial: 2, enteredMs: 20, link: -1 },
    ]);
  });
});

it('forgets what has ended, however long a run', () => {
  const tally = new Tally(topologyOf(system));
  const deliveries = deliveriesOf(tally);
  for (let serial = 1; serial <= 50_000; serial++) {
    feed(tally, [...published(serial), ...delivered(serial), ...done(serial), ...acked(serial)]);
  }
  expect(deliveries.messages.room).toBeLessThanOrEqual(8_192);
  expect(deliveries.report(1)).toMatchObject({
    published: 50_000,
    acked: 50_000,
    held: 0,
    duplicated: 0,
    outOfOrder: 0,
  });
});
