import { setup } from 'xstate';
import type { Statechart } from '../kernel/statechart/statechart';
import type { Statecharts } from '../kernel/statechart/statecharts';

/**
 * The life of a component that can crash: it is up until it crashes, stays down until it is told to start again, and
 * takes `startupMs` to come up. It can crash while it starts.
 */
export const lifecycleMachine = setup({
  types: {} as {
    context: { startupMs: number };
    input: { startupMs: number };
    events: { type: 'crash' } | { type: 'restart' };
  },
  delays: { startupMs: ({ context }) => context.startupMs },
}).createMachine({
  id: 'lifecycle',
  context: ({ input }) => ({ startupMs: input.startupMs }),
  initial: 'up',
  states: {
    up: { on: { crash: 'crashed' } },
    crashed: { on: { restart: 'starting' } },
    starting: { after: { startupMs: 'up' }, on: { crash: 'crashed' } },
  },
});

/** Indices of the states, as they stand in the trace and in the `modes` of a kind. */
const UP = 0;
const CRASHED = 1;

/** Whether a component is up, crashed or starting. Its statechart and timer are saved by {@link Statecharts.save}. */
export class Lifecycle {
  readonly chart: Statechart<typeof lifecycleMachine>;

  /** @param startupMs from a restart until it is up, virtual ms */
  constructor(statecharts: Statecharts, startupMs: number) {
    this.chart = statecharts.compile(lifecycleMachine, { startupMs });
    this.chart.start();
  }

  get isUp(): boolean {
    return this.chart.stateIndex === UP;
  }

  get isCrashed(): boolean {
    return this.chart.stateIndex === CRASHED;
  }

  /** Does nothing if it is crashed already. */
  crash(): void {
    this.chart.send({ type: 'crash' });
  }

  /** Begins to start what is crashed; does nothing otherwise. */
  restart(): void {
    this.chart.send({ type: 'restart' });
  }

  /** `mode` is an index into the kind's `modes`: up, crashed, starting. */
  onChange(listener: (mode: number, isUp: boolean) => void): void {
    this.chart.onTransition((stateIndex) => listener(stateIndex, stateIndex === UP));
  }
}
