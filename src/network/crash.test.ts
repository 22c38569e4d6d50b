import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../simulation/testing/expect-balanced';
import { constant, scenario } from '../simulation/testing/scenario-builder';

const MODES = { up: 0, crashed: 1, starting: 2 };

describe('a crash', () => {
  const crashed = () =>
    scenario()
      .clientAt('shop', [0, 1, 2, 30, 95, 130])
      .worker('s', 20, { concurrency: 1, startupMs: 40 })
      .link('shop', 's', { latency: constant(1) })
      .crash('s', { atMs: 10, durationMs: 50 });

  test('resets what is being worked on and what waits, refuses what comes, and ends after the start-up', () => {
    const run = crashed().run({ untilMs: 500 });
    expect(run.settled('shop').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
      [11, 'connectionReset'],
      [11, 'connectionReset'],
      [11, 'connectionReset'],
      [32, 'connectionRefused'],
      [97, 'connectionRefused'],
      [152, 'ok'],
    ]);
    expect(run.modes('s')).toEqual([
      [10, MODES.crashed],
      [60, MODES.starting],
      [100, MODES.up],
    ]);
    expect(run.report.nodes.s).toMatchObject({ downMs: 90, failedBy: { connectionReset: 3, connectionRefused: 2 } });
  });

  test('leaves nothing behind: not the work that was scheduled, nor its frame', () => {
    const run = crashed().run({ untilMs: 20 });
    expect(run.framesInUse).toBe(1);
    expect(run.advance(22).framesInUse).toBe(0);
    expectBalanced(run);
  });

  test('orphans the calls that were under way: the callees work on, and nobody waits for them', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('front', 0)
      .worker('back', 50)
      .link('shop', 'front')
      .link('front', 'back', { timeoutMs: 30 })
      .crash('front', { atMs: 10 })
      .run({ untilMs: 40 });
    expect(run.settled('shop')).toEqual([{ atMs: 10, outcome: 'connectionReset', latencyMs: 10 }]);
    expectBalanced(run);
    expect(run.report.nodes.back.held).toBe(1);
    run.advance(100);
    expect(run.all('finished', 'back')).toMatchObject([{ atMs: 50, outcome: 'ok' }]);
    expect(run.all('wasted', 'front→back')).toMatchObject([{ atMs: 50 }]);
    expect(run.all('returned', 'front→back')).toEqual([]);
    expect(run.framesInUse).toBe(0);
  });

  test('while it is down, or while it starts, counts from anew', () => {
    const run = scenario()
      .worker('s', 1, { startupMs: 30 })
      .client('shop')
      .link('shop', 's')
      .crash('s', { atMs: 10, durationMs: 20 })
      .crash('s', { atMs: 40 })
      .restart('s', { atMs: 80 })
      .crash('s', { atMs: 90 })
      .heal({ node: 's' }, { atMs: 95 })
      .run({ untilMs: 1_000 });
    expect(run.modes('s')).toEqual([
      [10, MODES.crashed],
      [30, MODES.starting],
      [40, MODES.crashed],
      [80, MODES.starting],
      [90, MODES.crashed],
      [95, MODES.starting],
      [125, MODES.up],
    ]);
  });

  test('of a restart takes just the start-up time', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .worker('s', 20, { startupMs: 30 })
      .link('shop', 's')
      .restart('s', { atMs: 10 })
      .run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['connectionReset']);
    expect(run.modes('s').at(-1)).toEqual([40, MODES.up]);
  });
});
