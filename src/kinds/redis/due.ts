/** What a Redis and its clients have to do later. A code of the agenda is one of these + {@link DUE_KINDS} × subject. */
export const Due = {
  /** Everybody who is up connects. */
  begin: 0,
  /** A reader asks. */
  ask: 1,
  /** Its question has reached Redis. */
  question: 2,
  /** It has waited for something for as long as it wanted to. */
  waitOver: 3,
  /** An answer has reached it. */
  answer: 4,
  /** It learns that there is none. */
  failure: 5,
  rested: 6,
  /** An acknowledgement reaches Redis. subject: the number of a hand. */
  acknowledge: 7,
  /** SUBSCRIBE reaches Redis. subject: a subscriber. */
  subscribe: 8,
  /** A message reaches a subscriber. */
  message: 9,
  /** A subscriber that stood still is looked at again. */
  read: 13,
  /** Somebody runs a command that takes long. */
  slow: 10,
  /** A snapshot or an fsync begins, or is done. */
  backup: 11,
  /** The replica takes over. */
  failover: 12,
} as const;

export const DUE_KINDS = 16;
