import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant } from '../../simulation/testing/scenario-builder';
import { structure, system } from './testing/system';

const NOBODY = { atMs: 0, durationMs: null };
const LIST = { structures: [structure('list')] };
const STREAM = { structures: [structure('stream')] };

describe('one thread', () => {
  test('commands are carried out one after the other', () => {
    const run = system({ ...LIST, commandTime: constant(10) })
      .crash('worker', NOBODY)
      .send('shop', 3, { atMs: 100 })
      .run({ untilMs: 1_000 });
    expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([10, 20, 30]);
  });

  test('a slow command holds up all others', () => {
    const run = system({ ...LIST, slowCommand: { everyMs: 1_000, takesMs: 500 } })
      .send('shop', 1, { atMs: 500 })
      .send('shop', 1, { atMs: 1_100 })
      .run({ untilMs: 1_900 });
    expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([0, 400]);
    expect(run.report.nodes.redis.detail.slowCommands).toBe(1);
  });

  test('synced always, a write waits for the disk', () => {
    const persistence = { mode: 'aof', fsync: 'always', fsyncMs: 5 };
    const latency = (params: object) =>
      system({ ...LIST, ...params })
        .crash('worker', NOBODY)
        .send('shop', 1, { atMs: 10 })
        .run({ untilMs: 100 });
    expect(latency({ persistence }).settled('shop')).toMatchObject([{ latencyMs: 5 }]);
    expect(latency({ persistence: { mode: 'aof' } }).settled('shop')).toMatchObject([{ latencyMs: 0 }]);
  });

  test('nothing is done while it stands still, and everything afterwards', () => {
    const run = system(LIST, {}, {}, 1)
      .pause('redis', { atMs: 50, durationMs: 200 })
      .send('shop', 2, { atMs: 100 })
      .run({ untilMs: 240 });
    expect(run.report.messages.acked).toBe(0);
    run.advance(1_000);
    expect(run.report.messages.acked).toBe(2);
    expectBalanced(run);
  });
});

describe('lists and streams', () => {
  test('a list is first in, first out, and holds nothing that was taken', () => {
    const run = system(LIST, {}, {}, 1).send('shop', 5, { atMs: 10 }).run({ untilMs: 100 });
    const published = run.all('published').map(({ serial }) => serial);
    expect(run.all('delivered').map(({ serial }) => serial)).toEqual(published);
    expect(run.simulation.world.nodes[1].liveMessages(0, 0, 10).total).toBe(0);
  });

  test.each(['list', 'stream'] as const)('the oldest of a %s go when it is too long', (type) => {
    const run = system({ structures: [structure(type, type, 3)] })
      .crash('worker', NOBODY)
      .send('shop', 5, { atMs: 10 })
      .run({ untilMs: 100 });
    const published = run.all('published').map(({ serial }) => serial);
    expect(run.all('lost').map(({ serial, outcome }) => [serial, outcome])).toEqual([
      [published[0], 'overflow'],
      [published[1], 'overflow'],
    ]);
    expect(run.report.messages).toMatchObject({ held: 3, lost: 2 });
  });

  test('nobody has a stream to itself by being there: of a stream without readers, everything waits', () => {
    const run = system(STREAM, { structure: 'elsewhere' }).send('shop', 5, { atMs: 10 }).run({ untilMs: 100 });
    expect(run.report.messages).toMatchObject({ published: 5, copies: 0, held: 5 });
  });

  test('a poll that waits in vain ends after BLOCK', () => {
    const run = system(STREAM, { blockMs: 300, latency: constant(1) }).run({ untilMs: 1_000 });
    expect(run.all('polled').map(({ atMs, detail }) => [Math.round(atMs), detail])).toEqual([
      [0, 0],
      [301, 1],
      [302, 0],
      [603, 1],
      [604, 0],
      [905, 1],
      [906, 0],
    ]);
  });

  test('what is claimed after it has been trimmed away is dropped', () => {
    const run = system({ structures: [structure('stream', 'stream', 2)] }, { group: 'g' }, {}, 100)
      .worker('other', 1, { startupMs: 0 })
      .link('redis', 'other', { group: 'g', claimAfterMs: 1_000, blockMs: 200 })
      .crash('other', { atMs: 0, durationMs: 40 })
      .send('shop', 1, { atMs: 10 })
      .crash('worker', { atMs: 50, durationMs: null })
      .send('shop', 2, { atMs: 100 })
      .send('shop', 1, { atMs: 200 })
      .run({ untilMs: 10_000 });
    expect(run.report.messages).toMatchObject({ held: 0, acked: 3, lostBy: { overflow: 1 } });
    expectBalanced(run);
  });

  test.each(['allkeys-lru', 'allkeys-lfu'])('%s: when memory is full, a whole list goes', (eviction) => {
    const structures = [structure('list', 'old'), structure('list', 'new')];
    const run = system({ structures, maxMemoryBytes: 3_000, eviction }, {}, { topic: 'old', entryBytes: 1_000 })
      .crash('worker', NOBODY)
      .client('late')
      .link('late', 'redis', { topic: 'new', entryBytes: 1_000 })
      .send('shop', 1, { atMs: 10 })
      .send('late', 3, { atMs: 20 })
      .run({ untilMs: 100 });
    expect(run.report.messages).toMatchObject({ held: 3, lostBy: { outOfMemory: 1 } });
    expect(run.report.nodes.redis.detail.evictions).toBe(1);
  });
});

