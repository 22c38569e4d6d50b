import type { RandomStream } from '../../kernel/random';
import { AttemptEnd, Fact, SentFlag } from '../../network/facts';
import { FrameFlag, NONE, Phase, POISON } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';

import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import type { Cluster } from './cluster';
import { type Host, What } from './host';
import { partitionOfKey } from './murmur2';
import type { PublishParams } from './params';
import { type BatchState, Written } from './state';

/** More than this many links between a record and its client: it goes round in circles. */
const MAX_HOPS = 64;

/**
 * The client libraries of the producers: what is published waits in batches, one after the other for each partition, and
 * goes to the partition's leader; what the leader did not acknowledge is sent again until its time is up.
 *
 * Source: Apache Kafka, ProducerConfig, RecordAccumulator and Sender; KIP-480 and KIP-794 for records without a key.
 */
export class Producers {
  private readonly producerOf: ReadonlyMap<number, number>;

  constructor(
    private readonly host: Host,
    private readonly cluster: Cluster,
    private readonly random: RandomStream,
  ) {
    this.producerOf = new Map(host.layout.producers.map(({ link }, index) => [link.index, index]));
  }

  /** A producer publishes. */
  take(frame: number, link: Link): void {
    const { network } = this.host;
    const { frames } = network;
    const producer = this.producerOf.get(link.index) ?? 0;
    frames.phase[frame] = Phase.outbound;
    const isRound = frames.hops[frame] > MAX_HOPS;
    if (isRound || this.topicOf(producer, frame) < 0) {
      this.failOne(frame, link, isRound ? Outcome.hopLimit : Outcome.noRoute, false);
      return;
    }
    const { bufferBytes, recordBytes, maxBlockMs } = this.paramsOf(producer);
    const own = this.host.state.producers[producer];
    if (own.usedBytes + recordBytes > bufferBytes || own.blocked.length > 0) {
      const untilMs = network.kernel.now + maxBlockMs;
      own.blocked.push({ frame, untilMs });
      this.host.plan(untilMs, What.blockDue, producer);
      return;
    }
    this.accumulate(producer, frame);
  }

  /** Producers that have waited for a leader go on. */
  onLeader(partition: number): void {
    for (const producer of this.host.layout.producers.keys()) this.send(producer, partition);
  }

  /** The leader of a partition is gone, with all connections to it. */
  onLeaderGone(partition: number): void {
    const { state } = this.host;
    for (const [id, batch] of Object.entries(state.batches)) {
      if (batch.partition !== partition || !batch.isInFlight || batch.isAnswered || batch.end < 0) continue;
      this.answer(Number(id), Outcome.connectionReset);
    }
    state.partitions[partition].waiting = [];
  }

  /** Whether a record that was lost with its leader is still with its producer, which has had no acknowledgement. */
  takesBack(partition: number, offset: number): boolean {
    for (const batch of Object.values(this.host.state.batches)) {
      if (batch.partition !== partition || batch.isAnswered || batch.isOrphaned || batch.end <= offset) continue;
      const record = offset - (batch.end - batch.frames.length);
      if (record < 0 || batch.written[record] !== Written.yes) continue;
      batch.written[record] = Written.takenBack;
      return true;
    }
    return false;
  }

  /** All in-sync replicas have a batch that was sent with `acks=all`. */
  onReplicated(id: number): void {
    this.answer(id, Outcome.ok);
  }

  /** Something of the agenda is due: one of {@link What}, with what it says of `a` and `b`. */
  onTask(what: number, a: number, b: number): void {
    switch (what) {
      case What.lingerOver:
      case What.sendAgain:
        this.send(a, b);
        return;
      case What.batchArrives:
        this.onArrival(a, b);
        return;
      case What.batchAnswered:
        this.onAnswered(a, b);
        return;
      case What.batchFailed:
        this.onFailed(a, b);
        return;
      case What.requestDue:
        this.onRequestsDue(a, b);
        return;
      case What.deliveryDue:
        this.onDeliveriesDue(a, b);
        return;
      case What.blockDue:
        this.onBlockDue(a);
        return;
    }
  }

  /** The producer's process is gone: what it had not sent is lost with it; what is on the wire arrives. */
  onCrash(link: Link): void {
    const producer = this.producerOf.get(link.index) ?? 0;
    const { state } = this.host;
    const own = state.producers[producer];
    for (const { frame } of own.blocked) this.failOne(frame, link, Outcome.connectionReset, false);
    own.blocked = [];
    for (const [id, batch] of Object.entries(state.batches)) {
      if (batch.producer !== producer) continue;
      if (batch.isInFlight && batch.end < 0) batch.isOrphaned = true;
      else this.fail(Number(id), Outcome.connectionReset);
    }
  }

