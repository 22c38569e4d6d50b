import { Outcome } from '../network/outcomes';
import { failedIn, OutcomeCounts, reasonsIn } from './outcome-counts';
import type { MessagesReport } from './report';

/** What became of the messages of all brokers together. */
export class MessageTally {
  published = 0;
  delivered = 0;
  redelivered = 0;
  acked = 0;
  duplicated = 0;
  /** Copies that brokers made: for a further queue, a further group, a dead-letter queue. */
  copies = 0;
  /** Messages that were done with and are to be delivered again. */
  replayed = 0;
  private readonly ends = new OutcomeCounts(1);

  lost(reason: Outcome): void {
    this.ends.add(0, reason);
  }

  restart(): void {
    this.published = 0;
    this.delivered = 0;
    this.redelivered = 0;
    this.acked = 0;
    this.duplicated = 0;
    this.copies = 0;
    this.replayed = 0;
    this.ends.clear();
  }

  /** `held` is what is neither acknowledged nor gone, on its way to the broker included. */
  report(): MessagesReport {
    const { published, copies, replayed, delivered, redelivered, acked, duplicated, ends } = this;
    const byOutcome = ends.of(0);
    const gone = failedIn(byOutcome);
    const deadLettered = ends.count(0, Outcome.deadLettered);
    const expired = ends.count(0, Outcome.expired);
    const { deadLettered: _told, expired: _too, ...lostBy } = reasonsIn(byOutcome);
    return {
      published,
      copies,
      replayed,
      delivered,
      acked,
      redelivered,
      duplicated,
      deadLettered,
      expired,
      lost: gone - deadLettered - expired,
      held: published + copies + replayed - acked - gone,
      lostBy,
    };
  }
}
