/**
 * How a request or message can end: one shared list, so that every failure and loss in a report, on the canvas and in
 * a chart has a reason from it. The codes stand in the columns of frames and of the trace: append, never renumber.
 *
 * A literal on purpose: engines look constants up in it at compile time, which they don't in an object that was built.
 */
export const Outcome = {
  pending: 0,
  ok: 1,
  timeout: 2,
  refused: 3,
  connectionRefused: 4,
  connectionReset: 5,
  error: 6,
  breakerOpen: 7,
  bulkheadFull: 8,
  rateLimited: 9,
  shed: 10,
  noRoute: 11,
  contractBroken: 12,
  hopLimit: 13,
  partitioned: 14,
  expired: 15,
  deadLettered: 16,
  overflow: 17,
  brokerLost: 18,
  notPersisted: 19,
  noSubscriber: 20,
  retentionPassed: 21,
  cancelled: 22,
  tooLarge: 23,
  sessionLost: 24,
  diskFull: 25,
  rejected: 26,
  conflict: 27,
  deduplicated: 28,
  skipped: 29,
  notEnoughReplicas: 30,
  outOfMemory: 31,
} as const;

export type OutcomeName = keyof typeof Outcome;
/** Why something failed or was lost. */
export type Reason = Exclude<OutcomeName, 'pending' | 'ok'>;
/** A code of {@link Outcome}. */
export type Outcome = number;

/** The names of the outcomes, by their codes. */
export const OUTCOMES = Object.keys(Outcome) as readonly OutcomeName[];
