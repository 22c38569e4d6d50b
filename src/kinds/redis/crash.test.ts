/** What is lost, repeated and out of order when something dies: counted, each with its reason. */
import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { structure, system } from './testing/system';

const LIST = { structures: [structure('list')] };
const STREAM = { structures: [structure('stream')] };
const NOBODY = { atMs: 0, durationMs: null };

describe('Redis is killed', () => {
  /** Ten writes at 10 ms, five at 2,500 ms, and Redis dies at 2,550 ms. */
  const killed = (params: object) =>
    system({ ...LIST, ...params })
      .crash('worker', NOBODY)
      .send('shop', 10, { atMs: 10 })
      .send('shop', 5, { atMs: 2_500 })
      .crash('redis', { atMs: 2_550, durationMs: 500 })
      .run({ untilMs: 10_000 });

  test.each([
    ['nothing is kept', { persistence: { mode: 'none' } }, 15],
    ['the default save points were not met', {}, 15],
    ['a snapshot was made', { persistence: { mode: 'rdb', savePoints: [{ afterMs: 1_000, changes: 1 }] } }, 5],
    [
      'a snapshot was begun and not written',
      { persistence: { mode: 'rdb', savePoints: [{ afterMs: 1_000, changes: 1 }], snapshotMs: 2_000 } },
      15,
    ],
    ['the file has it all, synced or not', { persistence: { mode: 'aof', fsync: 'no' } }, 0],
    // After a pause the first write is synced at once, the next after a second.
    ['the machine goes: synced each second', { persistence: { mode: 'aof', fsync: 'everysec' }, crash: 'machine' }, 4],
    ['the machine goes: left to the system', { persistence: { mode: 'aof', fsync: 'no' }, crash: 'machine' }, 15],
    ['the machine goes: synced always', { persistence: { mode: 'aof', fsync: 'always' }, crash: 'machine' }, 0],
  ])('%s', (_, params, lost) => {
    const run = killed(params);
    expect(run.report.messages).toMatchObject({ published: 15, lost, held: 15 - lost });
    expect(run.report.messages.lostBy).toEqual(lost > 0 ? { notPersisted: lost } : {});
    expectBalanced(run);
  });

  test('a snapshot brings back what was taken since', () => {
    const persistence = { mode: 'rdb', savePoints: [{ afterMs: 100, changes: 1 }], snapshotMs: 0 };
    const run = system({ ...LIST, persistence })
      .crash('worker', { atMs: 0, durationMs: 120 })
      .send('shop', 4, { atMs: 10 })
      .crash('redis', { atMs: 145, durationMs: 100 })
      .run({ untilMs: 10_000 });
    // The snapshot of 100 ms has all four; two were done by then, one was in hand and is done once more.
    expect(run.report.messages).toMatchObject({ published: 4, replayed: 2, acked: 6, lost: 0, held: 0 });
    expect(run.all('requeued')).toMatchObject([{ outcome: 'brokerLost' }]);
    expectBalanced(run);
  });

  test('groups go back to where the snapshot has them, pending entries with them', () => {
    const persistence = { mode: 'rdb', savePoints: [{ afterMs: 100, changes: 1 }], snapshotMs: 0 };
    const run = system({ ...STREAM, persistence }, { count: 1, readsOwnFirst: false, claimAfterMs: 2_000 }, {}, 40)
      .send('shop', 4, { atMs: 90 })
      .crash('redis', { atMs: 190, durationMs: 10 })
      .run({ untilMs: 60_000 });
    expect(run.report.messages).toMatchObject({ published: 4, held: 0, lost: 0 });
    expect(run.report.messages.replayed).toBeGreaterThan(0);
    expectBalanced(run);
  });

  test('who waits for a reply hears that the connection is gone', () => {
    const slow = { dist: 'constant', valueMs: 50 };
    const run = system({ ...LIST, commandTime: slow })
      .crash('worker', NOBODY)
      .send('shop', 3, { atMs: 10 })
      .crash('redis', { atMs: 70, durationMs: 10 })
      .run({ untilMs: 300 });
    expect(run.outcomes('shop')).toEqual(['ok', 'connectionReset', 'connectionReset']);
  });

  test('whoever reads connects anew and goes on', () => {
    const run = system({ ...STREAM, persistence: { mode: 'aof' } })
      .crash('redis', { atMs: 100, durationMs: 500 })
      .send('shop', 2, { atMs: 5_000 })
      .run({ untilMs: 9_000 });
    expect(run.report.messages.acked).toBe(2);
  });
});

describe('a consumer is killed', () => {
  test.each([
    ['BRPOP: what it had is lost', LIST, {}, { acked: 3, redelivered: 0, lostBy: { connectionReset: 1 } }],
    ['BLMOVE and nobody looks: it stays', LIST, { keep: true }, { acked: 3, held: 1, lost: 0 }],
    ['a stream: it begins with its own', STREAM, {}, { acked: 4, redelivered: 4, lost: 0 }],
    ['NOACK: the answer is lost with it', STREAM, { noAck: true }, { acked: 0, lostBy: { connectionReset: 4 } }],
  ])('before it acknowledges. %s', (_, params, consume, expected) => {
    const run = system(params, consume, {}, 100)
      .crash('worker', { atMs: 0, durationMs: 20 })
      .send('shop', 4, { atMs: 10 })
      .crash('worker', { atMs: 50, durationMs: 100 })
      .run({ untilMs: 30_000 });
    expect(run.report.messages).toMatchObject(expected);
    expectBalanced(run);
  });

  test('after it acknowledged: nothing is repeated', () => {
    const run = system(STREAM, { count: 1 }, {}, 10)
      .send('shop', 1, { atMs: 10 })
      .crash('worker', { atMs: 30, durationMs: 10 })
      .run({ untilMs: 30_000 });
    expect(run.report.messages).toMatchObject({ acked: 1, redelivered: 0, duplicated: 0 });
  });

  test('an entry that is claimed while its consumer still works is done twice', () => {
    const run = system(STREAM, { group: 'g', count: 1 }, {}, 2_000)
      .worker('other', 10)
      .link('redis', 'other', { group: 'g', claimAfterMs: 500, blockMs: 100 })
      .crash('other', { atMs: 0, durationMs: 50 })
      .send('shop', 1, { atMs: 10 })
      .run({ untilMs: 10_000 });
    expect(run.report.messages).toMatchObject({ published: 1, delivered: 2, duplicated: 1, acked: 1, held: 0 });
    expectBalanced(run);
  });
});

test('a producer is killed before the reply: what Redis has taken stays', () => {
  const run = system(LIST, {}, { latency: { dist: 'constant', valueMs: 20 } }, 1)
    .service('checkout')
    .link('checkout', 'redis', { latency: { dist: 'constant', valueMs: 20 } })
    .client('other')
    .link('other', 'checkout')
    .send('other', 1, { atMs: 10 })
    .crash('checkout', { atMs: 90, durationMs: null })
    .run({ untilMs: 5_000 });
  expect(run.report.messages.published).toBe(run.report.messages.acked);
  expectBalanced(run);
});

test('a reply that is lost on the way takes along what was popped', () => {
  const run = system(LIST, { latency: { dist: 'constant', valueMs: 5 } })
    .cut('redis→worker', { atMs: 50, durationMs: 1_000 }, 'there')
    .send('shop', 1, { atMs: 100 })
    .run({ untilMs: 30_000 });
  expect(run.report.messages).toMatchObject({ acked: 0, held: 0, lostBy: { partitioned: 1 } });
});
