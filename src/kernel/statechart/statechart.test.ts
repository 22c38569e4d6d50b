import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  and,
  assign,
  cancel,
  createActor,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendTo,
  setup,
  spawnChild,
} from 'xstate';
import { Kernel } from '../kernel';
import { interpret } from './interpreted';
import type { Statechart } from './statechart';
import { Statecharts } from './statecharts';
import { Dice, randomMachine, randomSteps } from './testing/random-machines';
import { TestHost } from './testing/test-host';

const machineOf = (config: object, implementations: object = {}): AnyStateMachine =>
  createMachine({ id: 'm', ...config } as never, implementations as never);

const runs = {
  interpret,
  compile: (statecharts: Statecharts, machine: AnyStateMachine, input?: unknown): Statechart =>
    statecharts.compile(machine, input),
};

function worldOf(machine: AnyStateMachine, way: 'interpret' | 'compile' = 'interpret', input?: unknown) {
  const host = new TestHost();
  const statecharts = new Statecharts(host);
  const chart: Statechart = runs[way](statecharts, machine, input);
  const emitted: unknown[] = [];
  const transitions: (readonly [state: string, atMs: number])[] = [];
  chart.onEmit((event) => emitted.push(event));
  chart.onTransition((index, atMs) => transitions.push([chart.states[index], atMs]));
  return { host, statecharts, chart, emitted, transitions };
}

const blinker = machineOf({
  initial: 'on',
  states: { on: { after: { 10: 'off' } }, off: { after: { 5: 'on' } } },
});