describe('channels', () => {
  test('a name that is no list or stream is a channel', () => {
    const run = system(STREAM, { structure: 'chat' }, { topic: 'chat' }, 1)
      .send('shop', 2, { atMs: 10 })
      .run({ untilMs: 100 });
    expect(run.report.messages).toMatchObject({ published: 2, acked: 2 });
  });

  test('without any subscription a message is gone', () => {
    const run = system(STREAM, {}, { topic: 'chat' }).send('shop', 2, { atMs: 10 }).run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
    expect(run.report.messages.lostBy).toEqual({ noSubscriber: 2 });
  });

  test('one that stays over the soft limit for too long is disconnected', () => {
    const outputBuffer = { hardBytes: 1e9, softBytes: 2_000, softMs: 1_000 };
    const run = system({ structures: [structure('channel')], outputBuffer }, { socketBytes: 0 }, {}, 10_000)
      .send('shop', 10, { atMs: 10 })
      .send('shop', 1, { atMs: 900 })
      .run({ untilMs: 1_000 });
    expect(run.report.messages.lost).toBe(0);
    run.intervene(1_100, { action: 'send', target: { node: 'shop' }, count: 1 });
    run.advance(1_200);
    expect(run.report.messages.lostBy).toEqual({ overflow: 11 });
    expectBalanced(run);
  });

  test('what goes over one connection arrives in order', () => {
    const latency = { dist: 'uniform', minMs: 0, maxMs: 50 };
    const run = system({ structures: [structure('channel')] }, { latency, consumers: 100 }, {}, 1)
      .send('shop', 1, { atMs: 100 })
      .send('shop', 1, { atMs: 101 })
      .send('shop', 1, { atMs: 102 })
      .run({ untilMs: 1_000 });
    const published = run.all('published').map(({ serial }) => serial);
    const arrived = run.all('arrived').filter(({ place }) => place === 2);
    expect(arrived.map(({ serial }) => serial)).toEqual(published);
  });
});

test('groups that are set back read again what they had, and what was pending once more', () => {
  const run = system(STREAM, { group: 'g', count: 2 }, {}, 100)
    .crash('worker', { atMs: 0, durationMs: 20 })
    .send('shop', 4, { atMs: 10 })
    .run({ untilMs: 150 });
  const reset = { action: 'resetOffsets', target: { node: 'redis' }, group: 'g', topic: '', to: 'earliest', value: 0 };
  run.intervene(150, reset);
  expectBalanced(run);
  run.advance(5_000);
  expect(run.report.messages).toMatchObject({ published: 4, replayed: 1, held: 0 });
  expectBalanced(run);
});

test('FLUSHALL leaves nothing', () => {
  const run = system(STREAM, { group: 'g' }, {}, 100)
    .send('shop', 4, { atMs: 10 })
    .purge('redis', { atMs: 50 })
    .run({ untilMs: 5_000 });
  expect(run.report.messages).toMatchObject({ held: 0, lostBy: { cancelled: 4 } });
  expect(run.simulation.world.nodes[1].liveMessages(0, 0, 10).total).toBe(0);
  expectBalanced(run);
});

test.each(['list', 'stream'] as const)('100,000 messages that wait in a %s have no frames', (type) => {
  const run = system({ structures: [structure(type)] })
    .crash('worker', NOBODY)
    .send('shop', 100, { atMs: 10 })
    .run({ untilMs: 20 });
  const frames = run.framesInUse;
  for (let i = 0; i < 10; i++) {
    run.intervene(100 + i, { action: 'send', target: { node: 'shop' }, count: 9_990 });
  }
  run.advance(1_000);
  expect(run.report.messages.held).toBe(100_000);
  expect(run.framesInUse).toBe(frames);
});
