import { Fact } from '../../network/facts';
import { Outcome } from '../../network/outcomes';
import type { Entries } from './entries';
import { type CursorState, type Entry, numbers } from './keyspace-state';

/** Entries that readers have and have not acknowledged: pending entries lists of streams, processing lists of lists. */
export class PendingEntries {
  constructor(private readonly entries: Entries) {}

  /** Entries of a reader's own that it has not acknowledged, behind an offset. */
  takeOwn(place: number, reader: number, after: number, most: number): Entry[] {
    const cursor = this.entries.cursor(place);
    const own = numbers(cursor.pending).filter((offset) => offset > after && cursor.pending[offset].reader === reader);
    return own.slice(0, most).flatMap((offset) => this.handAgain(place, offset, reader));
  }

  /** XAUTOCLAIM: entries that have been with somebody for so long are the reader's. `isWithIt`: whether that one still works on it. */
  claim(
    place: number,
    reader: number,
    idleMs: number,
    most: number,
    isWithIt: (reader: number, offset: number) => boolean,
  ): Entry[] {
    const cursor = this.entries.cursor(place);
    const found = this.idle(cursor, idleMs).slice(0, most);
    return found.flatMap((offset) => {
      const isTwice = isWithIt(cursor.pending[offset].reader, offset);
      this.tellBack(place, offset, isTwice);
      return this.handAgain(place, offset, reader);
    });
  }

  /** Puts back into its list what has been in the processing list for so long: the application has to do that itself. */
  putBack(place: number, idleMs: number, isWithIt: (reader: number, offset: number) => boolean): void {
    const { entries } = this;
    const cursor = entries.cursor(place);
    for (const offset of this.idle(cursor, idleMs)) {
      this.tellBack(place, offset, isWithIt(cursor.pending[offset].reader, offset));
      entries.dropPending(cursor, offset);
      cursor.returned.push(offset);
    }
  }

  /** XACK or LREM. Does nothing for what is not pending, or is not the message that is meant. */
  acknowledge(place: number, offset: number, serial: number): void {
    const { entries } = this;
    const cursor = entries.cursor(place);
    if (!(offset in cursor.pending) || entries.serialOf(place, offset) !== serial) return;
    const { structure, kind } = entries.places[place];
    entries.recordAcked(place, serial, entries.publishedAtMs(structure, offset));
    entries.dropPending(cursor, offset);
    if (kind === 'list') entries.free(structure, offset);
    entries.use(structure);
  }

  /** XGROUP DELCONSUMER, or DEL of a processing list that only one has. */
  deleteConsumer(place: number, reader: number): void {
    const { entries } = this;
    const cursor = entries.cursor(place);
    for (const offset of numbers(cursor.pending)) {
      if (cursor.pending[offset].reader === reader) entries.losePending(place, offset, Outcome.cancelled);
    }
  }

  private idle(cursor: CursorState, idleMs: number): number[] {
    const { now } = this.entries.network.kernel;
    return numbers(cursor.pending).filter((offset) => now - cursor.pending[offset].atMs >= idleMs);
  }

  /** Hands out what is pending; what has been trimmed away meanwhile is dropped, as XAUTOCLAIM does. */
  private handAgain(place: number, offset: number, reader: number): Entry[] {
    const { entries } = this;
    const cursor = entries.cursor(place);
    const { structure, kind } = entries.places[place];
    if (kind === 'stream' && offset < entries.log(structure).first) {
      entries.losePending(place, offset, Outcome.overflow);
      return [];
    }
    const { deliveries } = cursor.pending[offset];
    entries.setPending(cursor, offset, reader, deliveries + 1);
    return [{ offset, serial: entries.serialOf(place, offset), deliveries }];
  }

  private tellBack(place: number, offset: number, isTwice: boolean): void {
    const { network, node } = this.entries;
    const serial = this.entries.serialOf(place, offset);
    if (isTwice) network.record(Fact.duplicated, 0, node, serial, place, 0);
    else network.record(Fact.requeued, Outcome.timeout, node, serial, place, 0);
  }
}
