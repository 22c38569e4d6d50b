import { OUTCOMES, Outcome } from '../network/outcomes';
import type { ByReason } from './report';

const COLUMNS = OUTCOMES.length;

/** How often each outcome occurred, by place. */
export class OutcomeCounts {
  private readonly counts: Float64Array;

  constructor(places: number) {
    this.counts = new Float64Array(places * COLUMNS);
  }

  add(place: number, outcome: Outcome): void {
    this.counts[place * COLUMNS + outcome]++;
  }

  count(place: number, outcome: Outcome): number {
    return this.counts[place * COLUMNS + outcome];
  }

  /** Those of a place, by outcome. */
  of(place: number): readonly number[] {
    return Array.from(this.counts.subarray(place * COLUMNS, (place + 1) * COLUMNS));
  }

  clear(): void {
    this.counts.fill(0);
  }
}

/** How many failed, of counts by outcome. */
export const failedIn = (ends: readonly number[]): number =>
  ends.reduce((sum, count, outcome) => (outcome === Outcome.ok ? sum : sum + count), 0);

/** The failures by reason, in the order of the shared list. */
export function reasonsIn(ends: readonly number[]): ByReason {
  const reasons: Record<string, number> = {};
  ends.forEach((count, outcome) => {
    if (outcome !== Outcome.ok && count > 0) reasons[OUTCOMES[outcome]] = count;
  });
  return reasons;
}
