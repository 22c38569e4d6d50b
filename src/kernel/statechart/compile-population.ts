import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { compileStatechart, STAY, type TransitionTable } from './compile';
import { refuse } from './machine-parts';

/** A flat machine that knows nothing but its state: where each event leads from each state. */
export interface StepTable {
  readonly machine: AnyStateMachine;
  readonly states: readonly string[];
  readonly events: readonly string[];
  readonly initial: number;
  /** At `state × events.length + event`: the state that follows, which is the same one if the event is not handled. */
  readonly next: Uint8Array;
}

const MAX_STATES = 255;
const tables = new WeakMap<AnyStateMachine, StepTable>();

/** The table of a machine, compiled once. Throws {@link StatechartRefused} for what a byte per instance cannot express. */
export function stepTableOf(machine: AnyStateMachine): StepTable {
  let table = tables.get(machine);
  if (!table) {
    table = compilePopulation(machine);
    tables.set(machine, table);
  }
  return table;
}

/**
 * Compiles a flat machine of which many instances run in a column of bytes. It has states and transitions, and nothing
 * else: a context, a guard, an action or a delay is refused by name, for an instance has no place to keep any of it.
 */
export function compilePopulation(machine: AnyStateMachine): StepTable {
  const table = compileStatechart(machine);
  assertStateless(machine, table);
  const { states, events, initial, transitions } = table;
  const next = new Uint8Array(states.length * events.length);
  for (let state = 0; state < states.length; state++) {
    for (let event = 0; event < events.length; event++) {
      const cell = state * events.length + event;
      const target = transitions[cell]?.[0].target ?? STAY;
      next[cell] = target === STAY ? state : target;
    }
  }
  return { machine, states, events, initial, next };
}

function assertStateless(machine: AnyStateMachine, table: TransitionTable): void {
  const root: AnyStateNode = machine.root;
  if (table.states.length > MAX_STATES) refuse(root, `has more than ${MAX_STATES} states; an instance is one byte`);
  if (machine.config.context !== undefined) refuse(root, 'has a context; an instance in a population is a state only');
  if (table.timers.length > 0) refuse(root, 'has delayed transitions; a population keeps no timers');
  if (table.initialOperations.length > 0) refuse(root, 'has initial actions; a population only changes state');
  for (const node of [root, ...(Object.values(root.states) as AnyStateNode[])]) {
    const transitions = [...node.transitions.values()].flat();
    if (transitions.some(({ guard }) => guard !== undefined)) {
      refuse(node, 'has a guarded transition; in a population whoever sends the event decides');
    }
    if ([...node.entry, ...node.exit, ...transitions.flatMap(({ actions }) => actions)].length > 0) {
      refuse(node, 'has actions; a population only changes state');
    }
  }
}
