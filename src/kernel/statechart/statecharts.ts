import type { AnyStateMachine, InputFrom } from 'xstate';
import { tableOf } from './compile';
import { stepTableOf } from './compile-population';
import type { FastStatechart } from './compiled';
import { CompiledStatechart } from './compiled';
import { Population, type SavedPopulation } from './population';
import type { RunningStatechart, TimerOwner, TimerSlots } from './running-statechart';
import type { SavedStatechart, TimerHost } from './statechart';

/** The statecharts of a world as plain data. */
export interface SavedStatecharts {
  readonly charts: readonly SavedStatechart[];
  /** By slot: whose timer it holds. */
  readonly slots: readonly SavedSlot[];
  readonly populations: readonly SavedPopulation[];
}
/** `cancelled`: its event is still in the queue, and nobody waits for it. */
export type SavedSlot = { readonly chart: number; readonly timer: number } | 'cancelled' | 'free';

/**
 * All statecharts of a world, and their timers: one type of event in the kernel's queue, whose subject is a slot here.
 * The queue knows no cancelling, so that the slot of a cancelled timer stays taken until its event comes.
 */
export class Statecharts implements TimerSlots {
  private readonly charts: RunningStatechart<AnyStateMachine>[] = [];
  private readonly populations: Population[] = [];
  private readonly code: number;
  private owners: (TimerOwner | 'cancelled' | 'free')[] = [];
  private freeSlots: number[] = [];

  constructor(private readonly host: TimerHost) {
    this.code = host.on((slot) => this.expire(slot));
  }

  get now(): number {
    return this.host.now;
  }

  /** A new instance, run from a transition table. Throws {@link StatechartRefused} for what a table cannot express. */
  compile<M extends AnyStateMachine>(machine: M, input?: InputFrom<M>): FastStatechart<M> {
    return this.add(new CompiledStatechart<M>(tableOf(machine), this, input));
  }

  /** An empty population of a machine that is nothing but states. Throws {@link StatechartRefused} for what a byte cannot hold. */
  populate<M extends AnyStateMachine>(machine: M): Population<M> {
    const population = new Population<M>(stepTableOf(machine));
    this.populations.push(population as unknown as Population);
    return population;
  }

  /** Everything but the event queue, which the kernel saves. */
  save(): SavedStatecharts {
    const slots: SavedSlot[] = this.owners.map((owner) => (owner === 'free' ? 'free' : 'cancelled'));
    this.charts.forEach((chart, index) => {
      chart.timerSlots.forEach((slot, timer) => {
        slots[slot] = { chart: index, timer };
      });
    });
    return {
      charts: this.charts.map((chart) => chart.save()),
      slots,
      populations: this.populations.map((population) => population.save()),
    };
  }

  /**
   * Takes over what was saved in a world with the same statecharts, created in the same order. The kernel's queue must
   * be restored as well: it holds the events of the timers.
   */
  restore(saved: SavedStatecharts): void {
    if (saved.charts.length !== this.charts.length) {
      throw new RangeError(`${saved.charts.length} statecharts were saved, but there are ${this.charts.length}`);
    }
    const slotsOf: number[][] = this.charts.map(() => []);
    this.freeSlots = [];
    this.owners = saved.slots.map((entry, slot) => {
      if (entry === 'free') this.freeSlots.push(slot);
      if (typeof entry === 'string') return entry;
      slotsOf[entry.chart][entry.timer] = slot;
      return this.charts[entry.chart];
    });
    this.charts.forEach((chart, index) => {
      chart.adopt(saved.charts[index], slotsOf[index]);
    });
    this.populations.forEach((population, index) => {
      population.restore(saved.populations[index]);
    });
  }

  arm(owner: TimerOwner, atMs: number): number {
    const slot = this.freeSlots.pop() ?? this.owners.length;
    this.owners[slot] = owner;
    this.host.at(atMs, this.code, slot);
    return slot;
  }

  disarm(slot: number): void {
    this.owners[slot] = 'cancelled';
  }

  /** Takes an instance in: its timers and its state are saved with all others. */
  add<C extends RunningStatechart<AnyStateMachine>>(chart: C): C {
    this.charts.push(chart);
    return chart;
  }

  private expire(slot: number): void {
    const owner = this.owners[slot];
    this.owners[slot] = 'free';
    this.freeSlots.push(slot);
    if (typeof owner === 'object') owner.expire(slot);
  }
}
