/** How a hedged call goes on when one of its attempts has ended. */
export const HedgeStep = {
  /** This end is the call's: the other attempts are cancelled, where the protocol can. */
  conclude: 0,
  /** The next attempt is sent at once, and `afterMs` count from now. */
  sendNow: 1,
  /** Other attempts are under way: theirs may be the answer. */
  wait: 2,
} as const;
export type HedgeStep = (typeof HedgeStep)[keyof typeof HedgeStep];