describe.each(['interpret', 'compile'] as const)('a statechart (%s)', (way) => {
  it('moves on virtual time, at the very moment', () => {
    const { host, chart, transitions } = worldOf(blinker, way);
    chart.start();
    host.run(30);
    expect(transitions).toEqual([
      ['off', 10],
      ['on', 15],
      ['off', 25],
      ['on', 30],
    ]);
  });

  it('runs on the kernel', () => {
    const kernel = new Kernel(1);
    const chart = runs[way](new Statecharts(kernel), blinker);
    chart.start();
    kernel.run(27);
    expect([chart.state, chart.pending.map(({ atMs }) => atMs)]).toEqual(['off', [30]]);
  });

  it('lets listeners see it at rest, and handles what they send after all have been told', () => {
    const machine = machineOf({
      initial: 'a',
      states: {
        a: { on: { go: { target: 'b', actions: [emit({ type: 'first' }), emit({ type: 'second' })] } } },
        b: { entry: raise({ type: 'on' }), on: { on: 'c' } },
        c: { after: { 5: 'a' }, on: { back: 'a' } },
      },
    });
    const { chart, emitted } = worldOf(machine, way);
    const seen: string[] = [];
    chart.onTransition((index) => seen.push(`enters ${chart.states[index]}`));
    chart.onEmit((event) => {
      seen.push(`${(event as { type: string }).type} in ${chart.state}, ${chart.pending.length} timer`);
      chart.send({ type: 'back' });
    });
    chart.start();
    chart.send({ type: 'go' });
    expect(seen).toEqual(['enters c', 'first in c, 1 timer', 'second in c, 1 timer', 'enters a']);
    expect(emitted).toEqual([{ type: 'first' }, { type: 'second' }]);
  });

  it('stops telling who stops listening', () => {
    const { host, chart } = worldOf(blinker, way);
    let heard = 0;
    const stop = chart.onTransition(() => heard++);
    chart.start();
    host.run(10);
    stop();
    host.run(100);
    expect(heard).toBe(1);
  });

  it('takes a delay of Infinity for never', () => {
    const machine = machineOf(
      { initial: 'a', states: { a: { after: { never: 'b' } }, b: {} } },
      { delays: { never: () => Infinity } },
    );
    const { host, chart } = worldOf(machine, way);
    chart.start();
    host.run(1e12);
    expect([chart.state, chart.pending]).toEqual(['a', []]);
  });

  it('refuses a delay that is not a number', () => {
    const machine = machineOf(
      { initial: 'a', states: { a: { after: { bad: 'b' } }, b: {} } },
      { delays: { bad: () => 0 / 0 } },
    );
    expect(() => worldOf(machine, way).chart.start()).toThrow(/"m".*NaN/);
  });

  it('is done in a final state: no event and no timer moves it', () => {
    const machine = machineOf({
      initial: 'a',
      after: { 5: '.a' },
      on: { again: '.a' },
      states: { a: { on: { end: 'z' } }, z: { type: 'final' } },
    });
    const { host, chart } = worldOf(machine, way);
    chart.start();
    chart.send({ type: 'end' });
    expect([chart.done, chart.pending]).toEqual([true, []]);
    chart.send({ type: 'again' });
    host.run(100);
    expect(chart.state).toBe('z');
  });

  it('ends an endless loop of raised events with an error', () => {
    const machine = machineOf({
      initial: 'a',
      states: { a: { on: { go: { actions: raise({ type: 'go' }) } } } },
    });
    const { chart } = worldOf(machine, way);
    chart.start();
    expect(() => chart.send({ type: 'go' })).toThrow();
  });

  it('passes on what a guard throws', () => {
    const machine = machineOf({
      initial: 'a',
      states: {
        a: {
          on: {
            go: {
              target: 'b',
              guard: () => {
                throw new Error('boom');
              },
            },
          },
        },
        b: {},
      },
    });
    const { chart } = worldOf(machine, way);
    chart.start();
    expect(() => chart.send({ type: 'go' })).toThrow('boom');
    expect(chart.state).toBe('a');
  });

  it('must be started, once', () => {
    const { chart } = worldOf(blinker, way);
    expect(() => chart.send({ type: 'x' })).toThrow('has not been started');
    chart.start();
    expect(() => chart.start()).toThrow('started already');
  });

  it('can be saved one way and go on the other', () => {
    const other = way === 'interpret' ? 'compile' : 'interpret';
    const first = worldOf(blinker, way);
    first.chart.start();
    first.host.run(12);
    const second = worldOf(blinker, other);
    second.host.now = 12;
    second.chart.restore(JSON.parse(JSON.stringify(first.chart.save())));
    second.host.run(40);
    first.host.run(40);
    expect(second.transitions).toEqual(first.transitions.slice(1));
  });

  it('reuses the slot of a timer once its event has come, not before', () => {
    const machine = machineOf({ initial: 'a', states: { a: { after: { 100: 'a' }, on: { go: 'b' } }, b: {} } });
    const { host, statecharts, chart } = worldOf(machine, way);
    chart.start();
    chart.send({ type: 'go' });
    expect([statecharts.save().slots, host.queue.length]).toEqual([['cancelled'], 1]);
    host.run(100);
    expect([statecharts.save().slots, chart.state]).toEqual([['free'], 'b']);
  });

  it('refuses actors, promises and actions that act outside the machine', () => {
    const refusals: readonly (readonly [config: object, message: RegExp])[] = [
      [{ initial: 'a', states: { a: { invoke: { src: fromPromise(async () => 1) } } } }, /"m", state "a": invokes/],
      [{ initial: 'a', states: { a: { entry: spawnChild('x') } } }, /"m", state "a".*spawns an actor/],
      [{ initial: 'a', states: { a: { on: { go: { actions: sendTo('x', { type: 'y' }) } } } } }, /sends to another/],
      [{ initial: 'a', states: { a: { exit: log('x') } } }, /writes a log/],
      [{ initial: 'a', states: { a: { exit: () => {} } } }, /state "a": an inline action is a custom function/],
      [{ initial: 'a', entry: 'ring', states: { a: {} } }, /"m", root: action "ring" has no implementation/],
      [{ initial: 'a', states: { a: { after: { soon: 'a' } } } }, /delay "soon" has no implementation/],
    ];
    for (const [config, message] of refusals) expect(() => worldOf(machineOf(config), way)).toThrow(message);
  });

  it('refuses to spawn from an assign', () => {
    const machine = machineOf({
      initial: 'a',
      context: { child: null },
      states: { a: { on: { go: { actions: assign({ child: ({ spawn }) => spawn(blinker) }) } } } },
    });
    const { chart } = worldOf(machine, way);
    chart.start();
    expect(() => chart.send({ type: 'go' })).toThrow(/"m".*(spawn|actor)/);
  });
});

