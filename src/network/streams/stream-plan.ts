import type { Sampler } from '../../kernel/sampler';
import type { StreamDirection } from './stream-field';

/** No plan: a call of one request and one answer. */
export const UNARY = -1;

/** What is to be said in a stream. */
export interface StreamPlan {
  /** Messages that the caller sends, and that the callee does. */
  readonly there: number;
  readonly back: number;
  /** How long a sender takes until it has the next one, ms. */
  readonly interval: Sampler;
}

export function planOf(direction: StreamDirection, messages: number, interval: Sampler): StreamPlan {
  return {
    there: direction === 'server' ? 0 : messages,
    back: direction === 'client' ? 0 : messages,
    interval,
  };
}
