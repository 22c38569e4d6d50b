import type { RandomStream } from '../../../kernel/random';
import type { Link } from '../../../network/links/link';
import { Outcome } from '../../../network/outcomes';
import { type Host, What } from '../host';
import { partitionOfKey } from '../murmur2';
import { type BatchState, Written } from '../state';
import { newBatch } from './batches';
import type { Endings } from './endings';

/**
 * What is published and not sent yet: the buffer of each producer, in which records wait in batches, partition by partition,
 * and those for which it has no room.
 *
 * Source: Apache Kafka, ProducerConfig and RecordAccumulator; KIP-480 and KIP-794 for records without a key.
 */
export class Accumulator {
  constructor(
    private readonly host: Host,
    private readonly random: RandomStream,
    private readonly endings: Endings,
    /** A batch may go now. */
    private readonly send: (producer: number, partition: number) => void,
  ) {}

  /** The topic that a record is for; negative where there is none of this name. */
  topicOf(producer: number, frame: number): number {
    const { network, layout } = this.host;
    const { topic } = network.labels.of(network.frames.label[frame]);
    const name = topic === '' ? layout.producers[producer].params.topic : topic;
    const { topics } = layout.params;
    return name === '' ? Math.min(0, topics.length - 1) : topics.findIndex((one) => one.name === name);
  }

  /** Takes a record into its batch; where the buffer is full, it waits until there is room or its time is up. */
  take(producer: number, frame: number): void {
    const { host } = this;
    const { bufferBytes, recordBytes, maxBlockMs } = host.layout.producers[producer].params;
    const own = host.state.producers[producer];
    if (own.usedBytes + recordBytes <= bufferBytes && own.blocked.length === 0) {
      this.accumulate(producer, frame);
      return;
    }
    const untilMs = host.network.kernel.now + maxBlockMs;
    own.blocked.push({ frame, untilMs });
    host.plan(untilMs, What.blockDue, producer);
  }

  /** There is room in the buffer again. */
  unblock(producer: number): void {
    const own = this.host.state.producers[producer];
    const { bufferBytes, recordBytes } = this.host.layout.producers[producer].params;
    while (own.blocked.length > 0 && own.usedBytes + recordBytes <= bufferBytes) {
      const [{ frame }] = own.blocked.splice(0, 1);
      this.accumulate(producer, frame);
    }
  }

  /** Some have waited for room as long as they may. */
  onBlockDue(producer: number): void {
    const own = this.host.state.producers[producer];
    const { link } = this.host.layout.producers[producer];
    while (own.blocked.length > 0 && own.blocked[0].untilMs <= this.host.network.kernel.now) {
      const [{ frame }] = own.blocked.splice(0, 1);
      this.endings.failOne(frame, link, Outcome.timeout, false);
    }
  }

  /** What waited for room is gone with the producer's process. */
  onCrash(producer: number, link: Link): void {
    const own = this.host.state.producers[producer];
    for (const { frame } of own.blocked) this.endings.failOne(frame, link, Outcome.connectionReset, false);
    own.blocked = [];
  }

  private accumulate(producer: number, frame: number): void {
    const { state, layout } = this.host;
    const { recordBytes, batchBytes } = layout.producers[producer].params;
    const topic = this.topicOf(producer, frame);
    const partition = this.partitionOf(producer, frame, topic);
    const own = state.producers[producer];
    own.queues[partition] ??= [];
    const last = own.queues[partition].at(-1);
    own.usedBytes += recordBytes;
    let batch = last === undefined ? undefined : state.batches[last];
    if (batch === undefined || batch.attempt > 0 || batch.bytes + recordBytes > batchBytes) {
      batch = this.openBatch(producer, partition);
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

  private openBatch(producer: number, partition: number): BatchState {
    const { host } = this;
    const { state, network, layout } = host;
    const { lingerMs, deliveryTimeoutMs } = layout.producers[producer].params;
    const own = state.producers[producer];
    const { now } = network.kernel;
    const id = state.nextBatch++;
    const batch = newBatch(producer, partition, now);
    state.batches[id] = batch;
    own.queues[partition].push(id);
    if (lingerMs > 0) host.plan(now + lingerMs, What.lingerOver, producer, partition);
    if (!own.deadlines[partition]) {
      own.deadlines[partition] = true;
      host.plan(now + deliveryTimeoutMs, What.deliveryDue, producer, partition);
    }
    return batch;
  }

  /** Where a record goes: where its key says, or to where there is a batch just now. */
  private partitionOf(producer: number, frame: number, topic: number): number {
    const { network, layout, state } = this.host;
    const { frames } = network;
    const count = layout.params.topics[topic].partitions;
    const first = layout.firstPartition[topic];
    const { key } = network.labels.of(frames.label[frame]);
    const text = key !== '' ? key : frames.key[frame] === 0 ? '' : String(frames.key[frame]);
    if (layout.producers[producer].params.keyed && text !== '') return first + partitionOfKey(text, count);
    const { sticky } = state.producers[producer];
    sticky[topic] ??= this.random.below(count);
    return first + sticky[topic];
  }
}
