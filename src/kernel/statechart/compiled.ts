import type { AnyStateMachine, ContextFrom, EventFromLogic, EventObject, InputFrom } from 'xstate';
import type { CompiledTransition, Effects, Operation, TransitionTable } from './compile';
import { CompiledArgs, STAY } from './compile';
import type { TimerSlots } from './running-statechart';
import { RunningStatechart } from './running-statechart';
import type { SavedStatechart, Statechart } from './statechart';
import { MAX_MICROSTEPS } from './statechart';

/** A statechart whose events can be sent by number, without a look-up. */
export interface FastStatechart<M extends AnyStateMachine = AnyStateMachine> extends Statechart<M> {
  /** The number of an event for {@link dispatch}. Throws for an event that no state handles. */
  eventIndex(type: EventFromLogic<M>['type']): number;
  /**
   * Like `send`, in some 50 ns, and without allocating as long as the machine only assigns. The caller may use one event
   * object again and again, but not from within a listener: what a listener sends waits for its turn.
   */
  dispatch(eventIndex: number, event: EventFromLogic<M>): void;
}

interface Letter {
  readonly index: number;
  readonly event: EventObject;
}

/** Most lists are empty already, and to be told so costs an engine as much as the rest of an event. */
function clear(list: unknown[]): void {
  if (list.length > 0) list.length = 0;
}

/** A flat machine run from its transition table, with its own guards and assigns. For what is consulted on every request. */
export class CompiledStatechart<M extends AnyStateMachine>
  extends RunningStatechart<M>
  implements FastStatechart<M>, Effects
{
  readonly machine: M;
  readonly states: readonly string[];
  stateIndex = -1;
  done = false;
  private readonly args: CompiledArgs;
  /** A copy of the table's, next to the hot path. */
  private readonly transitions: TransitionTable['transitions'];
  private readonly width: number;
  private readonly raised: EventObject[] = [];
  private readonly mailbox: Letter[] = [];
  private busy = false;

  constructor(
    private readonly table: TransitionTable,
    slots: TimerSlots,
    private readonly input: InputFrom<M> | undefined,
  ) {
    super(slots);
    this.machine = table.machine as M;
    this.states = table.states;
    this.transitions = table.transitions;
    this.width = table.events.length;
    this.args = new CompiledArgs(table.initialContext(input), table.machine.root);
  }

  get state(): string {
    return this.states[this.stateIndex];
  }

  get context(): Readonly<ContextFrom<M>> {
    return this.args.context as ContextFrom<M>;
  }

  start(): void {
    if (this.stateIndex !== -1) throw new Error(`statechart "${this.machine.id}" has been started already`);
    const { table } = this;
    this.handleAll(() => {
      this.args.event = { type: 'xstate.init', input: this.input } as EventObject;
      this.run(table.rootEntry);
      this.run(table.initialOperations);
      this.enter(table.initial);
      this.handleRaised();
      this.announce(this.stateIndex);
    });
  }

  send(event: EventFromLogic<M>): void {
    if (this.stateIndex === -1) throw new Error(`statechart "${this.machine.id}" has not been started`);
    const index = this.table.eventIndex.get((event as EventObject).type);
    if (index !== undefined) this.dispatch(index, event);
  }

  eventIndex(type: EventFromLogic<M>['type']): number {
    const index = this.table.eventIndex.get(type);
    if (index === undefined) throw new RangeError(`statechart "${this.machine.id}" never handles "${type}"`);
    return index;
  }

  dispatch(eventIndex: number, event: EventFromLogic<M>): void {
    if (this.busy) {
      this.mailbox.push({ index: eventIndex, event: event as EventObject });
      return;
    }
    const transition = this.select(eventIndex, event as EventObject);
    if (transition === null) return;
    if (transition.quiet) this.run(transition.operations);
    else this.handleAll(() => this.take(transition));
  }

  save(): SavedStatechart {
    return { value: this.state, context: { ...this.context }, history: {}, timers: this.pending };
  }

  protected resume(saved: SavedStatechart): void {
    this.stateIndex = this.states.indexOf(saved.value as string);
    this.done = this.table.final[this.stateIndex];
    this.args.context = { ...saved.context };
  }

  emit(event: EventObject): void {
    this.emitted.push(event);
  }

  raise(event: EventObject): void {
    this.raised.push(event);
  }

  armTimer(timer: number, delayMs: number): void {
    const { id, event } = this.table.timers[timer];
    this.arm(id, event, delayMs);
  }

  disarmTimer(timer: number): void {
    this.cancel(this.table.timers[timer].id);
  }

  private handleAll(first: () => void): void {
    this.busy = true;
    try {
      first();
      for (let letter = this.mailbox.shift(); letter; letter = this.mailbox.shift()) {
        const transition = this.select(letter.index, letter.event);
        if (transition !== null) this.take(transition);
      }
    } finally {
      this.busy = false;
      clear(this.mailbox);
      clear(this.raised);
    }
  }

  private select(eventIndex: number, event: EventObject): CompiledTransition | null {
    const candidates = this.transitions[this.stateIndex * this.width + eventIndex];
    if (!candidates) return null;
    this.args.event = event;
    for (let i = 0; i < candidates.length; i++) {
      const { guard } = candidates[i];
      if (guard === null || guard(this.args)) return candidates[i];
    }
    return null;
  }

  /** Takes a selected transition and all that it raises, and tells the listeners. */
  private take(transition: CompiledTransition): void {
    const before = this.stateIndex;
    this.follow(transition);
    this.handleRaised();
    this.announce(before);
  }

  private handleRaised(): void {
    for (let step = 0; step < this.raised.length && !this.done; step++) {
      if (step === MAX_MICROSTEPS) {
        throw new Error(`statechart "${this.machine.id}" goes round in circles in state "${this.state}"`);
      }
      const event = this.raised[step];
      const index = this.table.eventIndex.get(event.type);
      const transition = index === undefined ? null : this.select(index, event);
      if (transition !== null) this.follow(transition);
    }
    clear(this.raised);
  }

  private follow(transition: CompiledTransition): void {
    const { table } = this;
    const { target, reentersRoot, operations } = transition;
    if (target === STAY) {
      this.run(operations);
      return;
    }
    this.run(table.exit[this.stateIndex]);
    if (reentersRoot) this.run(table.rootExit);
    this.run(operations);
    if (reentersRoot) this.run(table.rootEntry);
    this.enter(target);
  }

  private enter(target: number): void {
    const { table } = this;
    this.stateIndex = target;
    this.run(table.entry[target]);
    if (!table.final[target]) return;
    // The end of a machine leaves its last state and its root.
    this.run(table.exit[target]);
    this.run(table.rootExit);
    this.cancelAll();
    this.done = true;
  }

  private run(operations: readonly Operation[]): void {
    for (let i = 0; i < operations.length; i++) operations[i].run(this.args, this);
  }
}