describe('an interpreted statechart', () => {
  const machine = machineOf({
    type: 'parallel',
    context: { order: '' },
    states: {
      net: {
        initial: 'ok',
        states: { ok: { on: { cut: 'lost' } }, lost: { after: { 20: 'ok' } } },
        on: { mark: { actions: assign({ order: ({ context }) => `${context.order}n` }) } },
      },
      disk: {
        initial: 'ok',
        states: {
          ok: { on: { fill: 'full' } },
          full: {
            initial: 'idle',
            always: { guard: ({ context }: { context: { order: string } }) => context.order.length > 2, target: 'ok' },
            states: { idle: { on: { work: 'busy' } }, busy: { after: { 7: 'idle' } }, last: { type: 'history' } },
          },
        },
        on: {
          mark: { actions: assign({ order: ({ context }) => `${context.order}d` }) },
          again: '.full.last',
          clean: '.ok',
        },
      },
    },
  });

  it('names every combination of its regions', () => {
    const { chart } = worldOf(machine);
    expect(chart.states).toEqual([
      'net.ok & disk.ok',
      'net.ok & disk.full.idle',
      'net.ok & disk.full.busy',
      'net.lost & disk.ok',
      'net.lost & disk.full.idle',
      'net.lost & disk.full.busy',
    ]);
    chart.start();
    chart.send({ type: 'fill' });
    expect([chart.state, chart.stateIndex]).toEqual(['net.ok & disk.full.idle', 1]);
  });

  it('does nested, parallel, history and eventless transitions, and remembers all of it', () => {
    const events = ['fill', 'work', 'clean', 'again', 'cut', 'mark', 'clean', 'again', 'mark', 'fill', 'work'];
    const play = (pause: number) => {
      let world = worldOf(machine);
      world.chart.start();
      const trail: string[] = [];
      events.forEach((type, i) => {
        if (i === pause) {
          const saved = JSON.parse(JSON.stringify([world.host.now, world.host.queue, world.statecharts.save()]));
          world = worldOf(machine);
          [world.host.now, world.host.queue] = saved;
          world.statecharts.restore(saved[2]);
        }
        world.host.run(world.host.now + 3);
        world.chart.send({ type });
        trail.push(`${type}: ${world.chart.state} ${world.chart.context.order} ${JSON.stringify(world.chart.pending)}`);
      });
      return trail;
    };
    const whole = play(-1);
    expect(whole[3]).toContain('disk.full.busy');
    expect(whole.at(-1)).toContain('disk.ok');
    for (let pause = 0; pause < events.length; pause++) expect(play(pause)).toEqual(whole);
  });

  it('delays and cancels raised events by their id, all of them', () => {
    const delayed = machineOf({
      initial: 'a',
      context: { got: 0 },
      states: {
        a: {
          on: {
            later: { actions: raise(({ event }) => ({ ...event, type: 'due' }), { delay: 10, id: 'it' }) },
            stop: { actions: cancel('it') },
            due: { actions: assign({ got: ({ context, event }) => context.got + event.by }) },
          },
        },
      },
    });
    const { host, chart } = worldOf(delayed);
    chart.start();
    chart.send({ type: 'later', by: 1 });
    chart.send({ type: 'later', by: 2 });
    chart.send({ type: 'stop' });
    host.run(5);
    chart.send({ type: 'later', by: 4 });
    expect(chart.pending).toEqual([{ id: 'it', event: { type: 'due', by: 4 }, atMs: 15 }]);
    host.run(100);
    expect(chart.context.got).toBe(4);
  });

  it('does what enqueueActions chooses, unless it chooses to leave the machine', () => {
    const choosing = (action: unknown) =>
      machineOf({
        initial: 'a',
        context: { n: 0 },
        states: {
          a: { on: { go: { actions: enqueueActions(({ enqueue }) => enqueue(action as never)) } } },
        },
      });
    const { chart, emitted } = worldOf(choosing(emit({ type: 'rang' })));
    chart.start();
    chart.send({ type: 'go' });
    expect(emitted).toEqual([{ type: 'rang' }]);
    const other = worldOf(choosing(() => {})).chart;
    other.start();
    expect(() => other.send({ type: 'go' })).toThrow('cannot perform');
  });

  it('does not run the context factory again for each event', () => {
    let runs = 0;
    const counting = machineOf({
      initial: 'a',
      context: ({ input }: { input?: { n: number } }) => {
        runs++;
        return { n: input?.n ?? -1 };
      },
      states: { a: { on: { go: { reenter: true, target: 'a' } } } },
    });
    const { chart } = worldOf(counting, 'interpret', { n: 5 });
    chart.start();
    const atStart = runs;
    for (let i = 0; i < 20; i++) chart.send({ type: 'go' });
    expect([runs - atStart, chart.context]).toEqual([0, { n: 5 }]);
  });

  it("does what XState's own actor does, on random machines", { timeout: 60_000 }, () => {
    const clocked = (host: TestHost) => {
      const callbacks: ((() => void) | null)[] = [];
      const code = host.on((id) => callbacks[id]?.());
      return {
        setTimeout: (callback: () => void, ms: number) => {
          const id = callbacks.push(callback) - 1;
          if (ms !== Infinity) host.at(host.now + ms, code, id);
          return id;
        },
        clearTimeout: (id: number) => {
          callbacks[id] = null;
        },
      };
    };
    for (let seed = 1; seed <= 150; seed++) {
      const dice = new Dice(seed);
      const machine = randomMachine(dice);
      const input = { n: 3, k: 1 };
      const host = new TestHost();
      const actor = createActor(machine, { clock: clocked(host), input } as never);
      const ours = worldOf(machine, 'interpret', input);
      const emitted: unknown[] = [];
      actor.on('*', (event: unknown) => emitted.push(event));
      actor.start();
      ours.chart.start();
      for (const step of randomSteps(dice, 40)) {
        if (step.do === 'advance') {
          for (const { host: clock } of [ours, { host }]) clock.run(clock.now + step.byMs);
        } else if (!ours.chart.done) {
          actor.send(step.event);
          ours.chart.send(step.event as never);
        }
        const { value, context, status } = actor.getSnapshot();
        expect([ours.chart.state, ours.chart.context, ours.chart.done]).toEqual([value, context, status === 'done']);
      }
      expect(ours.emitted).toEqual(emitted);
    }
  });
});

