import { type AnyStateMachine, setup } from 'xstate';

/** A step of a saga, as its machine needs to know it. */
export interface SagaStep {
  readonly name: string;
  /** Whether it has to be taken back when a later one fails. */
  readonly canUndo: boolean;
}

/** States in which a saga is over, in this order at the end of all. */
export const ENDS = ['completed', 'rolledBack', 'stuck', 'lost'] as const;
export type SagaEnd = (typeof ENDS)[number];

/** A full stop would be a path to XState. */
const clean = (name: string): string => name.replaceAll('.', '·');

const doing = (steps: readonly SagaStep[], step: number): string => `${step + 1} ${clean(steps[step].name)}`;
const undoing = (steps: readonly SagaStep[], step: number): string => `↶ ${doing(steps, step)}`;

/** The machine of a saga, and which of its states stands for what. */
export interface SagaChart {
  readonly machine: AnyStateMachine;
  /** By the name of a state: the step that it does or takes back. */
  readonly stepOf: ReadonlyMap<string, { readonly step: number; readonly undoes: boolean }>;
}

/**
 * A saga does its steps one after the other. When one fails, those before it are taken back, the last one first; when
 * nobody knows whether it was done (its time was up, its connection broke), it is taken back as well. A step that cannot
 * be taken back leaves the saga stuck; a crash without a log loses it.
 */
export function sagaChart(steps: readonly SagaStep[]): SagaChart {
  const stepOf = new Map<string, { step: number; undoes: boolean }>();
  const states: Record<string, object> = {};
  const first = steps.length === 0 ? 'completed' : doing(steps, 0);
  const undoFrom = (last: number): string => {
    const step = steps.findLastIndex(({ canUndo }, index) => canUndo && index <= last);
    return step < 0 ? 'rolledBack' : undoing(steps, step);
  };
  states.idle = { on: { begin: first } };
  steps.forEach((_, step) => {
    stepOf.set(doing(steps, step), { step, undoes: false });
    states[doing(steps, step)] = {
      on: {
        done: step + 1 < steps.length ? doing(steps, step + 1) : 'completed',
        failed: undoFrom(step - 1),
        unknown: undoFrom(step),
        crashed: 'lost',
      },
    };
  });
  steps.forEach(({ canUndo }, step) => {
    if (!canUndo) return;
    stepOf.set(undoing(steps, step), { step, undoes: true });
    states[undoing(steps, step)] = { on: { undone: undoFrom(step - 1), gaveUp: 'stuck', crashed: 'lost' } };
  });
  for (const end of ENDS) states[end] = { on: { begin: first } };
  return { machine: setup({}).createMachine({ id: 'saga', initial: 'idle', states }), stepOf };
}
