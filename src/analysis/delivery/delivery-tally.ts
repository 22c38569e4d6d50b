import { Outcome } from '../../network/outcomes';
import { failedIn, OutcomeCounts, reasonsIn } from '../outcome-counts';
import { DELIVERY_COUNTS, type DeliveryCount, type DeliveryFigures } from './delivery-counts';

const EACH = DELIVERY_COUNTS.length;
/** Where each count stands: a message is counted some ten times, and to look its name up takes longer than to count. */
export const COUNTER = Object.fromEntries(DELIVERY_COUNTS.map((name, index) => [name, index])) as Record<
  DeliveryCount,
  number
>;

/** Counts by place: of brokers, of queues, or of consumers. */
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

  /** @param held where it is known otherwise; else it is what the other counts leave over */
  figures(place: number, held?: number): DeliveryFigures {
    const counts = Object.fromEntries(DELIVERY_COUNTS.map((what) => [what, this.count(place, what)]));
    const known = counts as Record<DeliveryCount, number>;
    const byOutcome = this.ends.of(place);
    const gone = failedIn(byOutcome);
    const deadLettered = this.ends.count(place, Outcome.deadLettered);
    const expired = this.ends.count(place, Outcome.expired);
    const { deadLettered: _told, expired: _too, ...lostBy } = reasonsIn(byOutcome);
    return {
      ...known,
      deadLettered,
      expired,
      lost: gone - deadLettered - expired,
      lostBy,
      held: held ?? known.published + known.copies + known.replayed - known.acked - gone,
    };
  }
}
