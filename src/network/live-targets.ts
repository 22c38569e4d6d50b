/** How a component that chooses among its outgoing links sees one of them at this moment. For the page. */
export interface LiveTarget {
  /** The link's id. */
  readonly link: string;
  /** Its state, by the name in the statechart of a target. */
  readonly state: string;
  /** The weight that counts now: less after a failure, and while it warms up. */
  readonly weight: number;
  /** True of who gets the next request. Nobody's where that depends on the request or on chance. */
  readonly next: boolean;
}

/** No target: what a component tells that does not choose. */
export const NO_TARGETS: readonly LiveTarget[] = [];
