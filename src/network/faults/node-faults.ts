import { setup } from 'xstate';
import type { Population } from '../../kernel/statechart/population';
import type { Statecharts } from '../../kernel/statechart/statecharts';

/** Whether a component takes messages from its brokers. */
export const intakeMachine = setup({
  types: {} as { events: { type: 'stop' } | { type: 'start' } },
}).createMachine({
  id: 'intake',
  initial: 'taking',
  states: {
    taking: { on: { stop: 'refusing' } },
    refusing: { on: { start: 'taking' } },
  },
});

const REFUSING = 1;

/** What has been done to nodes that only some of them notice: who takes no messages is saved by {@link Statecharts.save}. */
export interface SavedNodeFaults {
  readonly skewsMs: readonly number[];
}

/** Clocks that are off, and consumers that take no messages. */
export class NodeFaults {
  readonly intakes: Population<typeof intakeMachine>;
  private skewsMs: number[] = [];
  private readonly stops: number;
  private readonly starts: number;

  constructor(statecharts: Statecharts) {
    this.intakes = statecharts.populate(intakeMachine);
    this.stops = this.intakes.eventIndex('stop');
    this.starts = this.intakes.eventIndex('start');
  }

  /** One more node, whose clock is right. */
  add(): void {
    this.skewsMs.push(0);
    this.intakes.add();
  }

  /** By how much its clock is ahead of virtual time, ms; below zero: behind. */
  skewOf(node: number): number {
    return this.skewsMs[node];
  }

  setSkew(node: number, byMs: number): void {
    this.skewsMs[node] = byMs;
  }

  /** Whether it takes no messages from brokers, though it may be up. */
  isNotConsuming(node: number): boolean {
    return this.intakes.stateIndex(node) === REFUSING;
  }

  /** Returns false where that is so already. */
  setConsuming(node: number, consumes: boolean): boolean {
    return this.intakes.send(node, consumes ? this.starts : this.stops);
  }

  save(): SavedNodeFaults {
    return { skewsMs: [...this.skewsMs] };
  }

  restore({ skewsMs }: SavedNodeFaults): void {
    this.skewsMs = [...skewsMs];
  }
}
