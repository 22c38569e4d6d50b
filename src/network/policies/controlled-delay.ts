/**
 * The queue of Facebook's servers (B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015): a queue that was empty within the
 * last interval may hold a request for a whole interval; one that has not been empty since then, only for the target
 * time, and hands out the newest first.
 */
export class ControlledDelay {
  private emptyAtMs = 0;

  constructor(
    private readonly targetMs: number,
    private readonly intervalMs: number,
  ) {}

  /** The queue is empty at this moment. */
  isEmpty(nowMs: number): void {
    this.emptyAtMs = nowMs;
  }

  /** How long a request that joins the queue now may wait in it, ms. */
  maxWaitMs(nowMs: number): number {
    return this.isOverloaded(nowMs) ? this.targetMs : this.intervalMs;
  }

  /** Whether the newest is to be served first. */
  servesNewestFirst(nowMs: number): boolean {
    return this.isOverloaded(nowMs);
  }

  save(): number {
    return this.emptyAtMs;
  }

  restore(saved: number): void {
    this.emptyAtMs = saved;
  }

  private isOverloaded(nowMs: number): boolean {
    return this.emptyAtMs < nowMs - this.intervalMs;
  }
}
