/** What a callee that keeps keys says of one. */
export const Claim = {
  /** Nobody has seen this key: do the work. */
  fresh: 0,
  /** The work is being done for an earlier attempt. */
  underWay: 1,
  /** The work has been done: give the answer of that time. */
  done: 2,
} as const;
export type Claim = (typeof Claim)[keyof typeof Claim];
