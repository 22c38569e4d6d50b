import { Outcome } from '../../network/outcomes';
import type { NextUpstream } from './params';

/** Why another target may be asked; the names are those of nginx's `proxy_next_upstream`. */
export type Fault = 'error' | 'timeout' | 'http500' | 'http503' | 'http429';

const FAULTS: ReadonlyMap<Outcome, Fault> = new Map<Outcome, Fault>([
  [Outcome.connectionRefused, 'error'],
  [Outcome.connectionReset, 'error'],
  [Outcome.partitioned, 'error'],
  [Outcome.timeout, 'timeout'],
  [Outcome.error, 'http500'],
  [Outcome.contractBroken, 'http500'],
  [Outcome.noRoute, 'http500'],
  [Outcome.refused, 'http503'],
  [Outcome.shed, 'http503'],
  [Outcome.rateLimited, 'http429'],
]);

/** What nginx would call it; undefined: an answer like any other. */
export const faultOf = (outcome: Outcome): Fault | undefined => FAULTS.get(outcome);

/** No answer at all: always a failure of the target. A bad answer is one only where it makes another be asked. */
export const isUnanswered = (fault: Fault): boolean => fault === 'error' || fault === 'timeout';

/** Whether the target has seen the request: nothing was sent where there was no connection. */
const wasSent = (outcome: Outcome): boolean => outcome !== Outcome.connectionRefused && outcome !== Outcome.partitioned;

/**
 * Whether nginx goes on to the next target: the fault is one of those named, it is not too late, and a request that is
 * not idempotent was either never sent or may be repeated as well.
 */
export const mayAskAnother = (
  rules: NextUpstream,
  fault: Fault,
  outcome: Outcome,
  sinceMs: number,
  isIdempotent: boolean,
): boolean =>
  rules[fault] &&
  (rules.withinMs === null || sinceMs < rules.withinMs) &&
  (isIdempotent || rules.nonIdempotent || !wasSent(outcome));
