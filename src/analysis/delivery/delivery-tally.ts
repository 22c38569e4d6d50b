import { OUTCOMES, Outcome } from '../../network/outcomes';
import { failedIn, OutcomeCounts, reasonsIn } from '../outcome-counts';
import { DELIVERY_COUNTS, type DeliveryCount, type DeliveryFigures } from './delivery-counts';

const EACH = DELIVERY_COUNTS.length;
/** Where each count stands: a message is counted some ten times, and to look its name up takes longer than to count. */
export const COUNTER = Object.fromEntries(DELIVERY_COUNTS.map((name, index) => [name, index])) as Record<
  DeliveryCount,
  number
>;

/** Counts by place: of queues, or of consumers. What is counted of a broker is the sum over several. */
export class DeliveryTally {
  private readonly counts: Float64Array;
  private readonly ends: OutcomeCounts;

  constructor(places: number) {
    this.counts = new Float64Array(places * EACH);
    this.ends = new OutcomeCounts(places);
  }

  /** @param counter one of {@link COUNTER} */
  add(place: number, counter: number): void {
    this.counts[place * EACH + counter]++;
  }

  addLost(place: number, reason: Outcome): void {
    this.ends.add(place, reason);
  }

  clear(): void {
    this.counts.fill(0);
    this.ends.clear();
  }

  count(place: number, what: DeliveryCount): number {
    return this.counts[place * EACH + COUNTER[what]];
  }

  /** The figures of some places together. Of `known`, `published` stands instead of their sum, and `held` of what the other counts leave over. */
  figures(places: readonly number[], known: { readonly published?: number; readonly held?: number }): DeliveryFigures {
    const sumOf = (what: DeliveryCount) => places.reduce((sum, place) => sum + this.count(place, what), 0);
    const counts = Object.fromEntries(DELIVERY_COUNTS.map((what) => [what, sumOf(what)])) as Record<
      DeliveryCount,
      number
    >;
    const published = known.published ?? counts.published;
    const byOutcome = OUTCOMES.map((_, outcome) =>
      places.reduce((sum, place) => sum + this.ends.count(place, outcome as Outcome), 0),
    );
    const gone = failedIn(byOutcome);
    const deadLettered = byOutcome[Outcome.deadLettered];
    const expired = byOutcome[Outcome.expired];
    const { deadLettered: _told, expired: _too, ...lostBy } = reasonsIn(byOutcome);
    return {
      ...counts,
      published,
      deadLettered,
      expired,
      lost: gone - deadLettered - expired,
      lostBy,
      held: known.held ?? published + counts.copies + counts.replayed - counts.acked - gone,
    };
  }
}