  private paramsOf(producer: number): PublishParams {
    return this.host.layout.producers[producer].params;
  }

  private topicOf(producer: number, frame: number): number {
    const { network, layout } = this.host;
    const { topic } = network.labels.of(network.frames.label[frame]);
    const name = topic === '' ? this.paramsOf(producer).topic : topic;
    const { topics } = layout.params;
    return name === '' ? Math.min(0, topics.length - 1) : topics.findIndex((one) => one.name === name);
  }

  /** Where a record goes: where its key says, or to where there is a batch just now. */
  private partitionOf(producer: number, frame: number, topic: number): number {
    const { network, layout, state } = this.host;
    const { frames } = network;
    const count = layout.params.topics[topic].partitions;
    const first = layout.firstPartition[topic];
    const { key } = network.labels.of(frames.label[frame]);
    const text = key !== '' ? key : frames.key[frame] === 0 ? '' : String(frames.key[frame]);
    if (this.paramsOf(producer).keyed && text !== '') return first + partitionOfKey(text, count);
    const { sticky } = state.producers[producer];
    sticky[topic] ??= this.random.below(count);
    return first + sticky[topic];
  }

  private accumulate(producer: number, frame: number): void {
    const { host } = this;
    const { state, network, layout } = host;
    const { recordBytes, batchBytes, lingerMs, deliveryTimeoutMs } = this.paramsOf(producer);
    const topic = this.topicOf(producer, frame);
    const partition = this.partitionOf(producer, frame, topic);
    const own = state.producers[producer];
    own.queues[partition] ??= [];
    const queue = own.queues[partition];
    const { now } = network.kernel;
    own.usedBytes += recordBytes;
    const last = queue.at(-1);
    let batch = last === undefined ? undefined : state.batches[last];
    if (batch === undefined || batch.attempt > 0 || batch.bytes + recordBytes > batchBytes) {
      const id = state.nextBatch++;
      batch = {
        producer,
        partition,
        frames: [],
        copies: [],
        written: [],
        bytes: 0,
        sinceMs: now,
        sentAtMs: now,
        attempt: 0,
        isInFlight: false,
        notBeforeMs: 0,
        isAnswered: false,
        isOrphaned: false,
        isReleased: false,
        end: NONE,
      };
      state.batches[id] = batch;
      queue.push(id);
      if (lingerMs > 0) host.plan(now + lingerMs, What.lingerOver, producer, partition);
      if (!own.deadlines[partition]) {
        own.deadlines[partition] = true;
        host.plan(now + deliveryTimeoutMs, What.deliveryDue, producer, partition);
      }
    }
    batch.frames.push(frame);
    batch.copies.push(0);
    batch.written.push(Written.no);
    batch.bytes += recordBytes;
    if (batch.bytes + recordBytes > batchBytes) {
      // A full batch is what moves records without a key to another partition.
      own.sticky[topic] = this.random.below(layout.params.topics[topic].partitions);
    }
    this.send(producer, partition);
  }

  /** Sends the batches of a partition that may go. */
  private send(producer: number, partition: number): void {
    const { state, network } = this.host;
    const { maxInFlight, idempotence } = this.paramsOf(producer);
    const { now } = network.kernel;
    if (!network.nodes[this.host.layout.producers[producer].link.from].isUp) return;
    if (this.host.isUp && state.partitions[partition].leader === NONE) return;
    for (let at = 0; ; ) {
      const queue = state.producers[producer].queues[partition] ?? [];
      const id = queue.at(at);
      const batch = id === undefined ? undefined : state.batches[id];
      if (id === undefined || batch === undefined) return;
      const mustWait = now < batch.notBeforeMs;
      if (!batch.isInFlight && !mustWait) {
        if (!this.isComplete(batch, at === queue.length - 1, now)) return;
        if (this.inFlightTo(producer, state.partitions[partition].leader) >= maxInFlight) return;
        this.depart(id, batch);
      } else if (mustWait && idempotence) return; // nothing overtakes a batch that is to be sent again
      if (queue.at(at) === id) at++;
    }
  }

  /** Whether a batch waits for no more records. */
  private isComplete(batch: BatchState, isLast: boolean, now: number): boolean {
    const { lingerMs, batchBytes, recordBytes } = this.paramsOf(batch.producer);
    return !isLast || batch.attempt > 0 || batch.bytes + recordBytes > batchBytes || now >= batch.sinceMs + lingerMs;
  }

