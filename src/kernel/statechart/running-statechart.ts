import type { AnyStateMachine, ContextFrom, EmittedFrom, EventFromLogic, EventObject } from 'xstate';
import type { PendingTimer, SavedStatechart, Statechart } from './statechart';

/** Hands out the slots under which timers stand in the event queue. */
export interface TimerSlots {
  readonly now: number;
  arm(owner: TimerOwner, atMs: number): number;
  disarm(slot: number): void;
}

export interface TimerOwner {
  /** The timer in this slot is due; the slot is free again. */
  expire(slot: number): void;
}

interface ArmedTimer extends PendingTimer {
  readonly slot: number;
}

/** What both ways of running a machine share: timers and listeners. */
export abstract class RunningStatechart<M extends AnyStateMachine> implements Statechart<M>, TimerOwner {
  protected timers: ArmedTimer[] = [];
  protected emitted: EventObject[] = [];
  private emitListeners: ((event: EmittedFrom<M>) => void)[] = [];
  private transitionListeners: ((stateIndex: number, atMs: number) => void)[] = [];

  abstract readonly machine: M;
  abstract readonly states: readonly string[];
  abstract readonly state: string;
  abstract readonly stateIndex: number;
  abstract readonly context: Readonly<ContextFrom<M>>;
  abstract readonly done: boolean;

  constructor(protected readonly slots: TimerSlots) {}

  abstract start(): void;
  abstract send(event: EventFromLogic<M>): void;
  abstract save(): SavedStatechart;
  /** Takes over everything but the timers. */
  protected abstract resume(saved: SavedStatechart): void;

  get pending(): readonly PendingTimer[] {
    return this.timers.map(({ id, event, atMs }) => ({ id, event, atMs }));
  }

  onEmit(listener: (event: EmittedFrom<M>) => void): () => void {
    this.emitListeners.push(listener);
    return () => {
      this.emitListeners = this.emitListeners.filter((other) => other !== listener);
    };
  }

  onTransition(listener: (stateIndex: number, atMs: number) => void): () => void {
    this.transitionListeners.push(listener);
    return () => {
      this.transitionListeners = this.transitionListeners.filter((other) => other !== listener);
    };
  }

  restore(saved: SavedStatechart): void {
    this.cancelAll();
    this.resume(saved);
    this.timers = saved.timers.map((timer) => ({ ...timer, slot: this.slots.arm(this, timer.atMs) }));
  }

  /** The slots of the pending timers, in their order. */
  get timerSlots(): readonly number[] {
    return this.timers.map((timer) => timer.slot);
  }

  /** Like {@link restore}, but the timers are in the event queue already, under these slots. */
  adopt(saved: SavedStatechart, slots: readonly number[]): void {
    this.resume(saved);
    this.timers = saved.timers.map((timer, i) => ({ ...timer, slot: slots[i] }));
  }

  expire(slot: number): void {
    const index = this.timers.findIndex((timer) => timer.slot === slot);
    const [timer] = this.timers.splice(index, 1);
    this.send(timer.event as EventFromLogic<M>);
  }

  protected arm(id: string | undefined, event: EventObject, delayMs: number): void {
    if (Number.isNaN(delayMs)) throw new RangeError(`statechart "${this.machine.id}": the delay of "${id}" is NaN`);
    if (delayMs === Number.POSITIVE_INFINITY) return;
    const atMs = this.slots.now + Math.max(0, delayMs);
    this.timers.push({ id, event, atMs, slot: this.slots.arm(this, atMs) });
  }

  /** Cancels every timer with this id, as SCXML's `cancel` does. */
  protected cancel(id: string): void {
    for (let i = this.timers.length - 1; i >= 0; i--) {
      if (this.timers[i].id !== id) continue;
      this.slots.disarm(this.timers[i].slot);
      this.timers.splice(i, 1);
    }
  }

  protected cancelAll(): void {
    for (const timer of this.timers) this.slots.disarm(timer.slot);
    this.timers = [];
  }

  /** Tells the listeners what handling an event has led to. */
  protected announce(stateBefore: number): void {
    const stateIndex = this.stateIndex;
    if (stateIndex !== stateBefore) {
      for (const listener of this.transitionListeners) listener(stateIndex, this.slots.now);
    }
    if (this.emitted.length === 0) return;
    const events = this.emitted;
    this.emitted = [];
    for (const event of events) for (const listener of this.emitListeners) listener(event as EmittedFrom<M>);
  }
}
