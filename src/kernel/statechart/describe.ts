import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition, EventObject, MachineContext } from 'xstate';
import { childrenOf, configurationName } from './configurations';
import { type Args, nameOf } from './machine-parts';

/** A way out of (or within) a state. */
export interface TransitionDescription {
  /** The event's type; for a delayed one `after 5000 ms`, or `after` and the delay's name if only a run can tell it. */
  readonly event: string;
  /** The state that is entered; the state itself when none is. */
  readonly target: string;
  /** The condition's name, if it has one. */
  readonly guard?: string;
  /** The delay, ms, of a transition that happens by itself; `event` tells it in words. */
  readonly afterMs?: number;
}

/** A machine as plain data, to be drawn. */
export interface StatechartDefinition {
  readonly initial: string;
  /** By name, in document order. Nested states are `up.busy`; in parallel machines each region's states stand alone. */
  readonly states: Readonly<Record<string, { readonly on: readonly TransitionDescription[] }>>;
}

/**
 * Describes a machine from its own definition. Each state lists its own transitions and those of the states around it
 * which it does not override.
 *
 * @param context that of a running instance, to tell delays that depend on it
 */
export function describeMachine(machine: AnyStateMachine, context?: MachineContext): StatechartDefinition {
  const states: Record<string, { on: TransitionDescription[] }> = {};
  for (const leaf of leavesOf(machine.root)) {
    // A delay without an end is a way that this instance never goes.
    const possible = effectiveTransitions(leaf).filter((t) => delayOf(leaf, t, context) !== Infinity);
    states[nameOf(leaf)] = { on: possible.map((t) => describeTransition(leaf, t, context)) };
  }
  return { initial: configurationName(machine.root, initialValue(machine.root)), states };
}

const leavesOf = (node: AnyStateNode): AnyStateNode[] => {
  const children = childrenOf(node);
  return children.length === 0 ? [node] : children.flatMap(leavesOf);
};

function initialValue(node: AnyStateNode): { [key: string]: ReturnType<typeof initialValue> } {
  const entered = node.type === 'parallel' ? childrenOf(node) : (node.initial?.target ?? []);
  return Object.fromEntries((entered as AnyStateNode[]).map((child) => [child.key, initialValue(child)]));
}

/** From the inside out; an unconditional transition hides what comes after it under the same event. */
function effectiveTransitions(leaf: AnyStateNode): AnyTransitionDefinition[] {
  const decided = new Set<string>();
  const effective: AnyTransitionDefinition[] = [];
  for (let node: AnyStateNode | undefined = leaf; node; node = node.parent) {
    for (const transition of [...node.transitions.values()].flat().concat(node.always ?? [])) {
      if (decided.has(transition.eventType)) continue;
      if (transition.guard === undefined) decided.add(transition.eventType);
      // Neither target nor action: the event is forbidden here.
      if (transition.target !== undefined || transition.actions.length > 0) effective.push(transition);
    }
  }
  return effective;
}

function describeTransition(
  leaf: AnyStateNode,
  transition: AnyTransitionDefinition,
  context: MachineContext | undefined,
): TransitionDescription {
  const target = (transition.target ?? [leaf]).map((node) => nameOf(enteredIn(node as AnyStateNode))).join(' & ');
  const guard = guardName(transition.guard);
  const delay = delayOf(leaf, transition, context);
  return {
    event: delay === undefined ? transition.eventType : `after ${typeof delay === 'number' ? `${delay} ms` : delay}`,
    target,
    ...(guard === undefined ? {} : { guard }),
    ...(typeof delay === 'number' ? { afterMs: delay } : {}),
  };
}

/** Where one ends up who enters a state with states of its own. */
const enteredIn = (node: AnyStateNode): AnyStateNode => {
  const [initial] = node.type === 'compound' ? (node.initial.target as AnyStateNode[]) : [];
  return initial ? enteredIn(initial) : node;
};

function guardName(guard: unknown): string | undefined {
  if (typeof guard === 'string') return guard;
  const named = guard as { type?: string; name?: string } | undefined;
  return named?.type || named?.name || undefined;
}

/** Milliseconds where they are known, else the delay's name. */
function delayOf(
  leaf: AnyStateNode,
  transition: AnyTransitionDefinition,
  context: MachineContext | undefined,
): number | string | undefined {
  const { delay } = transition as { delay?: number | string };
  if (typeof delay !== 'string') return delay;
  const found: unknown = leaf.machine.implementations.delays[delay];
  if (typeof found === 'number') return found;
  if (typeof found !== 'function' || context === undefined) return delay;
  const event: EventObject = { type: transition.eventType };
  return (found as (args: Args) => number)({ context, event });
}
