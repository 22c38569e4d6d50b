import { Outcome } from '../network/outcomes';
import type { LatenciesByPlace } from './latencies';
import type { NodeLevels } from './node-levels';
import { failedIn, OutcomeCounts, reasonsIn } from './outcome-counts';
import type { MessagesReport } from './report';
import type { Topology } from './topology';

/**
 * What became of the messages of all brokers together, and what that is to each of them as a node. Of what keeps messages
 * beside its calls, an event store, a node's figures are those of its calls.
 */
export class MessageTally {
  published = 0;
  /** Copies that brokers made: for a further queue, a further group, a dead-letter queue. */
  copies = 0;
  /** Processed to a good end once more by the same group. */
  duplicated = 0;
  /** Messages that a broker gave up on although a consumer still had them: that one may process them, and another will. */
  handedTwice = 0;
  /** By node: messages that came into a broker, and ends of messages that a broker held. */
  readonly taken: Float64Array;
  readonly ends: OutcomeCounts;
  private delivered = 0;
  private redelivered = 0;
  private acked = 0;
  /** Messages that were done with and are to be delivered again. */
  private replayed = 0;
  private readonly lost = new OutcomeCounts(1);
  private readonly isBroker: Uint8Array;

  /** @param latencies by node first: those of brokers are of messages, from when they were published */
  constructor(
    { nodes, isBroker }: Pick<Topology, 'nodes' | 'isBroker'>,
    private readonly levels: NodeLevels,
    private readonly latencies: LatenciesByPlace,
  ) {
    this.isBroker = isBroker;
    this.taken = new Float64Array(nodes.length);
    this.ends = new OutcomeCounts(nodes.length);
  }

  /** A message came into a queue of a node. */
  take(node: number): void {
    this.taken[node] += this.isBroker[node];
  }

  revive(node: number): void {
    this.replayed++;
    this.take(node);
  }

  /** A message left a node for a consumer. */
  deliver(node: number, waitedMs: number, isAgain: boolean): void {
    this.delivered++;
    if (isAgain) this.redelivered++;
    if (this.isBroker[node] === 1) this.levels.waited(node, waitedMs);
  }

  acknowledge(node: number, tookMs: number): void {
    this.acked++;
    if (this.isBroker[node] === 0) return;
    this.ends.add(node, Outcome.ok);
    this.latencies.record(node, tookMs);
  }

  /** A message is gone. @param held whether a queue held it */
  lose(node: number, reason: Outcome, held: boolean): void {
    this.lost.add(0, reason);
    if (this.isBroker[node] === 0) return;
    if (!held) {
      if (reason === Outcome.partitioned) return;
      this.taken[node]++;
    }
    this.ends.add(node, reason);
  }

  restart(): void {
    this.published = 0;
    this.delivered = 0;
    this.redelivered = 0;
    this.acked = 0;
    this.duplicated = 0;
    this.handedTwice = 0;
    this.copies = 0;
    this.replayed = 0;
    this.lost.clear();
    this.taken.fill(0);
    this.ends.clear();
  }

  /** `held` is what is neither acknowledged nor gone, on its way to the broker included. */
  report(): MessagesReport {
    const { published, copies, replayed, delivered, redelivered, acked, duplicated, handedTwice, lost } = this;
    const byOutcome = lost.of(0);
    const gone = failedIn(byOutcome);
    const deadLettered = lost.count(0, Outcome.deadLettered);
    const expired = lost.count(0, Outcome.expired);
    const { deadLettered: _told, expired: _too, ...lostBy } = reasonsIn(byOutcome);
    return {
      published,
      copies,
      replayed,
      delivered,
      acked,
      redelivered,
      duplicated,
      handedTwice,
      deadLettered,
      expired,
      lost: gone - deadLettered - expired,
      held: published + copies + replayed - acked - gone,
      lostBy,
    };
  }
}
