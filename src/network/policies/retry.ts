import type { RandomStream } from '../../kernel/random';
import type { RetryParams } from '../link-params';
import { Outcome } from '../outcomes';

/** Failures that may be over when one tries again. What the callee answered as an error is not among them. */
const TRANSIENT: ReadonlySet<Outcome> = new Set([
  Outcome.timeout,
  Outcome.refused,
  Outcome.connectionRefused,
  Outcome.connectionReset,
  Outcome.partitioned,
]);

/** Whether a call whose attempt number `attempt` (from 1) ended like that is to be tried again. */
export const mayRetry = (retry: RetryParams, attempt: number, outcome: Outcome): boolean =>
  attempt < retry.maxAttempts && attempt < 255 && TRANSIENT.has(outcome);

/**
 * The wait before attempt number `attempt + 1`, ms. Exponential: base, 2 × base, 4 × base … up to the cap; full jitter
 * draws from the whole of it, equal jitter from its upper half (M. Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015).
 */
export function backoffMs(retry: RetryParams, attempt: number, random: RandomStream): number {
  // Beyond 2³⁰ the cap has long been reached.
  const factor = retry.backoff === 'exponential' ? 1 << Math.min(attempt - 1, 30) : 1;
  const wait = Math.min(retry.baseMs * factor, retry.capMs);
  switch (retry.jitter) {
    case 'none':
      return wait;
    case 'full':
      return wait * random.unit();
    case 'equal':
      return wait / 2 + (wait / 2) * random.unit();
  }
}
