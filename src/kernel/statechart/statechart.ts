import type { AnyStateMachine, ContextFrom, EmittedFrom, EventFromLogic, EventObject, StateValue } from 'xstate';

/** The part of the kernel that statecharts need: the virtual clock and the event queue. */
export interface TimerHost {
  /** Virtual time, ms. */
  readonly now: number;
  /** Registers a type of event and returns its code. */
  on(handler: (subject: number) => void): number;
  /** Schedules an event; `subject` is a whole number below 2²⁴. Equal times keep the order of scheduling. */
  at(timeMs: number, code: number, subject: number): void;
}

/** A delayed event that has not come yet. */
export interface PendingTimer {
  /** Under which it can be cancelled. For an `after` transition: the type of its event. */
  readonly id: string | undefined;
  readonly event: EventObject;
  /** When it is due, virtual ms. */
  readonly atMs: number;
}

/** A statechart at rest, as plain JSON; alike for both ways of running it, so that one can go on where the other stopped. */
export interface SavedStatechart {
  readonly value: StateValue;
  readonly context: Readonly<Record<string, unknown>>;
  /** What the history states remember: ids of states by id of the history state. */
  readonly history: Readonly<Record<string, readonly string[]>>;
  /** In the order in which they were armed, which decides among equal times. */
  readonly timers: readonly PendingTimer[];
}

/**
 * One running instance of an XState machine on virtual time, however it is run. Guaranteed for both ways:
 *
 * - An event is handled to the end (all that it raises included) before the next. Then its timers are armed and
 *   cancelled in order, transition listeners are told, and after them emit listeners, in the order of emission.
 * - Whatever a listener sends back is handled after all listeners have been told.
 * - Nothing but emitted events comes out: machines with custom action functions are refused, because what such a
 *   function does is in no checkpoint. Events, context and emitted events are plain data.
 * - A delay of Infinity means never.
 */
export interface Statechart<M extends AnyStateMachine = AnyStateMachine> {
  readonly machine: M;
  /** The names of all states it can rest in; see `configurations.ts`. */
  readonly states: readonly string[];
  readonly state: string;
  /** Index of `state` in `states`. */
  readonly stateIndex: number;
  /** Read it, don't keep it: a compiled statechart changes it in place. */
  readonly context: Readonly<ContextFrom<M>>;
  /** True once a final state has been reached: nothing is handled any more. */
  readonly done: boolean;
  /** Timers in the order in which they were armed. */
  readonly pending: readonly PendingTimer[];
  /** Enters the initial state. Listeners are added before; instead of starting, it can be restored. */
  start(): void;
  /**
   * An event that the current state does not handle is ignored, as in XState. What a guard, an assign or a listener
   * throws comes out here; the statechart is not to be used any more then.
   */
  send(event: EventFromLogic<M>): void;
  /** Events that the machine emits: its commands to the component it belongs to. Returns the way to stop listening. */
  onEmit(listener: (event: EmittedFrom<M>) => void): () => void;
  /** Called when handling an event has ended in another state than it began in; not for the initial state. */
  onTransition(listener: (stateIndex: number, atMs: number) => void): () => void;
  save(): SavedStatechart;
  /**
   * Takes over a saved state and schedules its timers anew. The clock must stand where it stood when it was saved.
   * A world whose event queue is saved with it restores all its statecharts at once, by `Statecharts.restore`.
   */
  restore(saved: SavedStatechart): void;
}

/** A machine asks for something that a simulation, or the way it is to be run, does not have. */
export class StatechartRefused extends Error {
  constructor(machine: string, state: string, reason: string) {
    super(`statechart "${machine}", ${state === '' ? 'root' : `state "${state}"`}: ${reason}`);
    this.name = 'StatechartRefused';
  }
}

/** Rounds of raised and eventless transitions that one event may cause, before it counts as an endless loop. */
export const MAX_MICROSTEPS = 1_000;
