/** What the agenda of an SQS has, of pollers, receipts and batches. */
export const Due = {
  /** A poller asks, unless its consumer stands still. */
  ask: 0,
  /** What it asked has reached SQS. */
  question: 1,
  /** It has waited at SQS for as long as it wanted. */
  waitOver: 2,
  /** The answer has reached it. */
  answer: 3,
  /** It hears that its request has failed, or does not wait for an answer any more. */
  failure: 4,
  /** It has rested. */
  rested: 5,
  /** A receipt's DeleteMessage has reached SQS. */
  delete: 6,
  /** The first message of a producer's batch has waited long enough. */
  flush: 7,
  /** All components have started: the pollers of those that are up begin. */
  begin: 8,
} as const;

/** Codes of the agenda: what is due + so many × the number of the poller, receipt or batch. */
export const DUE_KINDS = 16;
