import { NONE } from '../../network/frames/frames';
import { blockOf, isRemoved, type MessageLog, placeOf, removeAll } from '../../network/messaging/message-log';
import type { Books } from './books';
import type { Host } from './host';
import type { PartitionPlace } from './layout';
import type { PartitionState } from './state';

/** Removes from compacted topics what a later record with the same key supersedes. */
export class Compaction {
  constructor(
    private readonly host: Host,
    private readonly books: Books,
  ) {}

  /**
   * Of each key, the latest record of the closed segments stays, if all in-sync replicas have it. What a consumer has in
   * hand is looked at again next time.
   */
  compact({ backlogs }: PartitionPlace, partition: PartitionState): void {
    const { cursors } = this.host.state;
    const { log, segments, highWatermark } = partition;
    const end = Math.min(segments[segments.length - 1].from, highWatermark);
    if (end <= partition.cleaned) return;
    const inHand = backlogs.map((backlog) => cursors[backlog]).filter(({ owner }) => owner !== NONE);
    const isInHand = (offset: number) => inHand.some(({ done, position }) => offset >= done && offset < position);
    const later = new Set<string>();
    const superseded: number[] = [];
    let isDone = true;
    for (let offset = end - 1; offset >= log.first; offset--) {
      const key = isRemoved(log, offset) ? '' : this.keyAt(log, offset);
      if (key === '') continue;
      if (!later.has(key)) later.add(key);
      else if (isInHand(offset)) isDone = false;
      else superseded.push(offset);
    }
    superseded.reverse();
    for (const backlog of backlogs) this.books.supersede(backlog, superseded);
    removeAll(log, superseded);
    if (isDone) partition.cleaned = end;
  }

  /** The key of a record, as text; empty where it has none. */
  private keyAt(log: MessageLog, offset: number): string {
    const { network, layout } = this.host;
    const block = blockOf(log, offset);
    const at = placeOf(offset);
    const producer = layout.producers.find(({ link }) => link.index === block.link[at]);
    if (producer?.params.keyed === false) return '';
    return network.labels.of(block.label[at]).key || (block.key[at] === 0 ? '' : String(block.key[at]));
  }
}
