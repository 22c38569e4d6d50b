import { AttemptEnd, Fact, SentFlag } from '../../../network/facts';
import { FrameFlag, NONE, Phase, POISON } from '../../../network/frames/frames';
import type { Link } from '../../../network/links/link';
import { Note } from '../../../network/notes';
import { Outcome } from '../../../network/outcomes';
import { type Host, What } from '../host';
import type { PublishParams } from '../params';
import type { BatchState } from '../state';
import { release, setInFlight } from './batches';
import type { Endings } from './endings';

/**
 * Batches on their way to the leaders: when they go, how many at once, and when one is sent again or given up because no
 * answer came, or the wrong one.
 *
 * Source: Apache Kafka, ProducerConfig and Sender.
 */
export class Sender {
  constructor(
    private readonly host: Host,
    private readonly endings: Endings,
  ) {}

  /** Sends the batches of a partition that may go. */
  send(producer: number, partition: number): void {
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

  /** The leader has it, and the producer hears so. */
  onAnswered(id: number, attempt: number): void {
    const batch = this.host.state.batches[id];
    if (batch === undefined || batch.attempt !== attempt) return;
    const { link } = this.host.layout.producers[batch.producer];
    if (this.host.network.paths.isCutBack(link.index)) return;
    this.endings.finish(id);
  }

  /** The leader did not take it, or is gone: the producer tries again after its backoff. */
  onFailed(id: number, attempt: number): void {
    const { state, layout, network } = this.host;
    const batch = state.batches[id];
    if (batch === undefined || batch.attempt !== attempt || !batch.isInFlight) return;
    this.tryAgain(id, batch, network.kernel.now + layout.producers[batch.producer].params.retryBackoffMs);
  }

  /** Requests for a partition may have waited for their answers as long as they may. */
  onRequestsDue(producer: number, partition: number): void {
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

  /** The oldest batch of a partition may have been with its producer as long as it may. */
  onDeliveriesDue(producer: number, partition: number): void {
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
      this.endings.fail(id, Outcome.timeout);
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

  private depart(id: number, batch: BatchState): void {
    const { host } = this;
    const { network, layout } = host;
    const { frames, kernel, paths } = network;
    const { link, params } = layout.producers[batch.producer];
    const isLater = batch.attempt > 0;
    if (isLater) this.recordReturned(batch, link, Outcome.timeout);
    batch.attempt++;
    setInFlight(host.state, batch, true);
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
      if (isLost) this.endings.fail(id, Outcome.partitioned);
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
      network.links[frames.link[frame]].inFlight++;
      network.messages.endPublished(frame, Outcome.ok);
    });
    release(this.host.state, batch);
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

  private tryAgain(id: number, batch: BatchState, atMs: number): void {
    const { host } = this;
    const { params } = host.layout.producers[batch.producer];
    setInFlight(host.state, batch, false);
    batch.notBeforeMs = atMs;
    if (batch.attempt > params.retries) {
      this.endings.fail(id, Outcome.timeout);
      return;
    }
    host.tell(Note.producerRetries, batch.frames.length);
    if (atMs <= host.network.kernel.now) this.send(batch.producer, batch.partition);
    else host.plan(atMs, What.sendAgain, batch.producer, batch.partition);
  }

  private paramsOf(producer: number): PublishParams {
    return this.host.layout.producers[producer].params;
  }
}
