/**
 * How a request or message can end: one shared list, so that every failure and loss in a report, on the canvas and in
 * a chart has a reason from it. The order is part of the trace format: append, never reorder.
 */
export const OUTCOMES = [
  'pending',
  'ok',
  'timeout',
  'refused',
  'connectionRefused',
  'connectionReset',
  'error',
  'breakerOpen',
  'bulkheadFull',
  'rateLimited',
  'shed',
  'noRoute',
  'contractBroken',
  'hopLimit',
  'partitioned',
  'expired',
  'deadLettered',
  'overflow',
  'brokerLost',
  'notPersisted',
  'noSubscriber',
  'retentionPassed',
  'cancelled',
] as const;

export type OutcomeName = (typeof OUTCOMES)[number];
/** Why something failed or was lost. */
export type Reason = Exclude<OutcomeName, 'pending' | 'ok'>;
/** An index into {@link OUTCOMES}, as it stands in the columns of frames and of the trace. */
export type Outcome = number;

/** The code of each outcome, for the hot paths. */
export const Outcome = Object.fromEntries(OUTCOMES.map((name, code) => [name, code])) as Readonly<
  Record<OutcomeName, Outcome>
>;
