import { describe, expect, it } from 'vitest';
import { constant, scenario } from '../../simulation/testing/scenario-builder';
import { TestRun } from '../../simulation/testing/test-run';
import { NONE } from '../frames/frames';
import { workerMachine } from './crews';
import { Server } from './server';

function serverOf(run: TestRun, id: string): Server {
  const node = run.simulation.world.node(id);
  if (!(node instanceof Server)) throw new Error(`${id} has no workers`);
  return node;
}

/** free, busy, blocked */
const workers = (run: TestRun, id = 'shop') => serverOf(run, id).slots.counts();

describe('the workers of a server', () => {
  it('have the states of the machine, in its order', () => {
    expect(Object.keys(workerMachine.states)).toEqual(['free', 'busy', 'blocked']);
  });

  it('are busy, blocked while they wait for a call, and free again', () => {
    const run = scenario()
      .clientAt('client', [0, 0])
      .worker('shop', 10, { concurrency: 8 })
      .worker('stock', 100, { concurrency: 1 })
      .link('client', 'shop')
      .link('shop', 'stock')
      .run();
    const seen = [5, 50, 150, 250].map((atMs) => workers(run.advance(atMs)));
    expect(seen).toEqual([
      [6, 2, 0],
      [6, 0, 2],
      [7, 0, 1],
      [8, 0, 0],
    ]);
  });

  it('come into being when they are first taken, and are taken again and again', () => {
    const run = scenario()
      .clientAt('client', [0, 0, 20, 40, 40])
      .worker('shop', 10, { concurrency: 10_000 })
      .link('client', 'shop')
      .run({ untilMs: 100 });
    expect(serverOf(run, 'shop').slots.population.size).toBe(2);
    expect(workers(run)).toEqual([10_000, 0, 0]);
  });

  it('are free after a crash, whatever they were at', () => {
    const run = scenario()
      .clientAt('client', [0, 5, 8])
      .worker('shop', 4, { concurrency: 2 })
      .worker('stock', 100, { concurrency: 1 })
      .link('client', 'shop')
      .link('shop', 'stock')
      .crash('shop', { atMs: 8.5 })
      .run({ untilMs: 8 });
    expect(workers(run)).toEqual([0, 1, 1]);
    expect(workers(run.advance(9))).toEqual([2, 0, 0]);
    expect(run.all('finished', 'shop').map((row) => row.extra)).toEqual([1, 1, 0]);
  });

  it('are freed by an early answer, while the operation goes on without one', () => {
    const steps = [{ step: 'reply' }, { step: 'work', serviceTime: constant(50) }];
    const run = scenario()
      .clientAt('client', [0], { mix: [{ operation: 'order', weight: 1 }] })
      .service('shop', { operations: { order: steps }, concurrency: 1 })
      .link('client', 'shop')
      .run({ untilMs: 10 });
    const { frames } = run.simulation.world.network;
    expect(workers(run)).toEqual([1, 0, 0]);
    expect(run.framesInUse).toBe(1);
    frames.forEach((frame) => {
      expect(frames.slot[frame]).toBe(NONE);
    });
  });

  it('change hands when one is preempted', () => {
    const run = scenario()
      .clientAt('slow', [0], { mix: [{ operation: 'report', weight: 1 }] })
      .clientAt('quick', [10], { mix: [{ operation: 'buy', weight: 1 }] })
      .worker('shop', 100, {
        concurrency: 1,
        discipline: 'preemptive',
        priorities: [{ operation: 'buy', priority: 1 }],
      })
      .link('slow', 'shop')
      .link('quick', 'shop')
      .run({ untilMs: 50 });
    expect(workers(run)).toEqual([0, 1, 0]);
    expect(run.times('preempted', 'shop')).toEqual([10]);
    expect(run.advance(200).outcomes('slow')).toEqual(['ok']);
  });

  it('survive a checkpoint', () => {
    const run = scenario()
      .clientAt('client', [0, 1, 2])
      .worker('shop', 10, { concurrency: 2 })
      .link('client', 'shop')
      .run({ untilMs: 5 });
    const resumed = TestRun.resume(run.scenario, run.checkpoint());
    expect(workers(resumed)).toEqual([0, 2, 0]);
    expect(workers(resumed.advance(15))).toEqual([1, 1, 0]);
    expect(workers(resumed.advance(50))).toEqual([2, 0, 0]);
    expect(resumed.fingerprint).toBe(run.advance(50).fingerprint);
  });
});

describe('the number of workers', () => {
  const busyShop = (params = {}) =>
    scenario()
      .clientAt('client', [0, 0, 0, 0])
      .worker('shop', 10, { concurrency: 2, ...params })
      .link('client', 'shop')
      .run({ untilMs: 1 });
  const settledAt = (run: TestRun) => run.settled('client').map((request) => request.atMs);

  it('changes the speed of those that share it', () => {
    const run = busyShop({ concurrency: 1, discipline: 'sharing', queueLimit: 10 });
    // By 4 ms each of four has got 1 ms; from then on each has a worker to itself.
    serverOf(run.advance(4), 'shop').resize(4);
    expect(settledAt(run.advance(100))).toEqual([13, 13, 13, 13]);
    const slowed = busyShop({ concurrency: 4, discipline: 'sharing', queueLimit: 10 });
    serverOf(slowed.advance(5), 'shop').resize(1);
    expect(settledAt(slowed.advance(100))).toEqual([25, 25, 25, 25]);
  });
});
