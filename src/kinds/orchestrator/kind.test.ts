import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const step = (link: string, more: object = {}) => ({ link, operation: 'do', undo: 'undo', timeoutMs: 1_000, ...more });
const NO_LATENCY = { latency: constant(0) };

/** A shop, a saga over three services that take 10 ms each, and a log that takes no time. */
const system = (params: object = {}) =>
  scenario()
    .client('shop')
    .node('orchestrator', 'saga', {
      logTime: constant(0),
      startupMs: 50,
      steps: ['stock', 'payment', 'shipping'].map((id) => step(`saga→${id}`)),
      ...params,
    })
    .service('stock', { serviceTime: constant(10), startupMs: 0, concurrency: 100 })
    .service('payment', { serviceTime: constant(10), startupMs: 0, concurrency: 100 })
    .service('shipping', { serviceTime: constant(10), startupMs: 0, concurrency: 100 })
    .link('shop', 'saga', NO_LATENCY)
    .link('saga', 'stock', NO_LATENCY)
    .link('saga', 'payment', NO_LATENCY)
    .link('saga', 'shipping', NO_LATENCY);

type Built = ReturnType<typeof system>;
const runOf = (built: Built, untilMs = 20_000) => built.run({ untilMs });
const detail = (run: ReturnType<typeof runOf>) => run.report.nodes.saga.detail;

