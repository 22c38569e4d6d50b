import { describe, expect, test } from 'vitest';
import { expectBalanced } from './testing/expect-balanced';
import { constant, scenario } from './testing/scenario-builder';

const QUEUES = ['ask a', 'ask b', 'answers'].map((name) => ({ name, durable: true }));

/** A shop asks `desk`, which asks two offices by message and gathers what they answer. */
const system = (gather: object, before: readonly object[] = [], offices = { a: 30, b: 70 }) =>
  scenario()
    .client('shop')
    .service('desk', {
      startupMs: 0,
      concurrency: 1,
      operations: {
        '': [
          { step: 'publish', link: 'desk→asking a' },
          { step: 'publish', link: 'desk→asking b' },
          ...before,
          { step: 'gather', ...gather },
        ],
      },
    })
    .rabbitmq('asking a', { queues: QUEUES.slice(0, 1), startupMs: 0 })
    .rabbitmq('asking b', { queues: QUEUES.slice(1, 2), startupMs: 0 })
    .rabbitmq('answering', { queues: QUEUES.slice(2), startupMs: 0 })
    .worker('a', offices.a, { startupMs: 0 })
    .worker('b', offices.b, { startupMs: 0 })
    .link('shop', 'desk', { latency: constant(0) })
    .link('desk', 'asking a')
    .link('desk', 'asking b')
    .link('asking a', 'a')
    .link('asking b', 'b')
    .link('a', 'answering')
    .link('b', 'answering')
    .link('answering', 'desk');

describe('a request that asks by message', () => {
  test('goes on as soon as it has the answers that it wants', () => {
    const run = system({ answers: 2, atLeast: 2, withinMs: 1_000 }).send('shop', 1, { atMs: 1 }).run({ untilMs: 500 });
    expect(run.settled('shop')).toEqual([{ atMs: 71, outcome: 'ok', latencyMs: 70 }]);
    expect(run.report.nodes.desk.detail).toMatchObject({ answers: 2 });
    expect(run.report.messages).toMatchObject({ published: 4, acked: 4, lost: 0 });
    expectBalanced(run);
  });

  test('waits until the time is up, and makes do with those that have come', () => {
    const run = system({ answers: 2, atLeast: 1, withinMs: 50 }).send('shop', 1, { atMs: 1 }).run({ untilMs: 500 });
    expect(run.settled('shop')).toEqual([{ atMs: 51, outcome: 'ok', latencyMs: 50 }]);
    expect(run.report.nodes.desk.detail).toMatchObject({ answers: 1, lateAnswers: 1 });
    expectBalanced(run);
  });

  test('fails when too few have come', () => {
    const run = system({ answers: 2, atLeast: 2, withinMs: 50 }).send('shop', 1, { atMs: 1 }).run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(['error']);
    expectBalanced(run);
  });

  test('holds its worker meanwhile, unless it has answered its caller before', () => {
    const gather = { answers: 2, atLeast: 2, withinMs: 1_000 };
    const blocking = system(gather).send('shop', 3, { atMs: 1 }).run({ untilMs: 900 });
    expect(blocking.settled('shop').map(({ atMs }) => atMs)).toEqual([71, 141, 211]);
    const free = system(gather, [{ step: 'reply' }])
      .send('shop', 3, { atMs: 1 })
      .run({ untilMs: 900 });
    expect(free.settled('shop').map(({ atMs }) => atMs)).toEqual([1, 1, 1]);
    expect(free.report.nodes.desk.detail).toMatchObject({ answers: 6 });
    expectBalanced(free);
  });

  test('takes each answer for its own, however many are under way', () => {
    const run = system({ answers: 2, atLeast: 2, withinMs: 5_000 }, [{ step: 'reply' }])
      .send('shop', 20, { atMs: 1 })
      .crash('b', { atMs: 100, durationMs: 300 })
      .run({ untilMs: 10_000 });
    expect(run.report.nodes.desk.detail).toMatchObject({ answers: 40 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('is forgotten by a crash; what comes then is no answer', () => {
    const run = system({ answers: 2, atLeast: 2, withinMs: 1_000 })
      .send('shop', 1, { atMs: 1 })
      .crash('desk', { atMs: 40, durationMs: 10 })
      .run({ untilMs: 3_000 });
    expect(run.outcomes('shop')).toEqual(['connectionReset']);
    expectBalanced(run);
  });

  test('goes on from a checkpoint as if nothing had been', () => {
    const built = () => system({ answers: 2, atLeast: 1, withinMs: 60 }).send('shop', 5, { atMs: 1 });
    const whole = built().run({ untilMs: 2_000 });
    const half = built().run({ untilMs: 45 });
    const other = built().run({ untilMs: 0 });
    other.restore(half.simulation.save());
    other.advance(2_000);
    expect(other.settled('shop')).toEqual(whole.settled('shop').filter(({ atMs }) => atMs > 45));
    expect(half.advance(2_000).fingerprint).toBe(whole.fingerprint);
  });
});
