import type { FastStatechart } from '../../kernel/statechart/compiled';
import { Fact } from '../../network/facts';
import { NONE } from '../../network/frames/frames';
import { type LiveChart, manyCharts } from '../../network/live-chart';
import { append, dropFrom, isRemoved, opensBlock } from '../../network/messaging/message-log';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import type { Books } from './books';
import { type Host, What } from './host';
import { Segments } from './segments';
import { type BatchState, Written } from './state';
import { brokerMachine } from './statechart';

/** What the rest of a Kafka hears of its cluster. */
export interface ClusterListener {
  /** Consumers may see more of a partition. */
  onVisible(partition: number): void;
  /** A batch with `acks=all` is on all in-sync replicas. */
  onReplicated(batch: number): void;
  /** Who waited for the leader of a partition is cut off. */
  onLeaderGone(partition: number): void;
  /** A partition has a leader again, or another. */
  onLeader(partition: number): void;
  /** A record is lost with the leader of its partition; true if its producer has it still, and gets it back. */
  takesBack(partition: number, offset: number): boolean;
  /** A partition ends there now. */
  onTruncated(partition: number, end: number): void;
}

/**
 * The brokers of a cluster: logs, their replicas, who leads, and who is in sync.
 *
 * Source: Apache Kafka documentation, "Replication" and "Unclean leader election"; KIP-500 and KIP-631 for the controller.
 */
export class Cluster {
  private readonly brokers: readonly FastStatechart<typeof brokerMachine>[];
  private readonly up: number;
  private readonly segments: Segments;

  constructor(
    private readonly host: Host,
    private readonly books: Books,
    private readonly listener: ClusterListener,
  ) {
    this.segments = new Segments(host, books);
    const { brokers, brokerSessionTimeoutMs, startupMs } = host.layout.params;
    const input = { sessionTimeoutMs: brokerSessionTimeoutMs, startupMs };
    this.brokers = Array.from({ length: brokers }, () => host.statecharts.compile(brokerMachine, input));
    this.up = this.brokers[0].states.indexOf('up');
    this.brokers.forEach((chart, broker) => {
      chart.onTransition(() => this.onBroker(broker, chart.state));
      chart.start();
    });
  }

  /** Whether the process of a broker runs; false for NONE. */
  isBrokerUp(broker: number): boolean {
    return broker !== NONE && this.brokers[broker].stateIndex === this.up;
  }

  /** Whether a partition can be written to and read from. */
  isServed(partition: number): boolean {
    const { leader } = this.host.state.partitions[partition];
    return this.host.isUp && this.isBrokerUp(leader);
  }

  /** Kills the process of a broker; does nothing where there is none of that number. */
  crash(broker: number): void {
    this.brokers.at(broker)?.send({ type: 'crash' });
  }

  /** Starts a broker that is down; its log is as it was. */
  restart(broker: number): void {
    this.brokers.at(broker)?.send({ type: 'restart' });
  }

  /** All that are down come up again, and all fetch. */
  healAll(): void {
    for (const broker of this.brokers.keys()) {
      this.restart(broker);
      this.setLag(broker, false);
    }
  }

  /** The replicas of that broker fetch nothing, or go on fetching. */
  setLag(broker: number, lags: boolean): void {
    const { state, layout, network } = this.host;
    const isLagging = state.lagging.includes(broker);
    if (isLagging === lags || broker >= this.brokers.length) return;
    if (lags) {
      state.lagging.push(broker);
      layout.partitions.forEach(({ replicas }, partition) => {
        const replica = replicas.indexOf(broker);
        const atMs = network.kernel.now + layout.params.replicaLagMaxMs;
        if (replica >= 0) this.host.plan(atMs, What.lagCheck, partition, replica);
      });
    } else {
      state.lagging.splice(state.lagging.indexOf(broker), 1);
      for (const partition of layout.partitions.keys()) this.replicate(partition);
    }
  }

  /** A follower that has fetched nothing for too long is out of sync as soon as it lacks something. */
  onLagCheck(partition: number, replica: number): void {
    const { state, layout, network } = this.host;
    const broker = layout.partitions[partition].replicas[replica];
    const one = state.partitions[partition];
    if (!state.lagging.includes(broker)) return;
    // Kafka looks twice as often as it lets a replica lag.
    const atMs = network.kernel.now + layout.params.replicaLagMaxMs / 2;
    this.host.plan(atMs, What.lagCheck, partition, replica);
    if (one.leader === broker || !one.isr.includes(broker) || !this.isServed(partition)) return;
    if (one.ends[replica] < one.log.next) this.shrink(partition, broker);
  }

  /** How many brokers are in each state; nothing where there is only one. */
  liveCharts(): LiveChart[] {
    if (this.brokers.length === 1) return [];
    const [first] = this.brokers;
    const counts = first.states.map((_, state) => this.brokers.filter((one) => one.stateIndex === state).length);
    return [manyCharts('kafkaBrokers', first, counts)];
  }

