import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject, MachineContext } from 'xstate';
import { childrenOf } from './configurations';
import type { Args, Expression } from './machine-parts';
import { assertSelfContained, refuse, resolveAction } from './machine-parts';

/** What an operation of a table may do to the statechart that runs it. */
export interface Effects {
  emit(event: EventObject): void;
  raise(event: EventObject): void;
  armTimer(timer: number, delayMs: number): void;
  disarmTimer(timer: number): void;
}

/** One action of the machine, ready to run. */
export interface Operation {
  readonly kind: 'assign' | 'emit' | 'raise' | 'arm' | 'disarm';
  run(args: Args, effects: Effects): void;
}

/** One way out of (or within) a state. */
export interface CompiledTransition {
  readonly guard: ((args: Args) => boolean) | null;
  /** Index of the state that is entered; {@link STAY} when none is left or entered. */
  readonly target: number;
  readonly operations: readonly Operation[];
  /** Leaves and enters the root too. */
  readonly reentersRoot: boolean;
  /** Does nothing but assign: no listener, timer or raised event can come of it. */
  readonly quiet: boolean;
}
export const STAY = -1;

/** The delayed event of an `after` transition. */
export interface CompiledTimer {
  readonly id: string;
  readonly event: EventObject;
}

/** A flat machine as a table: for each state and event the transitions to try, in order. */
export interface TransitionTable {
  readonly machine: AnyStateMachine;
  readonly states: readonly string[];
  readonly events: readonly string[];
  readonly eventIndex: ReadonlyMap<string, number>;
  readonly initial: number;
  readonly initialContext: (input: unknown) => MachineContext;
  /** At `state × events.length + event`. */
  readonly transitions: readonly (readonly CompiledTransition[] | null)[];
  /** By state. */
  readonly entry: readonly (readonly Operation[])[];
  readonly exit: readonly (readonly Operation[])[];
  readonly final: readonly boolean[];
  readonly rootEntry: readonly Operation[];
  readonly rootExit: readonly Operation[];
  readonly initialOperations: readonly Operation[];
  readonly timers: readonly CompiledTimer[];
}

const tables = new WeakMap<AnyStateMachine, TransitionTable>();

/** The table of a machine, compiled once. Throws {@link StatechartRefused} for what a table cannot express. */
export function tableOf(machine: AnyStateMachine): TransitionTable {
  let table = tables.get(machine);
  if (!table) {
    table = compileStatechart(machine);
    tables.set(machine, table);
  }
  return table;
}

/**
 * Compiles a flat machine: a root with atomic and final states, `on` and `after` transitions, guards, assign, emit and
 * raise. Everything else is refused by name: what a table cannot express must not run differently in silence.
 */
export function compileStatechart(machine: AnyStateMachine): TransitionTable {
  const root: AnyStateNode = machine.root;
  if (root.type !== 'compound') refuse(root, `is ${root.type}; only a flat machine with states can be compiled`);
  const nodes = Object.values(root.states) as AnyStateNode[];
  for (const node of [root, ...nodes]) assertFlat(node, root);
  assertSelfContained(machine);

  const compiler = new Compiler(root, nodes);
  const initialNode = root.initial.target[0] as AnyStateNode;
  return {
    machine,
    states: nodes.map((node) => node.key),
    events: compiler.events,
    eventIndex: new Map(compiler.events.map((event, index) => [event, index])),
    initial: nodes.indexOf(initialNode),
    initialContext: compiler.initialContext(),
    transitions: nodes.flatMap((node) => compiler.events.map((event) => compiler.candidates(node, event))),
    entry: nodes.map((node) => compiler.operations(node, node.entry)),
    exit: nodes.map((node) => compiler.operations(node, node.exit)),
    final: nodes.map((node) => node.type === 'final'),
    rootEntry: compiler.operations(root, root.entry),
    rootExit: compiler.operations(root, root.exit),
    initialOperations: compiler.operations(root, root.initial.actions),
    timers: compiler.timers,
  };
}

