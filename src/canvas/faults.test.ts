import { describe, expect, it } from 'vitest';
import type { Intervention, Scenario } from '../scenario/scenario';
import { randomActions, randomSystem } from '../simulation/testing/random-system';
import { TestRun } from '../simulation/testing/test-run';
import { faultsLastUntil, faultsAt as faultsOf } from './faults';

const faultsAt = (interventions: readonly Intervention[], atMs: number) =>
  faultsOf({ interventions, links: [], zones: [] }, atMs);

const cut = (atMs: number, durationMs: number | null = null): Intervention => ({
  action: 'cut',
  target: { link: 'l1' },
  atMs,
  durationMs,
});

describe('faults in force', () => {
  it('begin at their moment', () => {
    expect(faultsAt([cut(1_000)], 999).get('link:l1')).toBeUndefined();
    expect(faultsAt([cut(1_000)], 1_000).get('link:l1')?.cut).toBe(true);
  });

  it('end after their duration', () => {
    expect(faultsAt([cut(1_000, 500)], 1_499).get('link:l1')?.cut).toBe(true);
    expect(faultsAt([cut(1_000, 500)], 1_500).get('link:l1')?.cut).toBe(false);
  });

  it('end when healed, whatever the order of the list', () => {
    const heal: Intervention = { action: 'heal', target: { link: 'l1' }, atMs: 2_000, durationMs: null };
    expect(faultsAt([heal, cut(1_000)], 3_000).has('link:l1')).toBe(false);
  });

  it('begin when others end, whatever the order of the list', () => {
    expect(faultsAt([cut(1_500), cut(1_000, 500)], 1_500).get('link:l1')?.cut).toBe(true);
  });

  it('last until the next begins, or one of them ends', () => {
    const list = [cut(1_000, 500), cut(4_000)];
    expect([0, 1_000, 1_500, 4_000].map((atMs) => faultsLastUntil(list, atMs))).toEqual([
      1_000,
      1_500,
      4_000,
      Infinity,
    ]);
  });

  it('a pause ends with a crash; errors and losses with their time', () => {
    const target = { node: 'n' };
    const pause: Intervention = { action: 'pause', target, atMs: 0, durationMs: null };
    const errors: Intervention = { action: 'errors', share: 0.5, target, atMs: 0, durationMs: 10 };
    const crash: Intervention = { action: 'crash', target, atMs: 5, durationMs: null };
    const list = [pause, errors, crash];
    expect(faultsAt(list, 4).get('node:n')).toMatchObject({ paused: true, errors: 0.5 });
    expect(faultsAt(list, 10).get('node:n')).toMatchObject({ paused: false, errors: 0 });
  });

  it('leave other targets alone, and keep a slow-down beside a cut', () => {
    const slow: Intervention = { action: 'slow', factor: 5, target: { link: 'l1' }, atMs: 500, durationMs: null };
    const faults = faultsAt([slow, cut(1_000)], 2_000);
    expect(faults.get('link:l1')).toEqual({
      cut: true,
      slowFactor: 5,
      loss: 0,
      errors: 0,
      paused: false,
      parted: false,
      starved: 0,
      delayMs: 0,
      notConsuming: false,
      skewMs: 0,
    });
    expect(faults.get('node:l1')).toBeUndefined();
  });
});

describe('the faults that the canvas shows', () => {
  /** A random system with zones and much more done to it than usual. */
  function troubled(seed: number): Scenario {
    const system = randomSystem(seed);
    const ids = system.nodes.map(({ id }) => id);
    const zones = [
      { id: 'west', nodes: ids.filter((_, i) => i % 3 === 0) },
      { id: 'east', nodes: ids.filter((_, i) => i % 3 === 1) },
    ];
    const more = randomActions(system, seed, 60).map(({ atMs, action }) => ({ durationMs: null, ...action, atMs }));
    return { ...system, zones, interventions: [...system.interventions, ...more] as readonly Intervention[] };
  }

  const none = { cut: false, slow: 1, loss: 0, delayMs: 0, paused: false, notConsuming: false, skewMs: 0, errors: 0 };

  it.each(Array.from({ length: 40 }, (_, i) => i + 1))('are those that the run suffers (seed %i)', (seed) => {
    const scenario = troubled(seed);
    const run = new TestRun(scenario);
    const { network } = run.simulation.world;
    for (let atMs = 12; atMs < 1_900; atMs += 50) {
      if (run.advance(atMs, 20_000).progress.status !== 'reached') return;
      const shown = faultsOf(scenario, atMs);
      const of = (key: string) => {
        const faults = shown.get(key);
        if (!faults) return none;
        const { cut: isCut, loss, delayMs, paused, notConsuming, skewMs, errors, slowFactor, starved } = faults;
        const slow = starved > 0 ? 1 / (1 - starved) : slowFactor;
        return { cut: isCut, slow, loss, delayMs, paused, notConsuming, skewMs, errors };
      };
      const errorShares = network.errorShares.save();
      scenario.nodes.forEach(({ id }, node) => {
        expect({ id, atMs, ...of(`node:${id}`) }).toEqual({
          ...{ id, atMs, ...none },
          slow: network.nodePaces.factorOf(node),
          paused: network.pauses.isPaused(node),
          notConsuming: network.nodeFaults.isNotConsuming(node),
          skewMs: network.nodeFaults.skewOf(node),
          errors: errorShares[node],
        });
      });
      const { lossShares } = network.paths.save();
      network.links.forEach((link, index) => {
        const { id } = link.spec;
        expect({ id, atMs, ...of(`link:${id}`) }).toEqual({
          ...{ id, atMs, ...none },
          cut: network.paths.isCutThere(index) || network.paths.isCutBack(index),
          slow: network.linkPaces.factorOf(index),
          loss: lossShares[index],
          delayMs: link.save().state.delayMs,
        });
      });
    }
  });
});