  /** Requests to a broker that have no answer yet. */
  private inFlightTo(producer: number, leader: number): number {
    const { partitions, producers } = this.host.state;
    let count = 0;
    for (const [partition, inFlight] of Object.entries(producers[producer].inFlight)) {
      if (partitions[Number(partition)].leader === leader) count += inFlight;
    }
    return count;
  }

  private setInFlight(batch: BatchState, isInFlight: boolean): void {
    if (batch.isInFlight === isInFlight) return;
    batch.isInFlight = isInFlight;
    const { inFlight } = this.host.state.producers[batch.producer];
    inFlight[batch.partition] = (inFlight[batch.partition] ?? 0) + (isInFlight ? 1 : -1);
  }

  private depart(id: number, batch: BatchState): void {
    const { host } = this;
    const { network, layout } = host;
    const { frames, kernel, paths } = network;
    const { link, params } = layout.producers[batch.producer];
    const isLater = batch.attempt > 0;
    if (isLater) this.recordReturned(batch, link, Outcome.timeout);
    batch.attempt++;
    this.setInFlight(batch, true);
    batch.sentAtMs = kernel.now;
    const travelMs = host.travelMs(link);
    const isLost = paths.losesThere(link.index);
    for (const frame of batch.frames) {
      const isConfirmed = (frames.flags[frame] & FrameFlag.confirm) !== 0;
      if (!isLater && frames.spoken[frame] !== POISON) {
        frames.spoken[frame] = link.contract?.write(frames.spoken[frame], false, kernel.now) ?? 0;
      }
      frames.sentAt[frame] = kernel.now;
      frames.attempt[frame] = Math.min(batch.attempt, 255);
      const flags = SentFlag.message | (isConfirmed ? SentFlag.confirm : 0) | (isLater ? SentFlag.retry : 0);
      const caller = frames.parent[frame] === NONE ? 0 : frames.serial[frames.parent[frame]];
      network.record(Fact.sent, flags, link.index, frames.serial[frame], caller, isLost ? Infinity : travelMs);
    }
    if (!isLost) host.plan(kernel.now + travelMs, What.batchArrives, id, batch.attempt);
    if (params.acks === '0') {
      if (isLost) this.fail(id, Outcome.partitioned);
      else this.tellSent(batch);
    } else this.watchRequests(batch.producer, batch.partition);
  }

  /** Without acknowledgements, whoever published hears that all is well as soon as it is sent. */
  private tellSent(batch: BatchState): void {
    const { network } = this.host;
    const { frames } = network;
    batch.frames.forEach((frame, record) => {
      if (!(frames.flags[frame] & FrameFlag.confirm)) return;
      const travelling = network.copy(frame);
      frames.flags[travelling] &= ~FrameFlag.confirm;
      frames.phase[travelling] = Phase.outbound;
      batch.frames[record] = travelling;
      network.links[frames.link[frame]].state.inFlight++;
      network.endPublished(frame, Outcome.ok);
    });
    this.release(batch);
  }

  /** Of those who wait for the confirm: an attempt is over, and another follows. */
  private recordReturned(batch: BatchState, link: Link, outcome: Outcome): void {
    const { network } = this.host;
    const { frames, kernel } = network;
    for (const frame of batch.frames) {
      if (!(frames.flags[frame] & FrameFlag.confirm)) continue;
      const tookMs = kernel.now - frames.sentAt[frame];
      network.record(Fact.returned, outcome, link.index, frames.serial[frame], AttemptEnd.retry, tookMs);
    }
  }

  /** A batch has reached its leader. */
  private onArrival(id: number, attempt: number): void {
    const { host } = this;
    const { network, layout, state } = host;
    const batch = state.batches[id];
    if (batch === undefined || batch.attempt !== attempt || !batch.isInFlight) return;
    const { link, params } = layout.producers[batch.producer];
    if (network.paths.isCutThere(link.index)) {
      if (params.acks === '0' || batch.isOrphaned) this.fail(id, Outcome.partitioned);
      return;
    }
    for (const frame of batch.frames) network.record(Fact.arrived, 0, host.index, network.frames.serial[frame], 0, 0);
    const outcome = host.isUp ? this.accept(id, batch, params) : Outcome.connectionRefused;
    if (params.acks === '0' || batch.isOrphaned) {
      if (outcome === Outcome.ok) this.finish(id);
      else this.fail(id, outcome);
      return;
    }
    if (outcome !== Outcome.ok) this.answer(id, outcome);
    else if (params.acks === '1' || batch.end <= state.partitions[batch.partition].highWatermark)
      this.answer(id, Outcome.ok);
    else state.partitions[batch.partition].waiting.push(id);
  }