describe('a compiled statechart', () => {
  it('refuses what a table cannot express, and names the machine, the state and the reason', () => {
    const refusals: readonly (readonly [config: object, message: RegExp])[] = [
      [{ type: 'parallel', states: { a: {} } }, /"m", root: is parallel/],
      [{}, /"m", root: is atomic/],
      [{ initial: 'a', states: { a: { initial: 'b', states: { b: {} } } } }, /"m", state "a": has states of its own/],
      [{ initial: 'a', states: { a: {}, h: { type: 'history' } } }, /state "h": is history/],
      [{ initial: 'a', states: { a: { always: 'b' }, b: {} } }, /state "a": has `always`/],
      [{ initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } }, /state "a": has the wildcard "\*"/],
      [{ initial: 'a', states: { a: { on: { 'x.*': 'b' } }, b: {} } }, /wildcard "x\.\*"/],
      [{ initial: 'a', states: { a: { on: { go: '#m' } } } }, /state "a": has a transition to the root/],
      [{ initial: 'a', states: { a: { entry: raise({ type: 'x' }, { delay: 5 }) } } }, /raises an event with a delay/],
      [{ initial: 'a', states: { a: { entry: cancel('x') } } }, /cancels an event/],
      [{ initial: 'a', states: { a: { entry: enqueueActions(() => {}) } } }, /enqueueActions/],
      [{ initial: 'a', states: { a: { on: { go: { guard: and([() => true]) } } } } }, /a guard combines others/],
      [{ initial: 'a', states: { a: { on: { go: { guard: 'open' } } } } }, /guard "open" has no implementation/],
    ];
    for (const [config, message] of refusals) expect(() => worldOf(machineOf(config), 'compile')).toThrow(message);
  });

  const counter = setup({
    types: {} as { context: { n: number }; events: { type: 'add'; by: number } | { type: 'reset' } },
  }).createMachine({
    id: 'counter',
    initial: 'counting',
    context: { n: 0 },
    states: {
      counting: {
        on: { add: { actions: assign({ n: ({ context, event }) => context.n + event.by }) }, reset: 'zero' },
      },
      zero: {},
    },
  });

  it('takes events by number', () => {
    const chart = new Statecharts(new TestHost()).compile(counter);
    chart.start();
    chart.dispatch(chart.eventIndex('add'), { type: 'add', by: 3 });
    chart.dispatch(chart.eventIndex('add'), { type: 'add', by: 4 });
    expect(chart.context.n).toBe(7);
  });

  it('knows which events it never handles', () => {
    const chart = new Statecharts(new TestHost()).compile(counter);
    expect(() => chart.eventIndex('sub' as never)).toThrow('statechart "counter" never handles "sub"');
  });

  it('keeps the contexts of its instances, and the machine itself, apart', () => {
    const statecharts = new Statecharts(new TestHost());
    const [one, two] = [statecharts.compile(counter), statecharts.compile(counter)];
    one.start();
    two.start();
    one.send({ type: 'add', by: 1 });
    expect([one.context.n, two.context.n, statecharts.compile(counter).context.n]).toEqual([1, 0, 0]);
  });
});

it('a world cannot be restored into one with other statecharts', () => {
  const saved = new Statecharts(new TestHost()).save();
  expect(() => worldOf(blinker).statecharts.restore(saved)).toThrow('0 statecharts were saved, but there are 1');
});
