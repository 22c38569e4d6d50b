import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const idempotency = { ttlMs: 60_000, capacity: 1_000 };
const retry = { maxAttempts: 3, backoff: 'constant', baseMs: 10 };

/** A client whose attempts time out after 50 ms, before an answer that takes a hundred. */
const chain = (middle: 'service' | 'gateway' | 'load-balancer', last: object = { idempotency }) =>
  scenario()
    .clientAt('shop', [1])
    .node(
      middle,
      'middle',
      middle === 'service' ? { serviceTime: constant(0), concurrency: 9 } : { overhead: constant(0) },
    )
    .worker('payments', 100, { concurrency: 9 })
    .link('shop', 'middle', { timeoutMs: 50, retry })
    .link('middle', 'payments', { timeoutMs: null, ...last });

describe('the key of a call', () => {
  test.each(['service', 'gateway', 'load-balancer'] as const)(
    'goes through a %s to the link that knows it',
    (middle) => {
      const paid = (last: object) => chain(middle, last).run({ untilMs: 5_000 });
      expect(paid({}).report.nodes.payments.completed).toBe(3);
      const run = paid({ idempotency });
      expect(run.report.links['middle→payments'].duplicates).toBe(1);
      expect(run.all('started', 'payments')).toHaveLength(1);
      expectBalanced(run);
    },
  );

  test('is another for another call of the same operation, one after the other or at once', () => {
    const call = { step: 'call', link: 'front→payments', operation: '' };
    const started = (operation: object[]) =>
      scenario()
        .clientAt('shop', [1], { mix: [{ operation: 'pay', weight: 1 }] })
        .worker('front', 0, { operations: { pay: operation }, concurrency: 9 })
        .worker('payments', 100, { concurrency: 9 })
        .link('shop', 'front', { timeoutMs: 50, retry })
        .link('front', 'payments', { timeoutMs: null, idempotency })
        .run({ untilMs: 5_000 })
        .all('started', 'payments').length;
    expect(started([call, call])).toBe(2);
    expect(started([{ step: 'parallel', steps: [call, call] }])).toBe(2);
  });

  test('is a new one for each request', () => {
    const run = scenario()
      .clientAt('shop', [1, 200, 400])
      .worker('front', 0)
      .worker('payments', 10)
      .link('shop', 'front')
      .link('front', 'payments', { idempotency })
      .run({ untilMs: 5_000 });
    expect(run.all('started', 'payments')).toHaveLength(3);
  });

  test('is that of the message for whoever works for a consumer', () => {
    const run = scenario()
      .clientAt('shop', [1])
      .rabbitmq('broker')
      .worker('mailer', 50, { startupMs: 0 })
      .worker('payments', 1)
      .link('shop', 'broker')
      .link('broker', 'mailer')
      .link('mailer', 'payments', { idempotency, latency: constant(5) })
      // The consumer dies when Payments has done its work; the message comes again.
      .crash('mailer', { atMs: 58, durationMs: 1 })
      .run({ untilMs: 5_000 });
    expect(run.report.messages.redelivered).toBe(1);
    expect(run.report.links['mailer→payments'].duplicates).toBe(1);
    expect(run.all('started', 'payments')).toHaveLength(1);
  });
});

test('a message has a key of its own: a consumer that recognises messages processes each of them, once', () => {
  const run = scenario()
    .client('shop')
    .rabbitmq('broker', { startupMs: 100 })
    .worker('payments', 100, { concurrency: 9 })
    .link('shop', 'broker')
    .link('broker', 'payments', { idempotency })
    .send('shop', 5, { atMs: 1 })
    .crash('broker', { atMs: 50, durationMs: 10 })
    .run({ untilMs: 5_000 });
  expect(run.all('delivered', 'broker→payments')).toHaveLength(10);
  expect(run.all('started', 'payments')).toHaveLength(5);
  expectBalanced(run);
});
