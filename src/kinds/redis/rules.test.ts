import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import type { TestRun } from '../../simulation/testing/test-run';
import { rules } from './fixtures/rules.json';
import { redis } from './params';
import { structure, system } from './testing/system';

const CHANNEL = { structures: [structure('channel')] };
const LIST = { structures: [structure('list')] };
const STREAM = { structures: [structure('stream')] };

/** Which messages went over a link, by the order of publishing. Copies count as what they are copies of. */
function delivered(run: TestRun, link?: string): number[] {
  const published = run.all('published').map((row) => row.serial);
  const copies = new Map(run.all('copied').map((row) => [row.serial, row.extra]));
  return run.all('delivered', link).map(({ serial }) => published.indexOf(copies.get(serial) ?? serial));
}
const reasons = (run: TestRun) => run.all('lost').map(({ outcome }) => outcome);

/** Of rules that cannot be told as a scenario: why. The model card lists them. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'redis-031': 'no component takes locks or counts in Redis',
};

const cases: Readonly<Record<string, () => void>> = {
  'redis-002': () => {
    const run = system(CHANNEL, {}, {}, 1)
      .crash('worker', { atMs: 0, durationMs: 50 })
      .send('shop', 1, { atMs: 10 })
      .send('shop', 1, { atMs: 100 })
      .run({ untilMs: 200 });
    expect(delivered(run)).toEqual([1]);
    expect(run.report.messages).toMatchObject({ published: 2, acked: 1, lostBy: { noSubscriber: 1 } });
  },
  'redis-004': () => {
    const run = system(CHANNEL, { structure: 'news.sport, news.*' }, { topic: 'news.sport' }, 1)
      .send('shop', 1, { atMs: 10 })
      .run({ untilMs: 100 });
    expect(delivered(run)).toEqual([0, 0]);
    expect(run.report.messages).toMatchObject({ published: 1, copies: 1, acked: 2 });
  },
  'redis-005': () => {
    const run = system(CHANNEL, {}, {}, 1)
      .send('shop', 1, { atMs: 10 })
      .crash('worker', { atMs: 50, durationMs: 50 })
      .send('shop', 1, { atMs: 70 })
      .send('shop', 1, { atMs: 150 })
      .run({ untilMs: 60_000 });
    expect(delivered(run)).toEqual([0, 2]);
    expect(run.report.messages).toMatchObject({ acked: 2, redelivered: 0, lostBy: { noSubscriber: 1 } });
  },
  'redis-006': () => {
    // 100 kB each: 32 MiB are full long before the subscriber has read them.
    const run = system(CHANNEL, { socketBytes: 200_000 }, { entryBytes: 100_000 }, 1_000)
      .send('shop', 400, { atMs: 10 })
      .run({ untilMs: 900 });
    expect(run.report.nodes.redis.detail.clientsDisconnected).toBe(1);
    expect(reasons(run).filter((why) => why === 'overflow')).toHaveLength(336);
    expect(reasons(run).filter((why) => why === 'noSubscriber')).toHaveLength(400 - 2 - 336);
    // It connects anew.
    run.intervene(5_000, { action: 'send', target: { node: 'shop' }, count: 1 });
    run.advance(10_000);
    expect(run.report.messages.acked).toBe(3);
    expectBalanced(run);
  },
  'redis-007': () => {
    for (const mode of ['rdb', 'aof']) {
      const run = system({ ...CHANNEL, persistence: { mode } }, { socketBytes: 0 }, {}, 100)
        .send('shop', 5, { atMs: 10 })
        .crash('redis', { atMs: 20, durationMs: 100 })
        .run({ untilMs: 5_000 });
      // One is with the subscriber already.
      expect(run.report.messages).toMatchObject({ acked: 1, lostBy: { brokerLost: 4 } });
    }
  },
  'redis-010': () => {
    const run = system(LIST, {}, {}, 100)
      .send('shop', 1, { atMs: 10 })
      .crash('worker', { atMs: 50, durationMs: 100 })
      .run({ untilMs: 60_000 });
    expect(delivered(run)).toEqual([0]);
    expect(run.report.messages).toMatchObject({ acked: 0, held: 0, lostBy: { connectionReset: 1 } });
  },
  'redis-011': () => {
    const kept = (claimAfterMs: number | null) =>
      system(LIST, { keep: true, claimAfterMs }, {}, 100)
        .send('shop', 1, { atMs: 10 })
        .crash('worker', { atMs: 50, durationMs: 100 })
        .run({ untilMs: 60_000 });
    expect(kept(null).report.messages).toMatchObject({ acked: 0, held: 1, lost: 0 });
    expect(kept(5_000).report.messages).toMatchObject({ acked: 1, held: 0, redelivered: 0 });
  },
  'redis-013': () => {
    const run = system(STREAM, { consumers: 3, count: 2, group: 'g' }, { key: 'same' }, 100)
      .crash('worker', { atMs: 0, durationMs: 50 })
      .send('shop', 6, { atMs: 10 })
      .run({ untilMs: 60 });
    const takers = run.all('polled').filter(({ detail, atMs }) => detail === 0 && atMs === 50);
    expect(takers.map(({ extra }) => extra)).toEqual([0, 1, 2]);
    expect(delivered(run)).toEqual([0, 1, 2, 3, 4, 5]);
    run.advance(1_000);
    expect(run.report.messages).toMatchObject({ delivered: 6, acked: 6, redelivered: 0 });
    expectBalanced(run);
  },
  'redis-014': () => {
    const run = system(STREAM, { group: 'one' }, {}, 1)
      .worker('other', 1)
      .link('redis', 'other', { group: 'two' })
      .send('shop', 3, { atMs: 10 })
      .run({ untilMs: 100 });
    expect(delivered(run, 'redis→worker')).toEqual([0, 1, 2]);
    expect(delivered(run, 'redis→other')).toEqual([0, 1, 2]);
    expect(run.report.messages).toMatchObject({ published: 3, copies: 3, acked: 6 });
  },
  'redis-015': () => {
    const after = (claimAfterMs: number | null, restartMs: number | null) =>
      system(STREAM, { group: 'g' }, {}, 100)
        .worker('other', 1)
        .link('redis', 'other', { group: 'g', claimAfterMs })
        .crash('worker', { atMs: 0, durationMs: 20 })
        .crash('other', { atMs: 0, durationMs: 40 })
        .send('shop', 6, { atMs: 10 })
        .crash('worker', { atMs: 50, durationMs: restartMs })
        .run({ untilMs: 120_000 });
    // Nobody claims: six entries stay pending with a consumer that is dead.
    expect(after(null, null).report.messages).toMatchObject({ acked: 0, held: 6, redelivered: 0 });
    expect(after(60_000, null).report.messages).toMatchObject({ acked: 6, held: 0, redelivered: 6 });
    // When it comes back, reading from 0 returns its own.
    expect(after(null, 1_000).report.messages).toMatchObject({ acked: 6, redelivered: 6 });
  },
  'redis-017': () => {
    const run = system(STREAM, { group: 'g' }, {}, 1).send('shop', 6, { atMs: 10 }).run({ untilMs: 100 });
    const live = run.simulation.world.nodes[1].liveMessages(0, 0, 100);
    expect(run.report.messages.acked).toBe(6);
    expect(live.total).toBe(6);
    expect(live.messages.map(({ state }) => state)).toEqual(Array(6).fill('kept'));
  },
  'redis-019': () => {
    const run = system(STREAM, { group: 'g', deletesConsumer: true }, {}, 100)
      .worker('other', 1)
      .link('redis', 'other', { group: 'g', claimAfterMs: 1_000 })
      .crash('other', { atMs: 0, durationMs: 40 })
      .send('shop', 1, { atMs: 10 })
      .crash('worker', { atMs: 50, durationMs: null })
      .run({ untilMs: 60_000 });
    expect(delivered(run)).toEqual([0]);
    expect(run.report.messages).toMatchObject({ held: 0, acked: 0, lostBy: { cancelled: 1 } });
  },
  'redis-021': () => {
    const run = system(STREAM, { group: 'g' }, {}, 1).send('shop', 6, { atMs: 10 }).run({ untilMs: 100 });
    const reset = {
      action: 'resetOffsets',
      target: { node: 'redis' },
      group: 'g',
      topic: '',
      to: 'earliest',
      value: 0,
    };
    run.intervene(1_000, reset);
    run.advance(2_000);
    expect(run.report.messages).toMatchObject({ published: 6, replayed: 6, delivered: 12, acked: 12 });
    expectBalanced(run);
  },
  'redis-022': () => {
    const { persistence, eviction, outputBuffer, replica } = redis.params.default;
    const savePoints = [
      { afterMs: 3_600_000, changes: 1 },
      { afterMs: 300_000, changes: 100 },
      { afterMs: 60_000, changes: 10_000 },
    ];
    expect(persistence).toMatchObject({ mode: 'rdb', savePoints });
    expect(eviction).toBe('noeviction');
    expect(outputBuffer).toEqual({ hardBytes: 33_554_432, softBytes: 8_388_608, softMs: 60_000 });
    expect(replica).toBeNull();
    expect(system({ persistence: { mode: 'aof' } }).build().nodes[1].params.persistence).toMatchObject({
      fsync: 'everysec',
    });
  },
  'redis-023': () => {
    const run = system({ ...LIST, persistence: { mode: 'none' } })
      .crash('worker', { atMs: 0, durationMs: null })
      .send('shop', 2_000, { atMs: 10 })
      .crash('redis', { atMs: 1_000, durationMs: 100 })
      .run({ untilMs: 5_000 });
    expect(run.outcomes('shop')).toEqual(Array(2_000).fill('ok'));
    expect(run.report.messages).toMatchObject({ published: 2_000, held: 0, lostBy: { notPersisted: 2_000 } });
    expectBalanced(run);
  },
  'redis-029': () => {
    const run = system({ ...LIST, replica: { lagMs: 100, failoverMs: 2_000 } })
      .crash('worker', { atMs: 0, durationMs: null })
      .send('shop', 3, { atMs: 10 })
      .send('shop', 2, { atMs: 1_000 })
      .crash('redis', { atMs: 1_050, durationMs: null })
      .send('shop', 1, { atMs: 4_000 })
      .run({ untilMs: 5_000 });
    expect(run.outcomes('shop')).toEqual(Array(6).fill('ok'));
    // The replica has taken over by itself, without the last two.
    expect(run.modes('redis').map(([atMs]) => atMs)).toEqual([1_050, 3_050, 3_050]);
    expect(run.report.messages).toMatchObject({ held: 4, lostBy: { notPersisted: 2 } });
  },
  'redis-030': () => {
    const run = system({ ...LIST, maxMemoryBytes: 2_000 }, {}, { entryBytes: 500 }, 10)
      .crash('worker', { atMs: 0, durationMs: 100 })
      .send('shop', 6, { atMs: 10 })
      .send('shop', 1, { atMs: 300 })
      .run({ untilMs: 1_000 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok', 'outOfMemory', 'outOfMemory', 'ok']);
    expect(run.report.messages).toMatchObject({ acked: 5, lostBy: { outOfMemory: 2 } });
  },
};

describe('what Redis does', () => {
  test.each(rules.filter(({ id }) => !(id in EXCEPTIONS)))('$id: given $given, when $when, then $then', ({ id }) => {
    expect(cases[id], id).toBeDefined();
    cases[id]();
  });
});
