import { Outcome } from '../outcomes';
import { part } from '../parts/parts';
import { backoffStepMs, jitteredMs, type RandomUnits } from './backoff';
import { includes, type OutcomeSet, outcomeSet } from './reasons';
import type { RetryBudget, SavedBudget } from './retry-budget';
import type { RetryParams } from './retry-field';

/**
 * The retries of a link. A call says {@link began} when it begins, asks {@link again} about the end of each of its
 * attempts, and waits as {@link stepMs} and {@link waitMs} tell; one that ends otherwise while it is on a retry says
 * {@link abandon}.
 */
export class Retry {
  private readonly retryable: OutcomeSet;
  private readonly budget: RetryBudget | null;

  constructor(
    private readonly params: RetryParams,
    private readonly random: RandomUnits,
  ) {
    this.retryable = outcomeSet(params.on);
    this.budget = params.budget === null ? null : part('retryBudget').createRetryBudget(params.budget);
  }

  /** Whether it must be told of every call: that it {@link began}, and of the ends that {@link again} is asked about. */
  get hasBudget(): boolean {
    return this.budget !== null;
  }

  /** Whether a wait that the server asks for replaces one of its own. */
  get heedsPushback(): boolean {
    return this.params.pushback;
  }

  /** A call begins. */
  began(nowMs: number): void {
    if (this.budget !== null) this.budget.began(nowMs);
  }

  /**
   * Whether a call whose attempt number `attempt` (from 1) ended like that is to be tried again. Ask once for each
   * attempt, whatever its end. `inFlight`: attempts under way on the link, without this one.
   */
  again(attempt: number, outcome: Outcome, inFlight: number, nowMs: number): boolean {
    const { budget } = this;
    if (budget !== null && attempt > 1) budget.ended();
    if (outcome === Outcome.ok) {
      if (budget !== null) budget.succeeded();
      return false;
    }
    if (!includes(this.retryable, outcome)) return false;
    if (budget !== null) budget.failed();
    if (attempt >= this.params.maxAttempts) return false;
    return budget === null || budget.grants(inFlight, nowMs);
  }

  /** The next step of a call's backoff, ms, after its last one (0: none yet). */
  stepMs(lastStepMs: number): number {
    return backoffStepMs(this.params, lastStepMs, this.random);
  }

  /** How long to wait before the attempt that this step leads to, ms. */
  waitMs(stepMs: number): number {
    return jitteredMs(this.params, stepMs, this.random);
  }

  /** A call that was granted a retry is given up before that retry ended. */
  abandon(): void {
    if (this.budget !== null) this.budget.ended();
  }

  /** Null where there is nothing to remember. */
  save(): SavedBudget | null {
    return this.budget === null ? null : this.budget.save();
  }

  restore(saved: SavedBudget | null): void {
    if (saved !== null) this.budget?.restore(saved);
  }
}
