/** How a component that chooses among its outgoing links sees them at this moment, in their order. For the page. */
export interface LiveTargets {
  /** The state of each, by its name in the statechart of a target. */
  readonly states: readonly string[];
  /** The weight that counts now: less after a failure, and while it warms up. */
  readonly weights: readonly number[];
  /** Who gets the next request; −1 where that depends on the request or on chance, or nobody can be had. */
  readonly next: number;
}
