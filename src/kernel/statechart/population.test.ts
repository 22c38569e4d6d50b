import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, emit, type StateNodeConfig } from 'xstate';
import { parsePlain, stringifyPlain } from '../snapshot';
import { compilePopulation, type StepTable } from './compile-population';
import { interpret } from './interpreted';
import { Population } from './population';
import { StatechartRefused } from './statechart';
import { Statecharts } from './statecharts';
import { Dice } from './testing/random-machines';
import { TestHost } from './testing/test-host';

const EVENTS = ['A', 'B', 'C', 'D'];
const INSTANCES = 5;
const FIRST_SEED = 20_240_901;
const MACHINES = 1_000;

/** A flat machine of states and transitions only: with a final state in some, events at the root, events that lead nowhere. */
function randomMachine(dice: Dice): AnyStateMachine {
  const keys = dice.times(2 + dice.below(5), (i) => `s${i}`);
  const hasEnd = dice.chance(30);
  const transition = (prefix: string): unknown => {
    if (dice.chance(10)) return {};
    const target = prefix + (hasEnd && dice.chance(10) ? 'end' : dice.pick(keys));
    if (dice.chance(40)) return target;
    return [{ target, ...(dice.chance(30) ? { reenter: true } : {}) }, ...(dice.chance(20) ? [prefix + keys[0]] : [])];
  };
  const handlers = (prefix: string, percent: number) =>
    Object.fromEntries(EVENTS.filter(() => dice.chance(percent)).map((event) => [event, transition(prefix)]));
  const states: Record<string, unknown> = Object.fromEntries(keys.map((key) => [key, { on: handlers('', 60) }]));
  if (hasEnd) states.end = { type: 'final' };
  return createMachine({
    id: 'random',
    initial: dice.pick(keys),
    on: dice.chance(60) ? handlers('.', 30) : {},
    states,
  } as never);
}

/** Where a population and as many interpreted statecharts first differ under the same events; null if they never do. */
function firstDifference(seed: number, mutate: (table: StepTable) => StepTable): string | null {
  const dice = new Dice(seed);
  const machine = randomMachine(dice);
  const statecharts = new Statecharts(new TestHost());
  const charts = dice.times(INSTANCES, () => interpret(statecharts, machine));
  for (const chart of charts) chart.start();
  const table = mutate(compilePopulation(machine));
  let population = new Population(table);
  for (const _ of charts) population.add();
  for (let step = 0; step < 60; step++) {
    if (step === 30) {
      const saved = parsePlain(stringifyPlain(population.save()));
      population = new Population(table);
      population.restore(saved as ReturnType<Population['save']>);
    }
    const instance = dice.below(INSTANCES);
    const type = dice.pick(EVENTS);
    const before = charts[instance].state;
    charts[instance].send({ type } as never);
    const isHandled = table.events.includes(type);
    const moved = isHandled && population.send(instance, population.eventIndex(type as never));
    const states = charts.map((_, i) => population.states[population.stateIndex(i)]);
    const counts = population.states.map((_, state) => population.count(state));
    const expected = charts.map((chart) => chart.state);
    const expectedCounts = population.states.map((name) => expected.filter((state) => state === name).length);
    const shown = JSON.stringify([states, counts, moved]);
    const truth = JSON.stringify([expected, expectedCounts, charts[instance].state !== before]);
    if (shown !== truth) return `seed ${seed}, step ${step}\ninterpreted ${truth}\npopulation  ${shown}`;
  }
  return null;
}

describe('a population is so many interpreted statecharts', () => {
  it(`on ${MACHINES} random machines, from seed ${FIRST_SEED}`, { timeout: 60_000 }, () => {
    for (let i = 0; i < MACHINES; i++) expect(firstDifference(FIRST_SEED + i, (table) => table)).toBeNull();
  });
});

const changed = (table: StepTable, next: (to: number, cell: number) => number): StepTable => ({
  ...table,
  next: table.next.map(next),
});

