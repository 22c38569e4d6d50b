import { NONE } from '../../network/frames/frames';
import { blockOf, dropBefore, placeOf } from '../../network/messaging/message-log';
import { Outcome } from '../../network/outcomes';
import type { Books } from './books';
import { Compaction } from './compaction';
import type { Host } from './host';
import type { PartitionPlace } from './layout';
import type { PartitionState } from './state';

/**
 * The segments that partitions are written in: when a new one begins, and what becomes of old ones.
 *
 * Source: Apache Kafka documentation, "Topic Configs" (`segment.ms`, `segment.bytes`, `retention.ms`, `retention.bytes`,
 * `cleanup.policy`).
 */
export class Segments {
  private readonly compaction: Compaction;

  constructor(
    private readonly host: Host,
    private readonly books: Books,
  ) {
    this.compaction = new Compaction(host, books);
  }

  /** So much has been written to a partition, bytes. */
  grow(partition: number, bytes: number): void {
    this.roll(this.host.layout.partitions[partition], this.host.state.partitions[partition], bytes);
  }

  /** Old segments of a partition go; of compacted topics, what a later record with the same key supersedes. */
  retain(index: number): void {
    const { state, layout, network } = this.host;
    const place = layout.partitions[index];
    const partition = state.partitions[index];
    this.roll(place, partition, 0);
    if (place.topic.cleanup === 'compact') {
      this.compaction.compact(place, partition);
      return;
    }
    const { retentionMs, retentionBytes } = place.topic;
    let bytes = partition.segments.reduce((sum, segment) => sum + segment.bytes, 0);
    while (partition.segments.length > 1) {
      const [first, second] = partition.segments;
      const isOld =
        retentionMs !== null && this.lastWrittenMs(partition, second.from) < network.kernel.now - retentionMs;
      const isTooMuch = retentionBytes !== null && bytes - first.bytes >= retentionBytes;
      if (!isOld && !isTooMuch) break;
      bytes -= first.bytes;
      partition.segments.shift();
      partition.start = second.from;
    }
    this.dropOld(place, partition);
  }

  /** Begins a new segment where the one that is written to is full or old. */
  private roll({ topic }: PartitionPlace, partition: PartitionState, bytes: number): void {
    const { now } = this.host.network.kernel;
    const active = partition.segments[partition.segments.length - 1];
    active.bytes += bytes;
    const isEmpty = active.from === partition.log.next;
    if (isEmpty || (active.bytes < topic.segmentBytes && now - active.sinceMs < topic.segmentMs)) return;
    partition.segments.push({ from: partition.log.next, sinceMs: now, bytes: 0 });
  }

  private lastWrittenMs({ log, start }: PartitionState, before: number): number {
    const last = Math.max(before - 1, start);
    return last < log.next && last >= log.first ? blockOf(log, last).writtenAt[placeOf(last)] : 0;
  }

  /** What retention took is lost to whoever has not fetched it; what consumers have in hand stays until they are done. */
  private dropOld({ backlogs }: PartitionPlace, partition: PartitionState): void {
    const { cursors } = this.host.state;
    const { start } = partition;
    let keep = start;
    for (const backlog of backlogs) {
      const cursor = cursors[backlog];
      if (cursor.done >= start) continue;
      const inHand = cursor.owner === NONE ? cursor.done : Math.max(cursor.position, cursor.done);
      if (inHand < start) {
        this.books.lose(backlog, inHand, start, Outcome.retentionPassed);
        cursor.position = start;
      }
      if (cursor.committed !== NONE && cursor.owner === NONE) cursor.committed = Math.max(cursor.committed, start);
      keep = Math.min(keep, cursor.done);
    }
    dropBefore(partition.log, keep);
  }
}
