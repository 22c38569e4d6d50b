/** One of a component's replicas at this moment. For the page. */
export interface LiveReplica {
  /** The state of its statechart. */
  readonly state: string;
  /** Workers in use, and of those, how many wait for others. */
  readonly busy: number;
  readonly blocked: number;
}

/** What a component tells that has none, or too many to be looked at one by one. */
export const NO_REPLICAS: readonly LiveReplica[] = [];
