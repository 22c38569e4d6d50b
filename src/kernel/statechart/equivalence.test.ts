import { describe, expect, it } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { type CompiledTransition, compileStatechart, type Operation, STAY, type TransitionTable } from './compile';
import { CompiledStatechart } from './compiled';
import { InterpretedStatechart, interpret } from './interpreted';
import type { RunningStatechart } from './running-statechart';
import type { SavedStatechart } from './statechart';
import { Statecharts } from './statecharts';
import { Dice, type Happening, randomMachine, randomSteps, type Step } from './testing/random-machines';
import { TestHost } from './testing/test-host';

type Chart = RunningStatechart<AnyStateMachine>;
type Create = (statecharts: Statecharts, input: unknown) => Chart;

const interpretedBy =
  (machine: AnyStateMachine): Create =>
  (statecharts, input) =>
    interpret(statecharts, machine, input) as Chart;

const compiledBy =
  (machine: AnyStateMachine, mutate: (table: TransitionTable) => TransitionTable): Create =>
  (statecharts, input) =>
    statecharts.add(new CompiledStatechart(mutate(compileStatechart(machine)), statecharts, input));

/** Two instances of a machine on one clock, with a log of all that comes out of them. */
class World {
  readonly log: string[] = [];
  private host = new TestHost();
  private statecharts = new Statecharts(this.host);
  private charts: Chart[] = [];
  /** Emitted events are answered now and then, from within the listener, but not for ever. */
  private answers = 30;

  constructor(private readonly create: Create) {
    this.charts = this.build();
    for (const chart of this.charts) chart.start();
  }

  perform(step: Step): void {
    if (step.do === 'advance') this.host.run(this.host.now + step.byMs);
    else this.charts[step.chart].send(step.event as never);
    this.log.push(this.describe());
  }

  /** Goes through JSON into a world that has just been built, event queue and all. */
  checkpoint(): void {
    const saved = JSON.parse(JSON.stringify([this.host.now, this.host.queue, this.statecharts.save()]));
    this.host = new TestHost();
    this.statecharts = new Statecharts(this.host);
    this.charts = this.build();
    [this.host.now, this.host.queue] = saved;
    this.statecharts.restore(saved[2]);
  }

  /** Each statechart alone, into a world whose event queue is empty. */
  move(): void {
    const { now } = this.host;
    const saved: SavedStatechart[] = JSON.parse(JSON.stringify(this.charts.map((chart) => chart.save())));
    this.host = new TestHost();
    this.statecharts = new Statecharts(this.host);
    this.charts = this.build();
    this.host.now = now;
    this.charts.forEach((chart, i) => {
      chart.restore(saved[i]);
    });
  }

  private build(): Chart[] {
    return [3, 8].map((n, index) => {
      const chart = this.create(this.statecharts, { n, k: 1 });
      chart.onEmit((event) => {
        this.log.push(`${this.host.now}: ${index} emits ${JSON.stringify(event)} in ${chart.state}`);
        const { mark } = event as { mark?: number } & Happening;
        if (mark !== undefined && mark % 4 === 0 && this.answers-- > 0) chart.send({ type: 'B', x: mark } as never);
      });
      chart.onTransition((state, atMs) => {
        this.log.push(`${atMs}: ${index} enters ${state} with ${JSON.stringify(chart.pending)}`);
      });
      return chart;
    });
  }

  private describe(): string {
    const charts = this.charts.map((chart) => `${JSON.stringify(chart.save())} ${chart.done}`);
    return `${this.host.now}: ${charts.join(' | ')}`;
  }
}

/** The first line in which two worlds differ under the same steps; null if they never do. */
function firstDifference(seed: number, mutate: (table: TransitionTable) => TransitionTable): string | null {
  const dice = new Dice(seed);
  const machine = randomMachine(dice);
  const steps = randomSteps(dice, 40);
  const interpreted = new World(interpretedBy(machine));
  let compiled: World;
  try {
    compiled = new World(compiledBy(machine, mutate));
    steps.forEach((step, i) => {
      // Checkpoints on one side only: they must not be noticed. Statecharts that move alone move on both.
      if (i === 12) (seed % 2 === 0 ? interpreted : compiled).checkpoint();
      if (i === 24) for (const world of [interpreted, compiled]) world.move();
      if (i === 30) (seed % 2 === 0 ? compiled : interpreted).checkpoint();
      interpreted.perform(step);
      compiled.perform(step);
    });
  } catch (error) {
    return `seed ${seed}: ${error}`;
  }
  const at = interpreted.log.findIndex((line, i) => line !== compiled.log[i]);
  if (at === -1) return interpreted.log.length === compiled.log.length ? null : `seed ${seed}: more lines`;
  return `seed ${seed}, line ${at}\ninterpreted ${interpreted.log[at]}\ncompiled    ${compiled.log[at]}`;
}