function assertFlat(node: AnyStateNode, root: AnyStateNode): void {
  if (node !== root && childrenOf(node).length > 0) refuse(node, 'has states of its own; a table has one level');
  if (node.type === 'parallel' || node.type === 'history') refuse(node, `is ${node.type}; a table has no such states`);
  if (node.always) refuse(node, 'has `always` transitions; a table reacts to events only');
  for (const descriptor of node.transitions.keys()) {
    if (descriptor.includes('*')) refuse(node, `has the wildcard "${descriptor}"; a table needs the names of events`);
  }
}

const isAfter = (id: unknown): id is string => typeof id === 'string' && id.startsWith('xstate.after.');

/** The arguments of the machine's own functions; one object serves all calls. Reaching for an actor is an error. */
export class CompiledArgs implements Args {
  event: EventObject = { type: 'xstate.init' };

  constructor(
    public context: MachineContext,
    private readonly root: AnyStateNode,
  ) {}

  get spawn(): never {
    return this.refused('spawn');
  }

  get self(): never {
    return this.refused('self');
  }

  get system(): never {
    return this.refused('system');
  }

  private refused(name: string): never {
    return refuse(this.root, `a function reads \`${name}\`; there are no actors in a table`);
  }
}

class Compiler {
  readonly events: readonly string[];
  readonly timers: CompiledTimer[] = [];

  constructor(
    private readonly root: AnyStateNode,
    private readonly nodes: readonly AnyStateNode[],
  ) {
    this.events = [...new Set([root, ...nodes].flatMap((node) => [...node.transitions.keys()]))];
    for (const node of [root, ...nodes]) {
      for (const { eventType } of node.after) {
        if (!this.timers.some((timer) => timer.id === eventType)) {
          this.timers.push({ id: eventType, event: { type: eventType } });
        }
      }
    }
  }

  initialContext(): (input: unknown) => MachineContext {
    const { context } = this.root.machine.config as { context?: MachineContext | ((args: unknown) => MachineContext) };
    if (typeof context !== 'function') return () => ({ ...context });
    const { root } = this;
    return (input) => {
      const args = new CompiledArgs({}, root);
      return { ...context(Object.defineProperty(args, 'input', { value: input })) };
    };
  }

  candidates(node: AnyStateNode, event: string): readonly CompiledTransition[] | null {
    // A final state is the end: not even the root's transitions leave it.
    if (node.type === 'final') return null;
    const own = node.transitions.get(event) ?? [];
    const inherited = this.root.transitions.get(event) ?? [];
    const all = [...own, ...inherited].map((definition) => this.transition(node, definition));
    return all.length > 0 ? all : null;
  }

  operations(node: AnyStateNode, actions: readonly unknown[]): readonly Operation[] {
    return actions.map((action) => this.operation(node, action));
  }

  private transition(node: AnyStateNode, definition: AnyTransitionDefinition): CompiledTransition {
    const { target: targets = [], reenter } = definition;
    const source = definition.source as AnyStateNode;
    if (targets.length > 1) refuse(node, 'has a transition with several targets; a table has one level');
    const target = targets.length === 0 ? STAY : this.nodes.indexOf(targets[0] as AnyStateNode);
    if (targets.length > 0 && target === STAY) refuse(node, 'has a transition to the root; a table has one level');
    const operations = this.operations(source, definition.actions);
    // From a state to itself nothing is left or entered, unless that is asked for; from the root always.
    const stays = target === this.nodes.indexOf(node) && source === node && !reenter;
    return {
      guard: this.guard(source, definition.guard),
      target: stays ? STAY : target,
      operations,
      reentersRoot: source === this.root && reenter && target !== STAY,
      quiet: (stays || target === STAY) && operations.every((operation) => operation.kind === 'assign'),
    };
  }

