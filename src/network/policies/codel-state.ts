/** All that changes in a `CoDel`: plain data. */
export interface CoDelState {
  /** When the wait will have been above the target for an interval; 0: it is not. */
  firstAboveMs: number;
  dropNextMs: number;
  /** Drops since dropping began, and how many there were when the last episode began. */
  count: number;
  lastCount: number;
  dropping: boolean;
  /** What the drop before this one was, in the same taking: `deque` treats the next accordingly. */
  justDropped: 'no' | 'first' | 'another';
}

export const calmCoDel = (): CoDelState => ({
  firstAboveMs: 0,
  dropNextMs: 0,
  count: 0,
  lastCount: 0,
  dropping: false,
  justDropped: 'no',
});
