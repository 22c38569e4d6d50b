import { Fact } from '../../network/facts';
import { blockOf, placeOf } from '../../network/messaging/message-log';
import type { Outcome } from '../../network/outcomes';
import type { Host } from './host';
import type { Span } from './state';

/** Merges a span into a list of spans of one backlog, which stays sorted and free of overlaps. */
function addSpan(spans: Span[], span: Span): Span[] {
  const sorted = [...spans, span].sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const one of sorted) {
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
      for (; at < Math.min(span.from, to); at++) visit(at);
      at = Math.max(at, span.to);
    }
    for (; at < to; at++) visit(at);
  }

  isOpen(backlog: number, offset: number): boolean {
    const { done, ended } = this.host.state.cursors[backlog];
    return offset >= done && !ended.some(({ from, to }) => offset >= from && offset < to);
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

  /** The group reads once more what it was done with. */
  revive(backlog: number, from: number): void {
    const { network, index, state } = this.host;
    const cursor = state.cursors[backlog];
    const again: number[] = [];
    for (let offset = from; offset < cursor.done; offset++) again.push(offset);
    for (const span of cursor.ended) {
      for (let offset = Math.max(span.from, from); offset < span.to; offset++) again.push(offset);
    }
    for (const offset of again) network.record(Fact.revived, 0, index, this.serialOf(backlog, offset), backlog, 0);
    cursor.ended = cursor.ended.flatMap((span) => (span.from < from ? [{ ...span, to: Math.min(span.to, from) }] : []));
    cursor.done = Math.min(cursor.done, from);
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
    if (from > cursor.done) cursor.ended = addSpan(cursor.ended, { backlog, from, to });
    else cursor.done = Math.max(cursor.done, to);
    for (let first = cursor.ended.at(0); first !== undefined && first.from <= cursor.done; first = cursor.ended.at(0)) {
      cursor.done = Math.max(cursor.done, first.to);
      cursor.ended.shift();
    }
  }
}
