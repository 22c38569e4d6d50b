import type { RandomStream } from '../../../kernel/random';
import { Phase } from '../../../network/frames/frames';
import type { Link } from '../../../network/links/link';
import { Outcome } from '../../../network/outcomes';
import type { Cluster } from '../cluster';
import { type Host, What } from '../host';
import { Accumulator } from './accumulator';
import { Endings } from './endings';
import { Leaders } from './leaders';
import { Sender } from './sender';

/** More than this many links between a record and its client: it goes round in circles. */
const MAX_HOPS = 64;

/**
 * The client libraries of the producers: what is published waits in batches, one after the other for each partition, and
 * goes to the partition's leader; what the leader did not acknowledge is sent again until its time is up.
 */
export class Producers {
  private readonly producerOf: ReadonlyMap<number, number>;
  private readonly endings: Endings;
  private readonly accumulator: Accumulator;
  private readonly sender: Sender;
  private readonly leaders: Leaders;

  constructor(
    private readonly host: Host,
    cluster: Cluster,
    random: RandomStream,
  ) {
    this.producerOf = new Map(host.layout.producers.map(({ link }, index) => [link.index, index]));
    this.endings = new Endings(host, (producer) => this.onForgotten(producer));
    this.sender = new Sender(host, this.endings);
    this.accumulator = new Accumulator(host, random, this.endings, (producer, partition) =>
      this.sender.send(producer, partition),
    );
    this.leaders = new Leaders(host, cluster, this.endings);
  }

  /** A producer publishes. */
  take(frame: number, link: Link): void {
    const { frames } = this.host.network;
    const producer = this.producerOf.get(link.index) ?? 0;
    frames.phase[frame] = Phase.outbound;
    const isRound = frames.hops[frame] > MAX_HOPS;
    if (isRound || this.accumulator.topicOf(producer, frame) < 0) {
      this.endings.failOne(frame, link, isRound ? Outcome.hopLimit : Outcome.noRoute, false);
    } else this.accumulator.take(producer, frame);
  }

  /** Producers that have waited for a leader go on. */
  onLeader(partition: number): void {
    for (const producer of this.host.layout.producers.keys()) this.sender.send(producer, partition);
  }

  /** The leader of a partition is gone, with all connections to it. */
  onLeaderGone(partition: number): void {
    this.leaders.onGone(partition);
  }

  /** Whether a record that was lost with its leader is still with its producer, which has had no acknowledgement. */
  takesBack(partition: number, offset: number): boolean {
    return this.endings.takesBack(partition, offset);
  }

  /** All in-sync replicas have a batch that was sent with `acks=all`. */
  onReplicated(id: number): void {
    this.leaders.answer(id, Outcome.ok);
  }

  /** Something of the agenda is due: one of {@link What}, with what it says of `a` and `b`. */
  onTask(what: number, a: number, b: number): void {
    switch (what) {
      case What.lingerOver:
      case What.sendAgain:
        this.sender.send(a, b);
        return;
      case What.batchArrives:
        this.leaders.onArrival(a, b);
        return;
      case What.batchAnswered:
        this.sender.onAnswered(a, b);
        return;
      case What.batchFailed:
        this.sender.onFailed(a, b);
        return;
      case What.requestDue:
        this.sender.onRequestsDue(a, b);
        return;
      case What.deliveryDue:
        this.sender.onDeliveriesDue(a, b);
        return;
      case What.blockDue:
        this.accumulator.onBlockDue(a);
        return;
    }
  }

  /** The producer's process is gone: what it had not sent is lost with it; what is on the wire arrives. */
  onCrash(link: Link): void {
    const producer = this.producerOf.get(link.index) ?? 0;
    this.accumulator.onCrash(producer, link);
    for (const [id, batch] of Object.entries(this.host.state.batches)) {
      if (batch.producer !== producer) continue;
      if (batch.isInFlight && batch.end < 0) batch.isOrphaned = true;
      else this.endings.fail(Number(id), Outcome.connectionReset);
    }
  }

  private onForgotten(producer: number): void {
    this.accumulator.unblock(producer);
    // A request less to its leader lets others go there.
    const { queues } = this.host.state.producers[producer];
    for (const partition of Object.keys(queues)) this.sender.send(producer, Number(partition));
  }
}
