/** What has been done to nodes that only some of them notice. */
export interface SavedNodeFaults {
  readonly skewsMs: readonly number[];
  readonly notConsuming: readonly boolean[];
}

/** Clocks that are off, and consumers that take no messages: nothing but a value for each node. */
export class NodeFaults {
  private skewsMs: number[] = [];
  private notConsuming: boolean[] = [];

  /** One more node, whose clock is right. */
  add(): void {
    this.skewsMs.push(0);
    this.notConsuming.push(false);
  }

  /** By how much its clock is ahead of virtual time, ms; below zero: behind. */
  skewOf(node: number): number {
    return this.skewsMs[node];
  }

  setSkew(node: number, byMs: number): void {
    this.skewsMs[node] = byMs;
  }

  /** Whether it takes no messages from brokers, though it may be up. */
  isNotConsuming(node: number): boolean {
    return this.notConsuming[node];
  }

  setNotConsuming(node: number, stopped: boolean): void {
    this.notConsuming[node] = stopped;
  }

  save(): SavedNodeFaults {
    return { skewsMs: [...this.skewsMs], notConsuming: [...this.notConsuming] };
  }

  restore({ skewsMs, notConsuming }: SavedNodeFaults): void {
    this.skewsMs = [...skewsMs];
    this.notConsuming = [...notConsuming];
  }
}
