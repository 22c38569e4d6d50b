import { Outcome } from '../outcomes';
import type { HedgeParams } from './hedge-field';
import { HedgeStep } from './hedge-step';
import { includes, type OutcomeSet, outcomeSet } from './reasons';
import type { SavedBudget } from './retry-budget';
import { RetryThrottle } from './retry-throttle';

/** Hedged calls by gRPC's rules (gRFC A6, "Hedging Policy"). A call counts its attempts; all of a link share the throttle. */
export class Hedging {
  readonly afterMs: number;
  /** Attempts of a call, the first included. */
  readonly max: number;
  private readonly nonFatal: OutcomeSet;
  private readonly throttle: RetryThrottle | null;

  constructor(params: HedgeParams) {
    const { throttle } = params;
    this.max = params.max;
    this.afterMs = params.afterMs;
    this.nonFatal = outcomeSet(params.nonFatal);
    this.throttle = throttle === null ? null : new RetryThrottle(throttle.maxTokens, throttle.tokenRatio);
  }

  /** Whether a call that has sent so many attempts may send another, `afterMs` after the last. */
  maySend(sent: number): boolean {
    return sent < this.max && (this.throttle === null || this.throttle.isOpen);
  }

  /**
   * Takes note of how an attempt ended that was not cancelled.
   *
   * @param sent attempts of its call so far, this one included
   * @param pending those of them that are still under way
   */
  ended(outcome: Outcome, sent: number, pending: number): HedgeStep {
    if (outcome === Outcome.ok) {
      if (this.throttle !== null) this.throttle.succeeded();
      return HedgeStep.conclude;
    }
    if (!includes(this.nonFatal, outcome)) return HedgeStep.conclude;
    if (this.throttle !== null) this.throttle.failed();
    if (this.maySend(sent)) return HedgeStep.sendNow;
    return pending > 0 ? HedgeStep.wait : HedgeStep.conclude;
  }

  /** Null where there is nothing to remember. */
  save(): SavedBudget | null {
    return this.throttle === null ? null : this.throttle.save();
  }

  restore(saved: SavedBudget | null): void {
    if (saved !== null) this.throttle?.restore(saved);
  }
}
