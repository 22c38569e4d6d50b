import { describe, expect, test } from 'vitest';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const asking = (operation: string) => ({ mix: [{ operation, weight: 1 }] });

const twoServices = (operation: string, gateway: Readonly<Record<string, unknown>> = {}) =>
  scenario()
    .clientAt('shop', [1, 101, 201, 301], operation === '' ? {} : asking(operation))
    .gateway('gateway', gateway)
    .worker('users', 1)
    .worker('orders', 1)
    .link('shop', 'gateway')
    .link('gateway', 'users')
    .link('gateway', 'orders');

describe('an operation goes', () => {
  test('where its route leads', () => {
    const run = twoServices('buy', { routes: [{ operation: 'buy', link: 'gateway→orders' }] }).run({ untilMs: 500 });
    expect([run.report.nodes.users.arrived, run.report.nodes.orders.arrived]).toEqual([0, 4]);
  });

  test('failing that, to the target of its name', () => {
    const run = twoServices('users').run({ untilMs: 500 });
    expect([run.report.nodes.users.arrived, run.report.nodes.orders.arrived]).toEqual([4, 0]);
  });

  test('where its route leads rather than to the target of its name', () => {
    const run = twoServices('users', { routes: [{ operation: 'users', link: 'gateway→orders' }] }).run({
      untilMs: 500,
    });
    expect(run.report.nodes.orders.arrived).toBe(4);
  });

  test.each(['', 'something else'])('failing both, to the links in turn, from the first on (%j)', (operation) => {
    const run = twoServices(operation).run({ untilMs: 500 });
    expect(run.times('arrived', 'users')).toEqual([1, 201]);
    expect(run.times('arrived', 'orders')).toEqual([101, 301]);
  });

  test('nowhere, without any link: there is no route', () => {
    const run = scenario().clientAt('shop', [0]).gateway('gateway').link('shop', 'gateway').run({ untilMs: 10 });
    expect(run.settled('shop')).toEqual([{ atMs: 0, outcome: 'noRoute', latencyMs: 0 }]);
    expect(run.report.nodes.gateway.failedBy).toEqual({ noRoute: 1 });
  });
});

test('the answer is handed on as it came, whatever it was', () => {
  const behind = (prepare: (builder: ReturnType<typeof twoServices>) => ReturnType<typeof twoServices>) =>
    prepare(twoServices('users')).run({ untilMs: 300_000 }).outcomes('shop')[0];
  expect(behind((builder) => builder)).toBe('ok');
  expect(behind((builder) => builder.crash('users', { atMs: 0 }))).toBe('connectionRefused');
  expect(behind((builder) => builder.crash('users', { atMs: 1.5 }))).toBe('connectionReset');
  expect(behind((builder) => builder.cut('gateway→users', { atMs: 0 }))).toBe('partitioned');
});

test('a place is held until the answer is out, and when all are taken the queue fills and refuses', () => {
  const run = scenario()
    .clientAt('shop', [0, 1, 2, 3])
    .gateway('gateway', { concurrency: 1, queueLimit: 1, overhead: constant(5) })
    .worker('s', 50)
    .link('shop', 'gateway')
    .link('gateway', 's')
    .run({ untilMs: 200 });
  expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
    [2, 'refused'],
    [3, 'refused'],
    [55, 'ok'],
    [110, 'ok'],
  ]);
  expect(run.report.nodes.gateway.blocked).toBeCloseTo(0.5, 9);
});

test('the operation is passed on', () => {
  const run = scenario()
    .clientAt('shop', [0], asking('read'))
    .gateway('gateway')
    .worker('s', 9, { operations: { read: [{ step: 'work', serviceTime: constant(2) }] } })
    .link('shop', 'gateway')
    .link('gateway', 's')
    .run({ untilMs: 100 });
  expect(run.settled('shop')).toMatchObject([{ latencyMs: 2 }]);
});