  /** The name of the state that a broker is in; see `statechart.ts`. */
  stateOf(broker: number): string {
    return this.brokers[broker].state;
  }

  /** Appends the records of a batch. Returns why not, where the leader refuses it. */
  appendBatch(batch: BatchState, acks: string): Outcome {
    const { layout, state } = this.host;
    const partition = state.partitions[batch.partition];
    const { topic, replicas } = layout.partitions[batch.partition];
    if (!this.isServed(batch.partition)) return Outcome.connectionRefused;
    if (acks === 'all' && partition.isr.length < Math.min(topic.minInsyncReplicas, layout.params.brokers)) {
      return Outcome.notEnoughReplicas;
    }
    batch.frames.forEach((frame, record) => {
      batch.copies[record] = this.write(batch.partition, frame, batch.written[record], batch.copies[record]);
      batch.written[record] = Written.yes;
    });
    batch.end = partition.log.next;
    this.segments.grow(batch.partition, batch.bytes);
    partition.ends[replicas.indexOf(partition.leader)] = partition.log.next;
    this.replicate(batch.partition);
    return Outcome.ok;
  }

  /** Writes the one record that a frame carries, under the frame's own name. */
  appendOne(partition: number, frame: number, bytes: number): void {
    const one = this.host.state.partitions[partition];
    this.write(partition, frame, Written.no, 0);
    this.segments.grow(partition, bytes);
    one.ends[this.host.layout.partitions[partition].replicas.indexOf(one.leader)] = one.log.next;
    this.replicate(partition);
  }

  /** The followers have got what they fetched. */
  onFollowersFetched(partition: number, epoch: number): void {
    const one = this.host.state.partitions[partition];
    if (one.epoch !== epoch || one.fetching === NONE) return;
    const target = one.fetching;
    one.fetching = NONE;
    if (!this.isServed(partition)) return;
    const { replicas } = this.host.layout.partitions[partition];
    replicas.forEach((broker, replica) => {
      if (broker === one.leader || !this.fetches(broker)) return;
      one.ends[replica] = Math.max(one.ends[replica], target);
      if (!one.isr.includes(broker) && one.ends[replica] >= one.highWatermark) one.isr.push(broker);
    });
    this.advance(partition);
    this.replicate(partition);
  }

  /** Old segments go; of compacted topics, what a later record with the same key supersedes. */
  retain(): void {
    const { segments } = this;
    const { layout } = this.host;
    for (const partition of layout.partitions.keys()) if (this.isServed(partition)) segments.retain(partition);
  }

  /** Everything runs again after the whole cluster was down. */
  resume(): void {
    this.host.state.partitions.forEach((one, partition) => {
      one.fetching = NONE;
      this.replicate(partition);
      if (this.isServed(partition)) this.listener.onLeader(partition);
    });
  }

  private fetches(broker: number): boolean {
    return this.isBrokerUp(broker) && !this.host.state.lagging.includes(broker);
  }

  private write(partition: number, frame: number, written: number, copies: number): number {
    const { network, index, state, layout } = this.host;
    const { frames, kernel } = network;
    const one = state.partitions[partition];
    const { backlogs } = layout.partitions[partition];
    const { serial } = frames;
    const own = serial[frame];
    const groups = backlogs.length;
    let first = copies;
    if (written === Written.yes) {
      // A retry of what the log has already: from now on it is there twice.
      const again = network.newSerial();
      first = this.copySerials(groups, again);
      network.record(Fact.copied, 0, index, again, own, 0);
      serial[frame] = again;
      const offset = append(one.log, frames, frame, kernel.now, first);
      serial[frame] = own;
      this.tellEnqueued(backlogs, again, first, Fact.enqueued);
      if (opensBlock(offset)) network.onLogGrown();
      return copies;
    }
    if (written === Written.no) first = this.copySerials(groups, own);
    else state.takenBack -= groups;
    const offset = append(one.log, frames, frame, kernel.now, first);
    this.tellEnqueued(backlogs, own, first, written === Written.no ? Fact.enqueued : Fact.requeued);
    if (opensBlock(offset)) network.onLogGrown();
    return first;
  }

  /** Names for the copies of all groups but the first, which has the record's own. */
  private copySerials(groups: number, of: number): number {
    const { network, index } = this.host;
    let first = 0;
    for (let copy = 1; copy < groups; copy++) {
      const serial = network.newSerial();
      if (copy === 1) first = serial;
      network.record(Fact.copied, 0, index, serial, of, 0);
    }
    return first;
  }

  private tellEnqueued(backlogs: readonly number[], own: number, copies: number, fact: number): void {
    const { network, index } = this.host;
    backlogs.forEach((backlog, copy) => {
      network.record(fact, 0, index, copy === 0 ? own : copies + copy - 1, backlog, 0);
    });
  }

