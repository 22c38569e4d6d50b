import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { deliveries, queue } from './testing/system';

describe('publishing', () => {
  test('goes to the queue that the link names, or to the first', () => {
    const queues = [
      { name: 'first', durable: true },
      { name: 'second', durable: true },
    ];
    const run = scenario()
      .client('a')
      .client('b')
      .rabbitmq('broker', { queues })
      .link('a', 'broker', { queue: 'second' })
      .link('b', 'broker')
      .send('a', 2, { atMs: 1 })
      .send('b', 3, { atMs: 1 })
      .run({ untilMs: 10 });
    expect(run.report.nodes.broker.detail.queues).toMatchObject([
      { name: 'first', ready: 3 },
      { name: 'second', ready: 2 },
    ]);
  });

  test('without a confirm is over at once, and what a dead broker did not take is lost unnoticed', () => {
    const run = queue().crash('broker', { atMs: 0 }).send('shop', 2, { atMs: 1 }).run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
    expect(run.report.messages).toMatchObject({ published: 2, lost: 2, lostBy: { connectionRefused: 2 } });
    expectBalanced(run);
  });

  test('with a confirm hears of it', () => {
    const run = queue({ confirm: true })
      .crash('broker', { atMs: 0 })
      .send('shop', 2, { atMs: 1 })
      .run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['connectionRefused', 'connectionRefused']);
    expectBalanced(run);
  });

  test('over a cut link loses the message; who waits for a confirm learns it when the connection is given up', () => {
    const run = queue({ confirm: true })
      .cut('shop→broker', { atMs: 0, durationMs: 1_000 })
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 200_000 });
    expect(run.settled('shop')).toEqual([{ atMs: 127_001, outcome: 'partitioned', latencyMs: 127_000 }]);
    expect(run.report.messages).toMatchObject({ lost: 1, lostBy: { partitioned: 1 } });
    expect(run.framesInUse).toBe(0);
  });
});

describe('consumers', () => {
  test('hold no more than their prefetch without having acknowledged it', () => {
    const run = queue({}, { prefetch: 2 }).send('shop', 10, { atMs: 1 }).run({ untilMs: 5 });
    expect(run.report.nodes.broker.detail.queues).toMatchObject([{ ready: 8, unacked: 2 }]);
    // Each acknowledgement lets the next one through.
    expect(run.advance(500).times('delivered')).toEqual([1, 1, 11, 21, 31, 41, 51, 61, 71, 81]);
  });

  test('of one queue take turns, as far as they have room', () => {
    const run = scenario()
      .client('shop')
      .rabbitmq('broker')
      .worker('a', 1_000)
      .worker('b', 1_000)
      .link('shop', 'broker')
      .link('broker', 'a', { prefetch: 2 })
      .link('broker', 'b', { prefetch: 10 })
      .send('shop', 6, { atMs: 1 })
      .run({ untilMs: 10 });
    const links = run.all('delivered').map((row) => run.scenario.links[row.place].to);
    expect(links).toEqual(['a', 'b', 'a', 'b', 'b', 'b']);
  });

  test('that are down get nothing; the queue grows, and drains when they come back', () => {
    const run = queue({}, { prefetch: 5 }, { startupMs: 20 })
      .crash('worker', { atMs: 0, durationMs: 100 })
      .send('shop', 20, { atMs: 1 })
      .run({ untilMs: 119 });
    expect(run.report.nodes.broker).toMatchObject({ held: 20, maxInQueue: 20 });
    expect(run.all('delivered')).toEqual([]);
    run.advance(1_000);
    expect(run.all('delivered')[0].atMs).toBe(120);
    expect(run.report.messages).toMatchObject({ acked: 20, held: 0, redelivered: 0 });
  });

  test('whose work fails give the message back, again and again, but it never runs out of hops', () => {
    const run = queue({}, {}, { operations: { '': [{ step: 'call', link: 'worker→db' }] } })
      .database('db', { queryTime: constant(1), startupMs: 0 })
      .link('worker', 'db', { latency: constant(1) })
      .crash('db', { atMs: 0, durationMs: 1_000 })
      .send('shop', 1, { atMs: 1 })
      .run({ untilMs: 3_000 });
    expect(run.report.messages.redelivered).toBeGreaterThan(255);
    expect(run.all('returned').some((row) => row.outcome === 'hopLimit')).toBe(false);
    expect(run.report.messages).toMatchObject({ acked: 1, held: 0 });
  });

  test('behind a cut link get nothing acknowledged: what they did is done again', () => {
    const run = queue({}, { prefetch: 1 })
      .send('shop', 1, { atMs: 1 })
      .cut('broker→worker', { atMs: 5, durationMs: 100 })
      .run({ untilMs: 300_000 });
    expect(run.all('finished', 'worker').map((row) => row.outcome)).toEqual(['ok', 'ok']);
    expect(run.report.messages).toMatchObject({ acked: 1, redelivered: 1, lost: 0 });
    expectBalanced(run);
  });
});

describe('when the broker is killed', () => {
  const killed = (persistent: boolean, durable: boolean) =>
    queue({ persistent }, { prefetch: 1 }, {}, { queues: [{ name: 'work', durable }] })
      .send('shop', 4, { atMs: 1 })
      .crash('broker', { atMs: 5, durationMs: 20 });

  test.each([
    [true, true, 4],
    [false, true, 0],
    [true, false, 0],
    [false, false, 0],
  ])('persistent %s in a durable %s queue: %i of 4 messages survive', (persistent, durable, survivors) => {
    const run = killed(persistent, durable).run({ untilMs: 30 });
    expectBalanced(run);
    expect(run.report.messages.held).toBe(survivors);
    run.advance(500);
    expectBalanced(run);
    expect(run.report.messages).toMatchObject({ acked: survivors, lost: 4 - survivors, held: 0 });
    if (survivors === 0) expect(run.report.messages.lostBy).toEqual({ notPersisted: 4 });
    expect(run.framesInUse).toBe(0);
  });

  test('a message that a consumer was working on is done twice, and its first acknowledgement counts for nothing', () => {
    const run = killed(true, true).run({ untilMs: 500 });
    expect(run.report.messages).toMatchObject({ published: 4, duplicated: 1, acked: 4 });
    expect(run.report.nodes.worker.completed).toBe(5);
    // Up again at 35 ms, with everything marked as redelivered, in the old order.
    expect(deliveries(run, 5)).toEqual([
      [0, true],
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect(run.all('delivered')[1].atMs).toBe(35);
  });

  test('confirms that are not out yet never come as good ones', () => {
    const run = queue({ confirm: true, latency: constant(10) })
      .send('shop', 1, { atMs: 0 })
      .crash('broker', { atMs: 5, durationMs: 100 })
      .run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(['connectionRefused']);
    expect(run.report.messages.lost).toBe(1);
  });
});

describe('queues that do not exist', () => {
  test('give their consumers nothing, also when these come up', () => {
    const run = queue({}, { queue: 'nowhere' })
      .crash('worker', { atMs: 0, durationMs: 10 })
      .send('shop', 2, { atMs: 1 })
      .run({ untilMs: 100 });
    expect(run.all('delivered')).toEqual([]);
    expect(run.report.messages.held).toBe(2);
  });

  test('are all there are in a broker without any: what comes is dropped, and the books know it', () => {
    const run = queue({ confirm: true }, {}, {}, { queues: [] })
      .restart('broker', { atMs: 50 })
      .send('shop', 2, { atMs: 1 })
      .run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
    expect(run.report.messages.lostBy).toEqual({ noRoute: 2 });
    expectBalanced(run);
  });
});