  private accept(id: number, batch: BatchState, params: PublishParams): Outcome {
    const { network, index, state } = this.host;
    if (network.errorShares.strikes(index)) return Outcome.error;
    const isThere = batch.written.every((one) => one === Written.yes);
    if (params.idempotence && params.acks === 'all') {
      const queue = state.producers[batch.producer].queues[batch.partition] ?? [];
      const before = queue.slice(0, Math.max(queue.indexOf(id), 0));
      const isAhead = before.some((other) => state.batches[other]?.written.some((one) => one !== Written.yes));
      // OutOfOrderSequence: an earlier batch has to come first. And what it knows already it only acknowledges.
      if (isAhead) return Outcome.conflict;
      if (isThere) return this.cluster.isServed(batch.partition) ? Outcome.ok : Outcome.connectionRefused;
    }
    const outcome = this.cluster.appendBatch(batch, params.acks);
    if (outcome !== Outcome.ok) return outcome;
    const { frames, links } = network;
    for (const frame of batch.frames) {
      if (!(frames.flags[frame] & FrameFlag.message)) continue;
      frames.flags[frame] &= ~FrameFlag.message;
      if (!(frames.flags[frame] & FrameFlag.confirm)) links[frames.link[frame]].state.inFlight--;
    }
    return Outcome.ok;
  }

  /** The leader's answer goes back. */
  private answer(id: number, outcome: Outcome): void {
    const { host } = this;
    const { network, layout, state } = host;
    const batch = state.batches[id];
    if (batch === undefined || !batch.isInFlight || batch.isAnswered) return;
    const { link } = layout.producers[batch.producer];
    const travelMs = host.travelMs(link);
    const isLost = network.paths.losesBack(link.index);
    if (outcome === Outcome.ok) batch.isAnswered = true;
    batch.frames.forEach((frame, record) => {
      if (record > 0 && !(network.frames.flags[frame] & FrameFlag.confirm)) return;
      const serial = network.frames.serial[frame];
      network.record(Fact.replied, outcome, link.index, serial, 0, isLost ? Infinity : travelMs);
    });
    if (isLost) return;
    const what = outcome === Outcome.ok ? What.batchAnswered : What.batchFailed;
    host.plan(network.kernel.now + travelMs, what, id, batch.attempt);
  }

  private onAnswered(id: number, attempt: number): void {
    const batch = this.host.state.batches[id];
    if (batch === undefined || batch.attempt !== attempt) return;
    const { link } = this.host.layout.producers[batch.producer];
    if (this.host.network.paths.isCutBack(link.index)) return;
    this.finish(id);
  }

  /** The leader did not take it, or is gone: the producer tries again after its backoff. */
  private onFailed(id: number, attempt: number): void {
    const { state, layout, network } = this.host;
    const batch = state.batches[id];
    if (batch === undefined || batch.attempt !== attempt || !batch.isInFlight) return;
    this.tryAgain(id, batch, network.kernel.now + layout.producers[batch.producer].params.retryBackoffMs);
  }

  /** One task watches all requests for a partition. */
  private watchRequests(producer: number, partition: number): void {
    const { state, network } = this.host;
    const own = state.producers[producer];
    if (own.watched[partition]) return;
    const { requestTimeoutMs } = this.paramsOf(producer);
    let dueMs = Infinity;
    for (const id of own.queues[partition] ?? []) {
      const batch = state.batches[id];
      if (batch === undefined || batch.attempt === 0) break;
      if (batch.isInFlight) dueMs = Math.min(dueMs, batch.sentAtMs + requestTimeoutMs);
    }
    if (dueMs === Infinity) return;
    own.watched[partition] = true;
    this.host.plan(Math.max(dueMs, network.kernel.now), What.requestDue, producer, partition);
  }

  private onRequestsDue(producer: number, partition: number): void {
    const { state, network } = this.host;
    const own = state.producers[producer];
    const { requestTimeoutMs } = this.paramsOf(producer);
    const { now } = network.kernel;
    own.watched[partition] = false;
    for (const id of [...(own.queues[partition] ?? [])]) {
      const batch = state.batches[id];
      if (batch === undefined || !batch.isInFlight || batch.sentAtMs + requestTimeoutMs > now) continue;
      // Where only the answer was lost, the leader has the batch, and the producer does not know.
      batch.isAnswered = false;
      this.tryAgain(id, batch, now);
    }
    this.watchRequests(producer, partition);
  }

