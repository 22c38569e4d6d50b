import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import { Statecharts } from '../../kernel/statechart/statecharts';
import { TestHost } from '../../kernel/statechart/testing/test-host';
import { Paces } from './pace';
import { Paths } from './path';

const statecharts = () => new Statecharts(new TestHost());

describe('a pace', () => {
  function paces() {
    const changes: [place: number, state: string, factor: number][] = [];
    const all = new Paces(statecharts(), (place, state, factor) =>
      changes.push([place, all.population.states[state], factor]),
    );
    all.add();
    all.add();
    return { all, changes };
  }

  it('is its own until it is slowed, and again when it recovers', () => {
    const { all, changes } = paces();
    all.set(1, 5);
    all.set(1, 1);
    expect(changes).toEqual([
      [1, 'slowed', 5],
      [1, 'normal', 1],
    ]);
    expect([all.factorOf(0), all.factorOf(1)]).toEqual([1, 1]);
  });

  it('tells a change of the factor too, and nothing twice', () => {
    const { all, changes } = paces();
    all.set(0, 5);
    all.set(0, 5);
    all.set(0, 8);
    all.set(1, 1);
    expect(changes).toEqual([
      [0, 'slowed', 5],
      [0, 'slowed', 8],
    ]);
  });

  it('is slowed exactly where the factor is not 1', () => {
    const { all } = paces();
    for (const factor of [3, 3, 1, 1, 0.5, 2, 1]) {
      all.set(0, factor);
      expect(all.population.states[all.population.stateIndex(0)]).toBe(all.factorOf(0) === 1 ? 'normal' : 'slowed');
    }
  });
});

const chance = new RandomStreams(1).stream('loss');

describe('a path', () => {
  it('is cut and mended, each once', () => {
    const changes: [link: number, state: string][] = [];
    const paths = new Paths(statecharts(), (link, state) => changes.push([link, paths.population.states[state]]));
    paths.add(chance);
    paths.add(chance);
    paths.mend(1);
    paths.cut(1);
    paths.cut(1);
    expect([paths.isCut(0), paths.isCut(1)]).toEqual([false, true]);
    paths.mend(1);
    expect(changes).toEqual([
      [1, 'cut'],
      [1, 'up'],
    ]);
  });

  it('is cut one way: what goes the other way comes through', () => {
    const paths = new Paths(statecharts(), () => {});
    paths.add(chance);
    paths.cut(0, 'there');
    expect([paths.losesThere(0), paths.losesBack(0), paths.isCut(0)]).toEqual([true, false, false]);
    paths.cut(0, 'back');
    expect([paths.losesThere(0), paths.losesBack(0), paths.isCut(0)]).toEqual([false, true, false]);
    paths.cut(0);
    expect([paths.losesThere(0), paths.losesBack(0), paths.isCut(0)]).toEqual([true, true, true]);
    paths.mend(0);
    expect([paths.losesThere(0), paths.losesBack(0)]).toEqual([false, false]);
  });

  it('loses the share that it is told to lose', () => {
    const paths = new Paths(statecharts(), () => {});
    paths.add(chance);
    paths.setLoss(0, 0.25);
    const lost = Array.from({ length: 4_000 }, () => paths.losesThere(0)).filter(Boolean).length;
    expect(lost / 4_000).toBeCloseTo(0.25, 1);
  });
});
