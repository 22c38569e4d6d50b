import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject, MachineContext } from 'xstate';
import { StatechartRefused } from './statechart';

/** What XState hands to guards, assigns and expressions. */
export interface Args {
  context: MachineContext;
  event: EventObject;
}
export type Expression<T> = (args: Args, params: unknown) => T;

/** XState's action creators return functions that carry their arguments; this is what they carry. */
export type BuiltinAction =
  | {
      readonly type: 'xstate.assign';
      readonly assignment: Expression<MachineContext> | Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'xstate.raise';
      readonly event: EventObject | Expression<EventObject>;
      readonly delay: number | string | Expression<number> | undefined;
      readonly id: string | undefined;
    }
  | { readonly type: 'xstate.cancel'; readonly sendId: string | Expression<string> }
  | { readonly type: 'xstate.emit'; readonly event: EventObject | Expression<EventObject> }
  | { readonly type: 'xstate.enqueueActions' };

export interface ResolvedAction {
  readonly builtin: BuiltinAction;
  /** The parameters of a named action: a value or a function of context and event. */
  readonly params: unknown;
}

const SUPPORTED = ['xstate.assign', 'xstate.raise', 'xstate.cancel', 'xstate.emit', 'xstate.enqueueActions'];

const WHY_NOT: Readonly<Record<string, string>> = {
  'xstate.sendTo': 'sends to another actor; emit an event instead',
  'xstate.spawnChild': 'spawns an actor; there are none on virtual time',
  'xstate.stopChild': 'stops an actor; there are none on virtual time',
  'xstate.log': 'writes a log; emit an event instead',
};

export const nameOf = (node: AnyStateNode): string => node.path.join('.');

export const refuse = (node: AnyStateNode, reason: string): never => {
  throw new StatechartRefused(node.machine.id, nameOf(node), reason);
};

const allNodes = (machine: AnyStateMachine): AnyStateNode[] => {
  const withDescendants = (node: AnyStateNode): AnyStateNode[] => [
    node,
    ...(Object.values(node.states) as AnyStateNode[]).flatMap(withDescendants),
  ];
  return withDescendants(machine.root);
};

const transitionsOf = (node: AnyStateNode): AnyTransitionDefinition[] => [
  ...[...node.transitions.values()].flat(),
  ...(node.always ?? []),
];

/** Follows the name of an action to what it does, and refuses what would act outside the machine. */
export function resolveAction(node: AnyStateNode, action: unknown): ResolvedAction {
  const named = typeof action === 'string' ? { type: action } : (action as { type: string; params?: unknown });
  const isInline = typeof action === 'function';
  const found: unknown = isInline ? action : node.machine.implementations.actions[named.type];
  if (found === undefined) return refuse(node, `action "${named.type}" has no implementation`);
  const type = (found as { type?: string }).type ?? '';
  if (!SUPPORTED.includes(type)) {
    const called = isInline ? 'an inline action' : `action "${named.type}"`;
    return refuse(node, `${called} ${WHY_NOT[type] ?? 'is a custom function; emit an event instead'}`);
  }
  return { builtin: found as unknown as BuiltinAction, params: isInline ? undefined : named.params };
}

const isKnownDelay = (node: AnyStateNode, delay: unknown) =>
  typeof delay !== 'string' || delay in node.machine.implementations.delays;

/** Refuses a machine that needs more than virtual time and its own events: other actors, promises, custom functions. */
export function assertSelfContained(machine: AnyStateMachine): void {
  for (const node of allNodes(machine)) {
    if (node.invoke.length > 0) refuse(node, 'invokes an actor; promises and actors do not live on virtual time');
    const transitions = transitionsOf(node);
    const initial = node.initial?.actions ?? [];
    for (const action of [...node.entry, ...node.exit, ...initial, ...transitions.flatMap((t) => t.actions)]) {
      const { builtin } = resolveAction(node, action);
      if (builtin.type === 'xstate.raise' && !isKnownDelay(node, builtin.delay)) {
        refuse(node, `delay "${String(builtin.delay)}" has no implementation`);
      }
    }
  }
}
