import type {
  ActorLogic,
  AnyMachineSnapshot,
  AnyStateMachine,
  ContextFrom,
  EventFromLogic,
  EventObject,
  InputFrom,
  StateValue,
} from 'xstate';
import { initialTransition, transition } from 'xstate';
import { configurationName, configurationsOf } from './configurations';
import { assertSelfContained } from './machine-parts';
import type { TimerSlots } from './running-statechart';
import { RunningStatechart } from './running-statechart';
import type { SavedStatechart, Statechart } from './statechart';
import { MAX_MICROSTEPS, StatechartRefused } from './statechart';
import type { Statecharts } from './statecharts';

/** What XState asks to be done, as far as it concerns us. */
interface Requested {
  readonly type: string;
  readonly params: unknown;
}

interface Prepared<M> {
  readonly machine: M;
  readonly states: readonly string[];
}
const prepared = new WeakMap<AnyStateMachine, Prepared<AnyStateMachine>>();

/** Checks a machine once, and gives it the limit on microsteps that XState leaves out. */
function prepare<M extends AnyStateMachine>(machine: M): Prepared<M> {
  let known = prepared.get(machine);
  if (!known) {
    assertSelfContained(machine);
    const limited = machine.provide({});
    limited.options = {
      ...limited.options,
      maxIterations: Math.min(MAX_MICROSTEPS, limited.options.maxIterations ?? Infinity),
    };
    known = { machine: limited, states: configurationsOf(limited) };
    prepared.set(machine, known);
  }
  return known as Prepared<M>;
}

/**
 * A machine run by XState's own pure functions: all of XState (nested, parallel, history, always) at some
 * microseconds an event. For what changes rarely.
 */
export class InterpretedStatechart<M extends AnyStateMachine> extends RunningStatechart<M> {
  readonly machine: M;
  readonly states: readonly string[];
  private snapshot: AnyMachineSnapshot | null = null;
  private index = -1;
  private readonly mailbox: EventObject[] = [];
  private busy = false;
  /**
   * The machine's transitions with a constant for its initial snapshot: `transition` builds an inert actor for each
   * event, which would otherwise run the context factory again, without its input.
   */
  private readonly logic: ActorLogic<AnyMachineSnapshot, EventObject>;

  constructor(
    machine: M,
    slots: TimerSlots,
    private readonly input: InputFrom<M> | undefined,
  ) {
    super(slots);
    const known = prepare(machine);
    this.machine = known.machine;
    this.states = known.states;
    this.logic = {
      transition: known.machine.transition as never,
      getInitialSnapshot: () => this.rest,
      getPersistedSnapshot: (snapshot) => snapshot,
    };
  }

  get state(): string {
    return this.states[this.stateIndex];
  }

  get stateIndex(): number {
    return this.index;
  }

  get context(): Readonly<ContextFrom<M>> {
    return this.rest.context as ContextFrom<M>;
  }

  get done(): boolean {
    return this.snapshot?.status === 'done';
  }

  start(): void {
    if (this.snapshot) throw new Error(`statechart "${this.machine.id}" has been started already`);
    const [snapshot, actions] = initialTransition(this.machine as AnyStateMachine, this.input as never);
    this.handleAll(() => {
      this.settle(snapshot, actions as readonly Requested[]);
      this.announce(this.index);
    });
  }

  send(event: EventFromLogic<M>): void {
    if (!this.snapshot) throw new Error(`statechart "${this.machine.id}" has not been started`);
    this.mailbox.push(event as EventObject);
    if (!this.busy) this.handleAll(() => {});
  }

  save(): SavedStatechart {
    const { value, context, historyValue } = this.rest;
    const history = Object.entries(historyValue).map(([id, nodes]) => [id, (nodes ?? []).map((node) => node.id)]);
    return {
      value: value as StateValue,
      context: { ...context },
      history: Object.fromEntries(history),
      timers: this.pending,
    };
  }

  protected resume(saved: SavedStatechart): void {
    const { machine } = this;
    const history = Object.entries(saved.history).map(([id, nodes]) => [
      id,
      nodes.map((node) => machine.getStateNodeById(node)),
    ]);
    this.place(
      machine.resolveState({
        value: saved.value,
        context: { ...saved.context } as ContextFrom<M>,
        historyValue: Object.fromEntries(history),
      }),
    );
  }

  private get rest(): AnyMachineSnapshot {
    if (!this.snapshot) throw new Error(`statechart "${this.machine.id}" has not been started`);
    return this.snapshot;
  }

  private handleAll(first: () => void): void {
    this.busy = true;
    try {
      first();
      for (let event = this.mailbox.shift(); event; event = this.mailbox.shift()) this.handle(event);
    } finally {
      this.busy = false;
      this.mailbox.length = 0;
    }
  }

  private handle(event: EventObject): void {
    if (this.done) return;
    const before = this.index;
    const [snapshot, actions] = transition(this.logic, this.rest, event);
    this.settle(snapshot, actions as readonly Requested[]);
    this.announce(before);
  }

  private settle(snapshot: AnyMachineSnapshot, actions: readonly Requested[]): void {
    if (snapshot.status === 'error') throw snapshot.error;
    if (Object.keys(snapshot.children).length > 0) {
      throw new StatechartRefused(this.machine.id, '', 'spawns an actor; there are none on virtual time');
    }
    this.place(snapshot);
    for (const { type, params } of actions) this.perform(type, params);
    if (this.done) this.cancelAll();
  }

  private place(snapshot: AnyMachineSnapshot): void {
    this.snapshot = snapshot;
    this.index = this.states.indexOf(configurationName(this.machine.root, snapshot.value));
  }

  private perform(type: string, params: unknown): void {
    switch (type) {
      case 'xstate.raise': {
        const { event, delay, id } = params as { event: EventObject; delay?: number; id?: string };
        // Without a delay it has been handled already, as a part of the same transition.
        if (delay !== undefined) this.arm(id, event, delay);
        return;
      }
      case 'xstate.cancel':
        this.cancel((params as { sendId: string }).sendId);
        return;
      case 'xstate.emit':
        this.emitted.push((params as { event: EventObject }).event);
        return;
      default:
        throw new StatechartRefused(this.machine.id, this.state, `cannot perform the action "${type}"`);
    }
  }
}

/**
 * A new instance among those of a world, run by XState's pure functions. The page's build leaves these out (see
 * `tools/lean/xstate.js`), so that a component takes a compiled one. Throws {@link StatechartRefused} for machines that
 * need actors, promises or custom actions.
 */
export const interpret = <M extends AnyStateMachine>(
  statecharts: Statecharts,
  machine: M,
  input?: InputFrom<M>,
): Statechart<M> => statecharts.add(new InterpretedStatechart(machine, statecharts, input));
