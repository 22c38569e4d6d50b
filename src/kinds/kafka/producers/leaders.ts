import { Fact } from '../../../network/facts';
import { FrameFlag } from '../../../network/frames/frames';
import { Outcome } from '../../../network/outcomes';
import type { Cluster } from '../cluster';
import { type Host, What } from '../host';
import type { PublishParams } from '../params';
import { type BatchState, Written } from '../state';
import type { Endings } from './endings';

/**
 * What the leaders of partitions do with the batches that reach them: whether they are written, and when that is
 * acknowledged.
 *
 * Source: Apache Kafka, ProducerConfig (`acks`, `enable.idempotence`) and ReplicaManager.
 */
export class Leaders {
  constructor(
    private readonly host: Host,
    private readonly cluster: Cluster,
    private readonly endings: Endings,
  ) {}

  /** A batch has reached its leader. */
  onArrival(id: number, attempt: number): void {
    const { host } = this;
    const { network, layout, state } = host;
    const batch = state.batches[id];
    if (batch === undefined || batch.attempt !== attempt || !batch.isInFlight) return;
    const { link, params } = layout.producers[batch.producer];
    if (network.paths.isCutThere(link.index)) {
      if (params.acks === '0' || batch.isOrphaned) this.endings.fail(id, Outcome.partitioned);
      return;
    }
    for (const frame of batch.frames) network.record(Fact.arrived, 0, host.index, network.frames.serial[frame], 0, 0);
    const outcome = host.isUp ? this.accept(id, batch, params) : Outcome.connectionRefused;
    if (params.acks === '0' || batch.isOrphaned) {
      if (outcome === Outcome.ok) this.endings.finish(id);
      else this.endings.fail(id, outcome);
      return;
    }
    if (outcome !== Outcome.ok) this.answer(id, outcome);
    else if (params.acks === '1' || batch.end <= state.partitions[batch.partition].highWatermark)
      this.answer(id, Outcome.ok);
    else state.partitions[batch.partition].waiting.push(id);
  }

  /** The leader of a partition is gone, with all connections to it. */
  onGone(partition: number): void {
    const { state } = this.host;
    for (const [id, batch] of Object.entries(state.batches)) {
      if (batch.partition !== partition || !batch.isInFlight || batch.isAnswered || batch.end < 0) continue;
      this.answer(Number(id), Outcome.connectionReset);
    }
    state.partitions[partition].waiting = [];
  }

  /** The leader's answer goes back. */
  answer(id: number, outcome: Outcome): void {
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
      if (!(frames.flags[frame] & FrameFlag.confirm)) links[frames.link[frame]].inFlight--;
    }
    return Outcome.ok;
  }
}
