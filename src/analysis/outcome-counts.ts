import { OUTCOMES, Outcome } from '../network/outcomes';
import type { ByReason } from './report';

const COLUMNS = OUTCOMES.length;

/** How often each outcome occurred, by place. */
export class OutcomeCounts {
  private readonly counts: Float64Array;

  constructor(places: number) {
    this.counts = new Float64Array(places * COLUMNS);
  }

  add(place: number, outcome: Outcome, times = 1): void {
    this.counts[place * COLUMNS + outcome] += times;
  }

  count(place: number, outcome: Outcome): number {
    return this.counts[place * COLUMNS + outcome];
  }

  ok(place: number): number {
    return this.count(place, Outcome.ok);
  }

  failed(place: number): number {
    let sum = 0;
    for (let outcome = 0; outcome < COLUMNS; outcome++) if (outcome !== Outcome.ok) sum += this.count(place, outcome);
    return sum;
  }

  /** The failures by reason, in the order of the shared list. */
  byReason(place: number): ByReason {
    const reasons: Record<string, number> = {};
    for (let outcome = 0; outcome < COLUMNS; outcome++) {
      const count = this.count(place, outcome);
      if (outcome !== Outcome.ok && count > 0) reasons[OUTCOMES[outcome]] = count;
    }
    return reasons;
  }

  clear(): void {
    this.counts.fill(0);
  }
}