  private guard(node: AnyStateNode, guard: unknown): ((args: Args) => boolean) | null {
    if (guard === undefined) return null;
    const isInline = typeof guard === 'function';
    const named = typeof guard === 'string' ? { type: guard } : (guard as { type: string; params?: unknown });
    const found: unknown = isInline ? guard : node.machine.implementations.guards[named.type];
    if (found === undefined) return refuse(node, `guard "${named.type}" has no implementation`);
    if (typeof found !== 'function' || 'check' in found) {
      return refuse(node, `${isInline ? 'a guard' : `guard "${named.type}"`} combines others; a table needs functions`);
    }
    const test = found as Expression<boolean>;
    const params = isInline ? undefined : named.params;
    if (typeof params !== 'function') return (args) => test(args, params);
    return (args) => test(args, params(args));
  }

  private operation(node: AnyStateNode, action: unknown): Operation {
    const { builtin, params } = resolveAction(node, action);
    const paramsOf = typeof params === 'function' ? (params as (args: Args) => unknown) : () => params;
    switch (builtin.type) {
      case 'xstate.assign':
        return assignOperation(builtin.assignment, paramsOf);
      case 'xstate.emit': {
        const { event } = builtin;
        const eventOf = typeof event === 'function' ? event : () => event;
        return { kind: 'emit', run: (args, effects) => effects.emit(eventOf(args, paramsOf(args))) };
      }
      case 'xstate.raise': {
        const { event, delay, id } = builtin;
        if (delay !== undefined) return this.armOperation(node, delay, id);
        const eventOf = typeof event === 'function' ? event : () => event;
        return { kind: 'raise', run: (args, effects) => effects.raise(eventOf(args, paramsOf(args))) };
      }
      case 'xstate.cancel': {
        const timer = this.timers.findIndex(({ id }) => id === builtin.sendId);
        if (timer === -1) return refuse(node, 'cancels an event that is not one of its `after` transitions');
        return { kind: 'disarm', run: (_args, effects) => effects.disarmTimer(timer) };
      }
      case 'xstate.enqueueActions':
        return refuse(node, 'chooses actions while it runs (enqueueActions); a table needs guards');
    }
  }

  private armOperation(
    node: AnyStateNode,
    delay: number | string | Expression<number>,
    id: string | undefined,
  ): Operation {
    const timer = this.timers.findIndex((candidate) => candidate.id === id);
    if (!isAfter(id) || timer === -1) return refuse(node, 'raises an event with a delay; use an `after` transition');
    const found = (typeof delay === 'string' ? node.machine.implementations.delays[delay] : delay) as
      | number
      | Expression<number>;
    if (typeof found === 'number') return { kind: 'arm', run: (_args, effects) => effects.armTimer(timer, found) };
    return { kind: 'arm', run: (args, effects) => effects.armTimer(timer, found(args, undefined)) };
  }
}

/** Assigns in place; all values are computed before the first is written, as XState does. */
function assignOperation(
  assignment: Expression<MachineContext> | Readonly<Record<string, unknown>>,
  paramsOf: (args: Args) => unknown,
): Operation {
  if (typeof assignment === 'function') {
    return {
      kind: 'assign',
      run: (args) => {
        Object.assign(args.context, assignment(args, paramsOf(args)));
      },
    };
  }
  const keys = Object.keys(assignment);
  const expressions = keys.map((key): Expression<unknown> => {
    const value = assignment[key];
    return typeof value === 'function' ? (value as Expression<unknown>) : () => value;
  });
  if (keys.length === 1) {
    const [key] = keys;
    const [compute] = expressions;
    return {
      kind: 'assign',
      run: (args) => {
        args.context[key] = compute(args, paramsOf(args));
      },
    };
  }
  const values: unknown[] = keys.map(() => undefined);
  return {
    kind: 'assign',
    run: (args) => {
      const params = paramsOf(args);
      for (let i = 0; i < keys.length; i++) values[i] = expressions[i](args, params);
      for (let i = 0; i < keys.length; i++) args.context[keys[i]] = values[i];
    },
  };
}