const same = (table: TransitionTable) => table;
const FIRST_SEED = 20_240_601;
const MACHINES = 1_000;

describe('a compiled statechart is the interpreted one', () => {
  it(`on ${MACHINES} random machines with 40 random steps each, from seed ${FIRST_SEED}`, { timeout: 60_000 }, () => {
    for (let i = 0; i < MACHINES; i++) expect(firstDifference(FIRST_SEED + i, same)).toBeNull();
  });
});

const eachTransition =
  (change: (transition: CompiledTransition, state: number) => CompiledTransition) => (table: TransitionTable) => ({
    ...table,
    transitions: table.transitions.map(
      (candidates, cell) =>
        candidates?.map((transition) => change(transition, Math.floor(cell / table.events.length))) ?? null,
    ),
  });
const eachList =
  (where: 'entry' | 'exit', change: (operations: readonly Operation[], state: number) => readonly Operation[]) =>
  (table: TransitionTable) => ({ ...table, [where]: table[where].map(change) });
const without = (kind: Operation['kind']) => (operations: readonly Operation[]) =>
  operations.filter((operation) => operation.kind !== kind);
const first = (kind: Operation['kind']) => (operations: readonly Operation[]) => [
  ...operations.filter((operation) => operation.kind === kind),
  ...without(kind)(operations),
];

/** Compilers with one mistake each. */
const MUTANTS: Readonly<Record<string, (table: TransitionTable) => TransitionTable>> = {
  'drops exit actions': eachList('exit', (operations) => operations.filter(({ kind }) => kind === 'disarm')),
  'drops entry assigns': eachList('entry', without('assign')),
  'drops what entering emits': eachList('entry', without('emit')),
  'drops what entering raises': eachList('entry', without('raise')),
  'forgets to cancel timers': eachList('exit', without('disarm')),
  'forgets to arm timers': eachList('entry', without('arm')),
  'arms timers before the entry actions': eachList('entry', first('arm')),
  'emits before it assigns': eachList('entry', first('emit')),
  'tries guards in the wrong order': (table) => ({
    ...table,
    transitions: table.transitions.map((candidates) => candidates?.toReversed() ?? null),
  }),
  'ignores guards': eachTransition((transition) => ({ ...transition, guard: null })),
  'drops transition actions': eachTransition((transition) => ({ ...transition, operations: [] })),
  'runs transition actions backwards': eachTransition((transition) => ({
    ...transition,
    operations: transition.operations.toReversed(),
  })),
  'never enters the state that it is in': eachTransition((transition, state) =>
    transition.target === state ? { ...transition, target: STAY } : transition,
  ),
  'takes every transition without a target for a self-transition': eachTransition((transition, state) =>
    transition.target === STAY ? { ...transition, target: state, quiet: false } : transition,
  ),
  'never re-enters the root': eachTransition((transition) => ({ ...transition, reentersRoot: false })),
  'takes transitions that emit or raise for quiet': eachTransition((transition) => ({
    ...transition,
    quiet: transition.target === STAY,
  })),
  'does not know final states': (table) => ({ ...table, final: table.final.map(() => false) }),
  'does not leave a final state': (table) => ({
    ...table,
    exit: table.exit.map((operations, state) => (table.final[state] ? [] : operations)),
  }),
  'drops the entry actions of the root': (table) => ({ ...table, rootEntry: [] }),
  'drops the exit actions of the root': (table) => ({ ...table, rootExit: [] }),
  'drops the initial actions': (table) => ({ ...table, initialOperations: [] }),
  'mixes up timers': (table) => ({ ...table, timers: table.timers.toReversed() }),
};

describe('the comparison catches a compiler that', () => {
  for (const [mistake, mutate] of Object.entries(MUTANTS)) {
    it(mistake, { timeout: 60_000 }, () => {
      const seeds = Array.from({ length: 200 }, (_, i) => FIRST_SEED + i);
      expect(seeds.some((seed) => firstDifference(seed, mutate) !== null)).toBe(true);
    });
  }
});

it('compares the two ways themselves', () => {
  const machine = randomMachine(new Dice(1));
  const statecharts = new Statecharts(new TestHost());
  expect(interpret(statecharts, machine, { n: 1, k: 1 })).toBeInstanceOf(InterpretedStatechart);
  expect(statecharts.compile(machine, { n: 1, k: 1 })).toBeInstanceOf(CompiledStatechart);
});
