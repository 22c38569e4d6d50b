import type { RetryBudget, SavedBudget } from './retry-budget';

/** gRPC ignores what is beyond three decimals of `tokenRatio`; whole numbers keep the count exact. */
const MILLI = 1_000;

/**
 * gRPC's retry throttling (gRFC A6, "Throttling Retry Attempts and Hedged RPCs"): a bucket that begins full. A failure
 * that could be tried again takes one token out, a success puts `tokenRatio` in; retries and hedges go out while more
 * than half of `maxTokens` is there.
 */
export class RetryThrottle implements RetryBudget {
  private milliTokens: number;
  private readonly capacity: number;
  private readonly refill: number;

  constructor(maxTokens: number, tokenRatio: number) {
    this.capacity = maxTokens * MILLI;
    this.refill = Math.floor(tokenRatio * MILLI + 1e-9);
    this.milliTokens = this.capacity;
  }

  get tokens(): number {
    return this.milliTokens / MILLI;
  }

  /** Whether retries and hedges may go out. */
  get isOpen(): boolean {
    return this.milliTokens > this.capacity / 2;
  }

  began(): void {}
  ended(): void {}

  succeeded(): void {
    this.milliTokens = Math.min(this.milliTokens + this.refill, this.capacity);
  }

  failed(): void {
    this.milliTokens = Math.max(this.milliTokens - MILLI, 0);
  }

  grants(): boolean {
    return this.isOpen;
  }

  save(): SavedBudget {
    return [this.milliTokens];
  }

  restore([milliTokens]: SavedBudget): void {
    this.milliTokens = milliTokens;
  }
}
