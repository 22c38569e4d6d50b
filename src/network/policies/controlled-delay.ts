/**
 * The queue of Facebook's servers (B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015): a queue that was empty within the
 * last interval may hold a request for a whole interval; one that has not been empty since then, only for the target
 * time, and hands out the newest first.
 */
export class ControlledDelay {
  constructor(
    private readonly targetMs: number,
    private readonly intervalMs: number,
  ) {}

  /** How long a request that joins the queue now may wait in it, ms. `emptyAtMs`: when the queue was last empty. */
  maxWaitMs(emptyAtMs: number, nowMs: number): number {
    return this.isOverloaded(emptyAtMs, nowMs) ? this.targetMs : this.intervalMs;
  }

  /** Whether the newest is to be served first. */
  servesNewestFirst(emptyAtMs: number, nowMs: number): boolean {
    return this.isOverloaded(emptyAtMs, nowMs);
  }

  private isOverloaded(emptyAtMs: number, nowMs: number): boolean {
    return emptyAtMs < nowMs - this.intervalMs;
  }
}
