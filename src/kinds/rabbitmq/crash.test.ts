import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const QUORUM = [{ name: 'work', type: 'quorum' }];
const CLASSIC = [{ name: 'work', type: 'classic' }];

/** A producer that waits for confirms, a cluster of three, and a consumer that takes 10 ms for a message. */
const cluster = (queues: readonly object[], broker: object = {}) =>
  scenario()
    .client('shop')
    .rabbitmq('broker', { nodes: 3, startupMs: 10, electionMs: 100, queues, ...broker })
    .worker('worker', 10, { concurrency: 1, startupMs: 0 })
    .link('shop', 'broker', { confirm: true })
    .link('broker', 'worker', { prefetch: 2 });

describe('a quorum queue', () => {
  test('whose leader is killed goes on under another, with everything that it had', () => {
    const run = cluster(QUORUM)
      .send('shop', 10, { atMs: 1 })
      .crashMember('broker', 0, { atMs: 25 })
      .send('shop', 5, { atMs: 50 })
      .run({ untilMs: 100 });
    // What consumers have may be acknowledged; nothing new goes out, and nothing is confirmed.
    expect(run.times('delivered').filter((atMs) => atMs > 25)).toEqual([]);
    expect(run.times('settled').filter((atMs) => atMs > 25)).toEqual([]);
    run.advance(1_000);
    expect(run.times('delivered').filter((atMs) => atMs > 25)[0]).toBe(125);
    expect(run.outcomes('shop')).toEqual(Array.from({ length: 15 }, () => 'ok'));
    expect(run.report.messages).toMatchObject({ published: 15, acked: 15, lost: 0, redelivered: 0, duplicated: 0 });
    expectBalanced(run);
  });

  test('does not notice that a follower is killed', () => {
    const alone = cluster(QUORUM).send('shop', 10, { atMs: 1 }).run({ untilMs: 500 });
    const run = cluster(QUORUM)
      .send('shop', 10, { atMs: 1 })
      .crashMember('broker', 1, { atMs: 25 })
      .run({ untilMs: 500 });
    expect(run.times('acked')).toEqual(alone.times('acked'));
  });

  test('without a majority takes nothing and gives nothing, and loses nothing', () => {
    const run = cluster(QUORUM)
      .send('shop', 10, { atMs: 1 })
      .crashMember('broker', 1, { atMs: 15 })
      .crashMember('broker', 2, { atMs: 25, durationMs: 1_000 })
      .send('shop', 3, { atMs: 50 })
      .run({ untilMs: 1_000 });
    expect(run.times('delivered').filter((atMs) => atMs > 25)).toEqual([]);
    expect(run.outcomes('shop')).toHaveLength(10);
    run.advance(3_000);
    expect(run.outcomes('shop')).toEqual(Array.from({ length: 13 }, () => 'ok'));
    expect(run.times('delivered').find((atMs) => atMs > 25)).toBe(1_025 + 10 + 100);
    expect(run.report.messages).toMatchObject({ published: 13, acked: 13, lost: 0 });
    expectBalanced(run);
  });

  test('is confirmed when a majority has it, and loses what none had when all are killed', () => {
    const run = cluster(QUORUM, { persistMs: 8 })
      .send('shop', 1, { atMs: 1 })
      .send('shop', 1, { atMs: 20 })
      .crash('broker', { atMs: 25, durationMs: 50 })
      .run({ untilMs: 500 });
    expect(run.settled('shop')).toMatchObject([
      { atMs: 9, outcome: 'ok' },
      { atMs: 25, outcome: 'connectionReset' },
    ]);
    expect(run.report.messages).toMatchObject({ published: 2, acked: 1, lostBy: { notPersisted: 1 } });
    expectBalanced(run);
  });
});

describe('a classic queue in a cluster', () => {
  test('is away with its home node, and comes back with what was persistent', () => {
    const run = cluster(CLASSIC)
      .send('shop', 4, { atMs: 1 })
      .crashMember('broker', 0, { atMs: 5, durationMs: 100 })
      .send('shop', 2, { atMs: 50 })
      .run({ untilMs: 110 });
    // Nobody confirms what cannot be routed as anything but good.
    expect(run.outcomes('shop')).toEqual(Array.from({ length: 6 }, () => 'ok'));
    expect(run.report.messages).toMatchObject({ held: 4, lostBy: { noRoute: 2 } });
    run.advance(1_000);
    expect(run.report.messages).toMatchObject({ acked: 4, redelivered: 4, duplicated: 2, held: 0 });
    expectBalanced(run);
  });

  test('does not notice that another node is killed', () => {
    const run = cluster(CLASSIC)
      .send('shop', 4, { atMs: 1 })
      .crashMember('broker', 2, { atMs: 5 })
      .run({ untilMs: 500 });
    expect(run.report.messages).toMatchObject({ acked: 4, redelivered: 0 });
  });
});

describe('a cluster', () => {
  test('of which every node is killed refuses connections', () => {
    const run = cluster(QUORUM)
      .crashMember('broker', 0, { atMs: 1 })
      .crashMember('broker', 1, { atMs: 1 })
      .crashMember('broker', 2, { atMs: 1 })
      .send('shop', 1, { atMs: 5 })
      .heal({ node: 'broker' }, { atMs: 10 })
      .send('shop', 1, { atMs: 50 })
      .run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(['connectionRefused', 'ok']);
    expectBalanced(run);
  });
});