  private onDeliveriesDue(producer: number, partition: number): void {
    const { state, network } = this.host;
    const { deliveryTimeoutMs } = this.paramsOf(producer);
    const { now } = network.kernel;
    for (;;) {
      const id = state.producers[producer].queues[partition]?.at(0);
      const batch = id === undefined ? undefined : state.batches[id];
      if (id === undefined || batch === undefined) {
        state.producers[producer].deadlines[partition] = false;
        return;
      }
      const dueMs = batch.sinceMs + deliveryTimeoutMs;
      if (dueMs > now) {
        this.host.plan(dueMs, What.deliveryDue, producer, partition);
        return;
      }
      this.fail(id, Outcome.timeout);
    }
  }

  private tryAgain(id: number, batch: BatchState, atMs: number): void {
    const { host } = this;
    const { params } = host.layout.producers[batch.producer];
    this.setInFlight(batch, false);
    batch.notBeforeMs = atMs;
    if (batch.attempt > params.retries) {
      this.fail(id, Outcome.timeout);
      return;
    }
    host.tell(Note.producerRetries, batch.frames.length);
    if (atMs <= host.network.kernel.now) this.send(batch.producer, batch.partition);
    else host.plan(atMs, What.sendAgain, batch.producer, batch.partition);
  }

  /** The producer knows that its batch is in the log, or does not ask. */
  private finish(id: number): void {
    const { network, state } = this.host;
    const batch = state.batches[id];
    if (batch === undefined) return;
    for (const frame of batch.frames) network.endPublished(frame, Outcome.ok);
    this.forget(id, batch);
  }

  /** The producer gives a batch up. What of it is in the log stays there. */
  private fail(id: number, outcome: Outcome): void {
    const { state, layout } = this.host;
    const batch = state.batches[id];
    if (batch === undefined) return;
    const { link } = layout.producers[batch.producer];
    batch.frames.forEach((frame, record) => {
      if (batch.written[record] === Written.takenBack) this.loseTakenBack(batch, record, outcome);
      this.failOne(frame, link, outcome, batch.attempt > 0);
    });
    state.partitions[batch.partition].waiting = state.partitions[batch.partition].waiting.filter((one) => one !== id);
    this.forget(id, batch);
  }

  private loseTakenBack(batch: BatchState, record: number, outcome: Outcome): void {
    const { network, state, layout, index } = this.host;
    const { backlogs } = layout.partitions[batch.partition];
    backlogs.forEach((backlog, copy) => {
      const serial = copy === 0 ? network.frames.serial[batch.frames[record]] : batch.copies[record] + copy - 1;
      network.record(Fact.lost, outcome, index, serial, backlog, 0);
    });
    state.takenBack -= backlogs.length;
  }

  private failOne(frame: number, link: Link, outcome: Outcome, wasSent: boolean): void {
    const { network } = this.host;
    const { frames } = network;
    if (!wasSent && frames.flags[frame] & FrameFlag.confirm) {
      const caller = frames.parent[frame] === NONE ? 0 : frames.serial[frames.parent[frame]];
      network.record(Fact.withheld, outcome, link.index, frames.serial[frame], caller, 0);
    }
    network.endPublished(frame, outcome);
  }

  /** Its room in the buffer is free. */
  private release(batch: BatchState): void {
    if (batch.isReleased) return;
    batch.isReleased = true;
    this.host.state.producers[batch.producer].usedBytes -= batch.bytes;
  }

  private forget(id: number, batch: BatchState): void {
    const { state } = this.host;
    const own = state.producers[batch.producer];
    this.setInFlight(batch, false);
    this.release(batch);
    delete state.batches[id];
    const queue = own.queues[batch.partition] ?? [];
    queue.splice(queue.indexOf(id), 1);
    this.unblock(batch.producer);
    // A request less to its leader lets others go there.
    for (const partition of Object.keys(own.queues)) this.send(batch.producer, Number(partition));
  }

  /** There is room in the buffer again. */
  private unblock(producer: number): void {
    const own = this.host.state.producers[producer];
    const { bufferBytes, recordBytes } = this.paramsOf(producer);
    while (own.blocked.length > 0 && own.usedBytes + recordBytes <= bufferBytes) {
      const [{ frame }] = own.blocked.splice(0, 1);
      this.accumulate(producer, frame);
    }
  }

  private onBlockDue(producer: number): void {
    const own = this.host.state.producers[producer];
    const { link } = this.host.layout.producers[producer];
    while (own.blocked.length > 0 && own.blocked[0].untilMs <= this.host.network.kernel.now) {
      const [{ frame }] = own.blocked.splice(0, 1);
      this.failOne(frame, link, Outcome.timeout, false);
    }
  }
}