/** Compilers with one mistake each. */
const MUTANTS: Readonly<Record<string, (table: StepTable) => StepTable>> = {
  'begins in the first state': (table) => ({ ...table, initial: 0 }),
  'forgets a transition': (table) => changed(table, (to, cell) => (cell === 1 ? 0 : to)),
  'leads to the state before': (table) => changed(table, (to) => Math.max(0, to - 1)),
  'does what is not handled': (table) =>
    changed(table, (to, cell) => (to === Math.floor(cell / table.events.length) ? table.initial : to)),
  'mixes up events': (table) => ({ ...table, events: table.events.toReversed() }),
  'mixes up states': (table) => ({ ...table, states: table.states.toReversed() }),
};

describe('the comparison catches a compiler that', () => {
  it.each(Object.keys(MUTANTS))('%s', (mistake) => {
    const seeds = Array.from({ length: 100 }, (_, i) => FIRST_SEED + i);
    expect(seeds.some((seed) => firstDifference(seed, MUTANTS[mistake]) !== null)).toBe(true);
  });
});

const door = createMachine({
  id: 'door',
  initial: 'shut',
  states: { shut: { on: { push: 'open' } }, open: { on: { pull: 'shut' } } },
});

describe('a population', () => {
  const doors = () => new Statecharts(new TestHost()).populate(door);

  it('begins empty and grows', () => {
    const population = doors();
    const numbers = Array.from({ length: 40 }, () => population.add());
    expect(numbers.at(-1)).toBe(39);
    expect([population.size, population.count(0), population.count(1)]).toEqual([40, 40, 0]);
  });

  it('says whether an event led anywhere', () => {
    const population = doors();
    population.add();
    const push = population.eventIndex('push');
    expect([population.send(0, push), population.send(0, push)]).toEqual([true, false]);
    expect(population.states[population.stateIndex(0)]).toBe('open');
  });

  it('knows no events but those of its machine', () => {
    expect(() => doors().eventIndex('kick' as never)).toThrow('statechart "door" never handles "kick"');
  });

  it('is saved and restored with all other statecharts', () => {
    const build = () => {
      const statecharts = new Statecharts(new TestHost());
      return { statecharts, population: statecharts.populate(door) };
    };
    const one = build();
    for (let i = 0; i < 20; i++) one.population.add();
    one.population.send(19, one.population.eventIndex('push'));
    const other = build();
    other.statecharts.restore(parsePlain(stringifyPlain(one.statecharts.save())) as never);
    expect([other.population.size, other.population.count(1), other.population.stateIndex(19)]).toEqual([20, 1, 1]);
  });
});

describe('a population refuses', () => {
  const withState = (a: StateNodeConfig<never, never, never, never, never, never, never, never, never, never>) =>
    createMachine({ id: 'm', initial: 'a', states: { a: a as object, b: {} } });
  const cases: readonly (readonly [string, AnyStateMachine, string])[] = [
    [
      'a context',
      createMachine({ id: 'm', context: { n: 0 }, initial: 'a', states: { a: {} } }),
      'root: has a context',
    ],
    ['a guard', withState({ on: { go: { guard: () => true, target: 'b' } } } as never), 'state "a": has a guarded'],
    ['a delay', withState({ after: { 5: 'b' } } as never), 'root: has delayed transitions'],
    ['an entry action', withState({ entry: emit({ type: 'said' }) } as never), 'state "a": has actions'],
    [
      'an action on the way',
      withState({ on: { go: { target: 'b', actions: assign({}) } } } as never),
      'state "a": has actions',
    ],
    ['nested states', withState({ initial: 'c', states: { c: {} } } as never), 'state "a": has states of its own'],
  ];
  it.each(cases)('%s', (_what, machine, message) => {
    const populate = () => new Statecharts(new TestHost()).populate(machine);
    expect(populate).toThrow(StatechartRefused);
    expect(populate).toThrow(message);
  });
});