  /** Lets the followers fetch what they do not have, unless they do already. */
  private replicate(partition: number): void {
    const { state, layout, network } = this.host;
    const one = state.partitions[partition];
    if (one.fetching !== NONE || !this.isServed(partition)) return;
    const { replicas } = layout.partitions[partition];
    const isBehind = replicas.some(
      (broker, replica) =>
        broker !== one.leader &&
        this.fetches(broker) &&
        (one.ends[replica] < one.log.next || !one.isr.includes(broker)),
    );
    this.advance(partition);
    if (!isBehind) return;
    one.fetching = one.log.next;
    this.host.plan(network.kernel.now + layout.params.replicationMs, What.followersFetched, partition, one.epoch);
  }

  /** The high watermark is where all in-sync replicas are. */
  private advance(partition: number): void {
    const one = this.host.state.partitions[partition];
    const { replicas } = this.host.layout.partitions[partition];
    let mark = one.log.next;
    for (const broker of one.isr) mark = Math.min(mark, one.ends[replicas.indexOf(broker)]);
    if (mark <= one.highWatermark) return;
    one.highWatermark = mark;
    const { batches } = this.host.state;
    const done = one.waiting.filter((id) => (batches[id]?.end ?? 0) <= mark);
    one.waiting = one.waiting.filter((id) => (batches[id]?.end ?? 0) > mark);
    for (const id of done) this.listener.onReplicated(id);
    this.listener.onVisible(partition);
  }

  private onBroker(broker: number, state: string): void {
    if (state === 'down') this.lose(broker);
    else if (state === 'fenced' || state === 'starting') this.fence(broker);
    else if (state === 'up') this.welcome(broker);
  }

  /** Its process is gone: whoever talked to it is cut off, and nobody else knows. */
  private lose(broker: number): void {
    this.host.state.partitions.forEach((one, partition) => {
      if (one.leader === broker) this.listener.onLeaderGone(partition);
    });
  }

  /** The controller knows that it is gone: it leads nothing and is in sync with nothing any more. */
  private fence(broker: number): void {
    this.host.layout.partitions.forEach(({ replicas }, partition) => {
      if (replicas.includes(broker)) this.shrink(partition, broker);
    });
  }

  private welcome(broker: number): void {
    this.host.layout.partitions.forEach(({ replicas }, partition) => {
      if (!replicas.includes(broker)) return;
      if (this.host.state.partitions[partition].leader === NONE) this.elect(partition);
      this.replicate(partition);
    });
  }

  private shrink(partition: number, broker: number): void {
    const one = this.host.state.partitions[partition];
    if (one.isr.length > 1) one.isr = one.isr.filter((other) => other !== broker);
    if (one.leader === broker) this.elect(partition);
    else this.advance(partition);
  }

  /** The first replica that is in sync leads; failing that, and if it is allowed, any that is there. */
  private elect(partition: number): void {
    const { layout, state } = this.host;
    const one = state.partitions[partition];
    const { replicas } = layout.partitions[partition];
    const inSync = replicas.find((broker) => one.isr.includes(broker) && this.isBrokerUp(broker));
    const anybody = layout.params.uncleanLeaderElection
      ? replicas.find((broker) => this.isBrokerUp(broker))
      : undefined;
    one.epoch++;
    one.fetching = NONE;
    one.waiting = [];
    one.leader = inSync ?? anybody ?? NONE;
    if (one.leader === NONE) return;
    this.host.tell(Note.leaderElections, partition);
    if (inSync === undefined) one.isr = [one.leader];
    this.truncate(partition, one.ends[replicas.indexOf(one.leader)]);
    this.replicate(partition);
    this.listener.onLeader(partition);
  }

  /** What the new leader does not have is lost, unless its producer has it still and sends it again. */
  private truncate(partition: number, end: number): void {
    const { state, layout, network, index } = this.host;
    const one = state.partitions[partition];
    const { backlogs } = layout.partitions[partition];
    for (let offset = Math.max(end, one.log.first); offset < one.log.next; offset++) {
      if (isRemoved(one.log, offset)) continue;
      if (this.listener.takesBack(partition, offset)) {
        state.takenBack += backlogs.length;
        continue;
      }
      for (const backlog of backlogs) {
        if (!this.books.isOpen(backlog, offset)) continue;
        network.record(Fact.lost, Outcome.brokerLost, index, this.books.serialOf(backlog, offset), backlog, 0);
      }
    }
    if (end < one.log.next) {
      this.listener.onTruncated(partition, end);
      dropFrom(one.log, end);
    }
    for (const backlog of backlogs) this.books.cutOff(backlog, one.log.next);
    one.ends = one.ends.map((has) => Math.min(has, one.log.next));
    one.highWatermark = Math.min(one.highWatermark, one.log.next);
    one.cleaned = Math.min(one.cleaned, one.log.next);
    one.segments = one.segments.filter((segment, place) => place === 0 || segment.from <= one.log.next);
  }
}
