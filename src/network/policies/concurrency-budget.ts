import type { RetryBudget, SavedBudget } from './retry-budget';

/**
 * Envoy's retry budget (`RetryBudget` in circuit_breaker.proto): no more calls may be on a retry, its backoff included,
 * than `ratio` of the attempts in flight, but always `minConcurrent`.
 */
export class ConcurrencyBudget implements RetryBudget {
  private retrying = 0;

  constructor(
    private readonly ratio: number,
    private readonly minConcurrent: number,
  ) {}

  began(): void {}
  succeeded(): void {}
  failed(): void {}

  grants(inFlight: number): boolean {
    if (this.retrying >= this.limit(inFlight)) return false;
    this.retrying++;
    return true;
  }

  ended(): void {
    this.retrying--;
  }

  /** How many retries there may be at once. */
  limit(inFlight: number): number {
    // 0.29 × 100 is 28.999…: a share that comes out whole must not lose one.
    return Math.max(Math.floor(this.ratio * inFlight + 1e-9), this.minConcurrent);
  }

  save(): SavedBudget {
    return [this.retrying];
  }

  restore([retrying]: SavedBudget): void {
    this.retrying = retrying;
  }
}
