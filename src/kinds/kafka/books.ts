import { Fact } from '../../network/facts';
import { blockOf, isRemoved, placeOf } from '../../network/messaging/message-log';
import { Outcome } from '../../network/outcomes';
import type { Host } from './host';
import type { CursorState, Span } from './state';

/** Spans of one backlog in order, free of overlaps. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const one of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && one.from <= last.to)
      merged[merged.length - 1] = { ...last, to: Math.max(last.to, one.to) };
    else merged.push(one);
  }
  return merged;
}

/** What has become of each group's copy of each record. */
export class Books {
  constructor(private readonly host: Host) {}

  /** The name of the copy that a backlog has of a record. */
  serialOf(backlog: number, offset: number): number {
    const { at, copy } = this.host.layout.backlogs[backlog];
    const { log } = this.host.state.partitions[at];
    const block = blockOf(log, offset);
    return copy === 0 ? block.serial[placeOf(offset)] : block.copies[placeOf(offset)] + copy - 1;
  }

  /** How many records a group has still to do of a partition. */
  openIn(backlog: number): number {
    const { cursors, partitions } = this.host.state;
    const { done, ended } = cursors[backlog];
    const { log } = partitions[this.host.layout.backlogs[backlog].at];
    return ended.reduce((open, { from, to }) => open - (to - from), log.next - done);
  }

  /** Calls `visit` with every record of a span that has not ended for its group. */
  forOpen(backlog: number, from: number, to: number, visit: (offset: number) => void): void {
    const { done, ended } = this.host.state.cursors[backlog];
    let at = Math.max(from, done);
    for (const span of ended) {
      if (span.from >= to) break;
      for (; at < Math.min(span.from, to); at++) visit(at);
      at = Math.max(at, span.to);
    }
    for (; at < to; at++) visit(at);
  }

  /** Whether a group has still to do a record: it is neither acked, nor lost, nor superseded. */
  isOpen(backlog: number, offset: number): boolean {
    const { done, ended } = this.host.state.cursors[backlog];
    if (offset < done) return false;
    for (const { from, to } of ended) {
      if (from > offset) return true;
      if (offset < to) return false;
    }
    return true;
  }

  /** The group is past these records: they are done with. */
  ack(backlog: number, from: number, to: number): void {
    const { network, index, layout, state } = this.host;
    const { log } = state.partitions[layout.backlogs[backlog].at];
    const { now } = network.kernel;
    this.forOpen(backlog, from, to, (offset) => {
      const tookMs = now - blockOf(log, offset).publishedAt[placeOf(offset)];
      network.record(Fact.acked, 0, index, this.serialOf(backlog, offset), backlog, tookMs);
    });
    this.close(backlog, from, to);
  }

  /** The group will never have these records. */
  lose(backlog: number, from: number, to: number, why: Outcome): void {
    const { network, index } = this.host;
    this.forOpen(backlog, from, to, (offset) => {
      network.record(Fact.lost, why, index, this.serialOf(backlog, offset), backlog, 0);
    });
    this.close(backlog, from, to);
  }

  /** These records will be handed out again. */
  putBack(backlog: number, from: number, to: number, why: Outcome): void {
    const { network, index } = this.host;
    this.forOpen(backlog, from, to, (offset) => {
      network.record(Fact.requeued, why, index, this.serialOf(backlog, offset), backlog, 0);
    });
  }

  /**
   * Compaction has removed records of which a later one has the same key. A group that has not read them never will:
   * nothing is lost with them, for what it wants to know is what the latest says.
   *
   * @param offsets ascending
   */
  supersede(backlog: number, offsets: readonly number[]): void {
    const { network, index, state } = this.host;
    const cursor = state.cursors[backlog];
    const holes: Span[] = [];
    for (const from of offsets) {
      if (!this.isOpen(backlog, from)) continue;
      network.record(Fact.lost, Outcome.expired, index, this.serialOf(backlog, from), backlog, 0);
      holes.push({ backlog, from, to: from + 1 });
    }
    if (holes.length === 0) return;
    cursor.ended = merge([...cursor.ended, ...holes]);
    this.absorb(cursor);
  }

  /** The group reads once more what it was done with, as far as compaction has left it. */
  revive(backlog: number, from: number): void {
    const { network, index, layout, state } = this.host;
    const { log } = state.partitions[layout.backlogs[backlog].at];
    const cursor = state.cursors[backlog];
    const again: Span[] = cursor.ended.filter(({ to }) => to > from);
    if (from < cursor.done) again.unshift({ backlog, from, to: cursor.done });
    const holes: Span[] = [];
    for (const span of again) {
      for (let offset = Math.max(span.from, from); offset < span.to; offset++) {
        if (isRemoved(log, offset)) holes.push({ backlog, from: offset, to: offset + 1 });
        else network.record(Fact.revived, 0, index, this.serialOf(backlog, offset), backlog, 0);
      }
    }
    const before = cursor.ended.flatMap((span) => (span.from < from ? [{ ...span, to: Math.min(span.to, from) }] : []));
    cursor.ended = merge([...before, ...holes]);
    cursor.done = Math.min(cursor.done, from);
    this.absorb(cursor);
  }

  /** What a new leader does not have was never there. */
  cutOff(backlog: number, end: number): void {
    const cursor = this.host.state.cursors[backlog];
    cursor.ended = cursor.ended.flatMap((span) => (span.from < end ? [{ ...span, to: Math.min(span.to, end) }] : []));
    cursor.done = Math.min(cursor.done, end);
    cursor.position = Math.min(cursor.position, end);
    cursor.delivered = Math.min(cursor.delivered, end);
    if (cursor.committed > end) cursor.committed = end;
  }

  private close(backlog: number, from: number, to: number): void {
    const cursor = this.host.state.cursors[backlog];
    if (to <= from) return;
    if (from > cursor.done) cursor.ended = merge([...cursor.ended, { backlog, from, to }]);
    else cursor.done = Math.max(cursor.done, to);
    this.absorb(cursor);
  }

  /** What has ended right behind all that has is part of it. */
  private absorb(cursor: CursorState): void {
    const { ended } = cursor;
    let count = 0;
    for (; count < ended.length && ended[count].from <= cursor.done; count++) {
      cursor.done = Math.max(cursor.done, ended[count].to);
    }
    if (count > 0) ended.splice(0, count);
  }
}