describe('a consumer that is killed', () => {
  const killedAt = (atMs: number) =>
    scenario()
      .client('shop')
      .rabbitmq('broker')
      .worker('worker', 10, { concurrency: 1, startupMs: 0 })
      .link('shop', 'broker')
      .link('broker', 'worker', { prefetch: 1, latency: constant(2) })
      .send('shop', 1, { atMs: 1 })
      .crash('worker', { atMs, durationMs: 50 })
      .run({ untilMs: 500 });

  test('before it was done does everything again', () => {
    const run = killedAt(8);
    expect(run.report.messages).toMatchObject({ acked: 1, redelivered: 1 });
    expect(run.report.nodes.worker.completed).toBe(1);
    expectBalanced(run);
  });

  test('after its acknowledgement has left does nothing again', () => {
    const run = killedAt(14);
    expect(run.report.messages).toMatchObject({ acked: 1, redelivered: 0 });
    expectBalanced(run);
  });
});

describe('a producer that is killed', () => {
  test('before the confirm does not know that its message is there', () => {
    const run = scenario()
      .client('shop')
      .worker('orders', 1, { startupMs: 0 })
      .rabbitmq('broker', { persistMs: 20 })
      .link('shop', 'orders')
      .link('orders', 'broker', { confirm: true })
      .send('shop', 1, { atMs: 1 })
      .crash('orders', { atMs: 10, durationMs: 5 })
      .run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(['connectionReset']);
    expect(run.report.messages).toMatchObject({ published: 1, held: 1, lost: 0 });
    expect(run.framesInUse).toBe(1);
    expectBalanced(run);
  });

  test('while the memory alarm is on takes with it what it could not get rid of', () => {
    const run = scenario()
      .client('shop')
      .worker('orders', 1, { startupMs: 0, concurrency: 10 })
      .rabbitmq('broker', { memoryLimit: 3 })
      .link('shop', 'orders')
      .link('orders', 'broker', { confirm: true })
      .send('shop', 3, { atMs: 1 })
      .send('shop', 2, { atMs: 5 })
      .crash('orders', { atMs: 10, durationMs: 5 })
      .run({ untilMs: 8 });
    expect(run.report.messages).toMatchObject({ published: 5, held: 5, lost: 0 });
    run.advance(500);
    expect(run.report.messages).toMatchObject({ published: 5, held: 3, lostBy: { connectionReset: 2 } });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'connectionReset', 'connectionReset']);
    expectBalanced(run);
  });
});

describe('the memory alarm', () => {
  test('keeps producers waiting until consumers have made room', () => {
    const run = scenario()
      .client('shop')
      .rabbitmq('broker', { memoryLimit: 3 })
      .worker('worker', 10, { concurrency: 1 })
      .link('shop', 'broker', { confirm: true })
      .link('broker', 'worker', { prefetch: 1 })
      .send('shop', 3, { atMs: 1 })
      .send('shop', 2, { atMs: 2 })
      .run({ untilMs: 500 });
    expect(run.settled('shop').map(({ atMs }) => atMs)).toEqual([1, 1, 1, 11, 11]);
    expect(run.report.messages).toMatchObject({ published: 5, acked: 5, lost: 0 });
    expectBalanced(run);
  });
});

test('emptying queues leaves what consumers have', () => {
  const run = cluster(CLASSIC).send('shop', 10, { atMs: 1 }).purge('broker', { atMs: 5 }).run({ untilMs: 500 });
  expect(run.report.messages).toMatchObject({ acked: 2, lostBy: { cancelled: 8 } });
});

test('a message costs as much with 100,000 waiting as with 100', () => {
  const waiting = (count: number) => {
    const built = scenario().client('shop').rabbitmq('broker').worker('worker', 1, { startupMs: 0 });
    built.link('shop', 'broker').link('broker', 'worker', { prefetch: 10 });
    built.crash('worker', { atMs: 0, durationMs: 50 });
    for (let sent = 0; sent < count; sent += 10_000) built.send('shop', Math.min(10_000, count - sent), { atMs: 1 });
    const run = built.run({ untilMs: 49 });
    const before = run.simulation.events;
    const bytes = run.checkpoint().length;
    run.advance(149);
    return { events: run.simulation.events - before, acked: run.report.messages.acked, bytes };
  };
  const few = waiting(10_000);
  const many = waiting(100_000);
  // Events are the engine's work: as many for as many messages, whoever waits behind them.
  expect([many.acked, many.events]).toEqual([few.acked, few.events]);
  expect(many.bytes / few.bytes).toBeLessThan(11);
});

test('a consumer that is killed with 50,000 messages gives them back in no more work than it took', () => {
  const run = scenario()
    .client('shop')
    .rabbitmq('broker')
    .worker('worker', 1_000, { startupMs: 0, concurrency: 1 })
    .link('shop', 'broker')
    .link('broker', 'worker', { prefetch: 0 })
    .send('shop', 10_000, { atMs: 1 })
    .send('shop', 10_000, { atMs: 1 })
    .send('shop', 10_000, { atMs: 1 })
    .send('shop', 10_000, { atMs: 1 })
    .send('shop', 10_000, { atMs: 1 })
    .crash('worker', { atMs: 5 })
    .send('shop', 10, { atMs: 6 })
    .run({ untilMs: 10 });
  const [queue] = run.report.nodes.broker.detail.queues as readonly { readonly ready: number }[];
  expect(queue.ready).toBe(50_010);
  const { messages } = run.simulation.world.node('broker')?.liveMessages(0, 0, 60_000) ?? { messages: [] };
  const serials = messages.map(({ serial }) => serial);
  expect(serials).toEqual(serials.toSorted((a, b) => a - b));
});