describe('a saga', () => {
  test('does its steps one after the other', () => {
    const run = runOf(system().send('shop', 2, { atMs: 1 }));
    expect(run.settled('shop')).toEqual([
      { atMs: 31, outcome: 'ok', latencyMs: 30 },
      { atMs: 31, outcome: 'ok', latencyMs: 30 },
    ]);
    expect(detail(run)).toMatchObject({ sagasCompleted: 2 });
    expectBalanced(run);
  });

  test('writes its log before each step and at its end', () => {
    const run = runOf(system({ logTime: constant(3) }).send('shop', 1, { atMs: 1 }));
    expect(run.settled('shop')).toMatchObject([{ latencyMs: 30 + 4 * 3 }]);
  });

  test('takes back what was done, the last step first, when one fails', () => {
    const run = runOf(system().crash('shipping', { atMs: 0 }).send('shop', 1, { atMs: 1 }));
    expect(run.settled('shop')).toMatchObject([{ outcome: 'error', atMs: 41 }]);
    expect(detail(run)).toMatchObject({ sagasRolledBack: 1 });
    expect(run.times('arrived', 'payment')).toEqual([11, 21]);
    expect(run.times('arrived', 'stock')).toEqual([1, 31]);
    expectBalanced(run);
  });

  test('takes back a step, too, of which nobody knows whether it was done', () => {
    const run = runOf(system().cut('saga→shipping', { atMs: 0, durationMs: 100 }).send('shop', 1, { atMs: 1 }));
    // Given up after a second; then shipping is told to undo what it never got, and answers.
    expect(run.times('arrived', 'shipping')).toEqual([1_021]);
    expect(detail(run)).toMatchObject({ sagasRolledBack: 1 });
    expectBalanced(run);
  });

  test('tries a step again before it turns back', () => {
    const steps = [step('saga→stock'), step('saga→payment', { retries: 3, retryDelayMs: 100 })];
    const run = runOf(system({ steps }).crash('payment', { atMs: 0, durationMs: 250 }).send('shop', 1, { atMs: 1 }));
    expect(run.settled('shop')).toEqual([{ atMs: 321, outcome: 'ok', latencyMs: 320 }]);
    expect(detail(run)).toMatchObject({ sagasCompleted: 1 });
  });

  test('is stuck when a step cannot be taken back', () => {
    const run = runOf(
      system({ undoTries: 3, undoDelayMs: 100 })
        .crash('shipping', { atMs: 0 })
        .crash('stock', { atMs: 15 })
        .send('shop', 1, { atMs: 1 }),
    );
    expect(detail(run)).toMatchObject({ sagasStuck: 1 });
    expect(run.settled('shop')).toMatchObject([{ outcome: 'error' }]);
    expectBalanced(run);
  });

  test('needs no steps written down: it asks all that it is linked to', () => {
    const run = runOf(system({ steps: [] }).send('shop', 1, { atMs: 1 }));
    expect(run.settled('shop')).toEqual([{ atMs: 31, outcome: 'ok', latencyMs: 30 }]);
  });

  test('may answer before it is over', () => {
    const run = runOf(system({ answers: 'accepted' }).send('shop', 1, { atMs: 1 }));
    expect(run.settled('shop')).toEqual([{ atMs: 1, outcome: 'ok', latencyMs: 0 }]);
    expect(detail(run)).toMatchObject({ sagasCompleted: 1 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });
});

describe('when the orchestrator is killed', () => {
  test('a saga goes on from its log, with the step that it was at, which is asked for twice', () => {
    const run = runOf(system().send('shop', 1, { atMs: 1 }).crash('saga', { atMs: 15, durationMs: 20 }));
    expect(run.settled('shop')).toMatchObject([{ atMs: 15, outcome: 'connectionReset' }]);
    expect(run.times('arrived', 'payment')).toEqual([11, 85]);
    expect(run.times('arrived', 'stock')).toEqual([1]);
    expect(detail(run)).toMatchObject({ sagasCompleted: 1 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('a saga without a log is lost, and what it has done stays done', () => {
    const run = runOf(
      system({ persistent: false }).send('shop', 1, { atMs: 1 }).crash('saga', { atMs: 15, durationMs: 20 }),
    );
    expect(detail(run)).toMatchObject({ sagasLost: 1 });
    expect(run.times('arrived', 'stock')).toEqual([1]);
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('again and again, every saga that was taken down comes to an end', () => {
    let built = system({ answers: 'accepted' }).send('shop', 50, { atMs: 1 });
    for (const atMs of [5, 80, 160, 240]) built = built.crash('saga', { atMs, durationMs: 10 });
    const run = runOf(built);
    const { sagasCompleted = 0, sagasRolledBack = 0 } = detail(run) as Record<string, number>;
    expect(sagasCompleted + sagasRolledBack).toBe(50);
    expectBalanced(run);
  });
});

describe('over a broker', () => {
  const queues = ['commands', 'answers'].map((name) => ({ name, durable: true }));
  const asynchronous = (more: object = {}) =>
    scenario()
      .client('shop')
      .node('orchestrator', 'saga', {
        logTime: constant(0),
        startupMs: 50,
        steps: [step('saga→commands', more)],
      })
      .rabbitmq('commands', { queues: queues.slice(0, 1), startupMs: 0 })
      .rabbitmq('answers', { queues: queues.slice(1), startupMs: 0 })
      .worker('payment', 10, { startupMs: 0, concurrency: 1 })
      .link('shop', 'saga', NO_LATENCY)
      .link('saga', 'commands')
      .link('commands', 'payment')
      .link('payment', 'answers')
      .link('answers', 'saga');

  test('a command is a message, and its answer as well', () => {
    const run = asynchronous().send('shop', 3, { atMs: 1 }).run({ untilMs: 5_000 });
    expect(run.settled('shop').map(({ atMs }) => atMs)).toEqual([11, 21, 31]);
    expect(detail(run)).toMatchObject({ sagasCompleted: 3, answers: 3 });
    expect(run.report.messages).toMatchObject({ published: 6, acked: 6 });
    expectBalanced(run);
  });

  test('a message that comes again while its saga goes on begins another one', () => {
    const run = scenario()
      .client('shop')
      .node('sqs', 'queue', { queues: [{ name: 'work', visibilityTimeoutMs: 300 }], servers: 1, duplicateShare: 0 })
      .node('orchestrator', 'saga', { logTime: constant(4), startupMs: 0, steps: [step('saga→stock')] })
      .service('stock', { serviceTime: constant(200), startupMs: 0 })
      .link('shop', 'queue')
      .link('queue', 'saga', { pollers: 2, latency: constant(1) })
      .link('saga', 'stock', NO_LATENCY)
      .send('shop', 1, { atMs: 1 })
      .crash('saga', { atMs: 150, durationMs: 10 })
      .run({ untilMs: 60_000 });
    // The first goes on from its log until 370 ms, and the message is visible again at 300 ms.
    expect(run.report.messages).toMatchObject({ delivered: 2, acked: 1 });
    expect(detail(run)).toMatchObject({ sagasCompleted: 2 });
    expect(run.framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('an answer that comes too late changes nothing', () => {
    const run = asynchronous({ timeoutMs: 5, undo: '' }).send('shop', 1, { atMs: 1 }).run({ untilMs: 5_000 });
    expect(detail(run)).toMatchObject({ sagasRolledBack: 1, lateAnswers: 1 });
    expectBalanced(run);
  });
});
