import type { ComponentContext } from '../../network/behaviour';
import { NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { Outcome } from '../../network/outcomes';
import type { OrchestratorParams } from './params';
import type { SagaStep } from './statechart';

/** A step of a saga, with all that its parameters name looked up. */
export interface SagaPlan extends SagaStep {
  readonly link: Link;
  /** The number of the operation; NONE for what the saga itself was asked for. */
  readonly operation: number;
  readonly undo: number;
  /** Infinity where an answer is waited for without end. */
  readonly timeoutMs: number;
  readonly retries: number;
  readonly retryDelayMs: number;
}

/** The steps as they are written; where there are none, one over each outgoing link. */
export function plan({ params, outgoing, network, peerId }: ComponentContext<OrchestratorParams>): SagaPlan[] {
  if (params.steps.length === 0) {
    return outgoing.map((link) => ({
      name: peerId(link),
      canUndo: false,
      link,
      operation: NONE,
      undo: NONE,
      timeoutMs: Infinity,
      retries: 0,
      retryDelayMs: 0,
    }));
  }
  return params.steps.flatMap((step) => {
    const link = outgoing.find(({ id }) => id === step.link);
    if (link === undefined) return [];
    return {
      name: step.name || peerId(link),
      canUndo: step.undo !== '',
      link,
      operation: step.operation === '' ? NONE : network.operation(step.operation),
      undo: step.undo === '' ? NONE : network.operation(step.undo),
      timeoutMs: step.timeoutMs ?? Infinity,
      retries: step.retries,
      retryDelayMs: step.retryDelayMs,
    };
  });
}

const UNCERTAIN: ReadonlySet<Outcome> = new Set([Outcome.timeout, Outcome.connectionReset, Outcome.partitioned]);

/** Whether a participant may have done what it was asked for although it did not say so. */
export const isUncertain = (outcome: Outcome): boolean => UNCERTAIN.has(outcome);
