import { Fact } from '../../network/facts';
import { append, opensBlock, roomOf } from '../../network/messaging/message-log';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { Entries } from './entries';
import { type Entry, emptyKeyspace, type KeyspaceState, numbers } from './keyspace-state';
import type { StructureParams } from './params';
import { PendingEntries } from './pending';
import type { Place } from './places';
import { Points } from './points';

/**
 * Lists and streams. A list is a log that one reader after the other takes from, and that holds nothing behind them; a
 * stream is one that each of its groups goes through, and that keeps everything. No entry has a frame while it waits.
 */
export class Keyspace {
  readonly initial: KeyspaceState;
  readonly entries: Entries;
  readonly pending: PendingEntries;
  readonly points: Points;

  /**
   * @param bytesOf what a message that came over that link takes
   * @param floorOf below which offset no snapshot has anything of a structure
   * @param takeFromHand lets a consumer's message that Redis had forgotten be Redis's again; false if no consumer has it
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly structures: readonly StructureParams[],
    readonly places: readonly Place[],
    private readonly state: () => KeyspaceState,
    bytesOf: (link: number) => number,
    floorOf: (structure: number) => number,
    takeFromHand: (serial: number) => boolean,
  ) {
    this.entries = new Entries(network, node, structures, places, state, bytesOf, floorOf, takeFromHand);
    this.pending = new PendingEntries(this.entries);
    this.points = new Points(this.entries);
    this.initial = emptyKeyspace(structures.length, places.length);
  }

  /** Memory that lists and streams take. */
  get bytes(): number {
    return this.state().logs.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Messages that its logs have room for. */
  get room(): number {
    return this.state().logs.reduce((sum, { log }) => sum + roomOf(log), 0);
  }

  /** Messages that nobody is done with. */
  get owed(): number {
    return this.state().cursors.reduce(
      (sum, { pendingCount }, place) => sum + this.entries.waiting(place) + pendingCount,
      0,
    );
  }

  /** Writes a message into a list or a stream; the frame is gone then. */
  add(structure: number, frame: number): void {
    const { entries } = this;
    const { network, node } = this;
    const { frames, kernel } = network;
    const state = entries.log(structure);
    const serial = frames.serial[frame];
    const places = entries.placesIn[structure];
    const names = places.map((_, copy) => (copy === 0 ? serial : network.newSerial()));
    const offset = append(state.log, frames, frame, kernel.now, names[1] ?? 0);
    state.bytes += entries.bytesOf(frames.link[frame]);
    entries.use(structure);
    frames.release(frame);
    places.forEach((place, copy) => {
      if (copy > 0) network.record(Fact.copied, 0, node, names[copy], serial, 0);
      network.record(Fact.enqueued, 0, node, names[copy], place, 0);
    });
    const { maxLength } = this.structures[structure];
    if (maxLength !== null) this.trim(structure, maxLength);
    if (opensBlock(offset)) network.onLogGrown();
  }

  /** Whether there is something that {@link take} gives. */
  hasNext(place: number): boolean {
    return this.entries.waiting(place) > 0;
  }

  /** The next entry that nobody has had; null where there is none. It is the reader's, pending if it is kept. */
  take(place: number, reader: number, isKept: boolean): Entry | null {
    const { entries } = this;
    const cursor = entries.cursor(place);
    const offset = cursor.returned.shift() ?? cursor.next;
    const { structure } = this.places[place];
    const { log } = entries.log(structure);
    if (offset >= log.next) return null;
    if (offset === cursor.next) cursor.next++;
    const deliveries = cursor.pending[offset]?.deliveries ?? 0;
    const entry = { offset, serial: entries.serialOf(place, offset), deliveries };
    if (isKept) entries.setPending(cursor, offset, reader, 1);
    entries.use(structure);
    return entry;
  }

  /** What was taken from a list and is not kept: from now on it cannot be read. */
  forget(place: number, offset: number): void {
    this.entries.free(this.places[place].structure, offset);
  }

  /** XGROUP SETID: a group goes on with that entry. */
  setNext(place: number, offset: number): void {
    const { entries } = this;
    const cursor = entries.cursor(place);
    const { first, log } = entries.log(this.places[place].structure);
    const to = Math.min(Math.max(offset, first), log.next);
    for (let at = cursor.next; at < to; at++) entries.lose(place, at, Outcome.skipped);
    for (let at = to; at < cursor.next; at++) {
      if (at in cursor.pending) {
        entries.dropPending(cursor, at);
        entries.tellWaits(place, at, Outcome.skipped);
      } else entries.revive(place, at);
    }
    cursor.next = to;
  }

  /** DEL: everything that is in a structure is gone. */
  empty(structure: number, why: Outcome): void {
    const { entries } = this;
    const state = entries.log(structure);
    for (const place of entries.placesIn[structure]) {
      const cursor = entries.cursor(place);
      for (const offset of numbers(cursor.pending)) entries.losePending(place, offset, why);
      for (const offset of cursor.returned) entries.lose(place, offset, why);
      for (let offset = cursor.next; offset < state.log.next; offset++) entries.lose(place, offset, why);
      cursor.returned = [];
      cursor.next = state.log.next;
    }
    state.first = state.log.next;
    state.bytes = 0;
    entries.compact(structure);
  }

  /** The structure that eviction takes first; −1 where all are empty. */
  leastUsed(by: 'lru' | 'lfu'): number {
    const { logs } = this.state();
    let found = -1;
    logs.forEach(({ bytes, usedAtMs, uses }, structure) => {
      if (bytes === 0) return;
      const least = logs[found];
      const isLess = least === undefined || (by === 'lru' ? usedAtMs < least.usedAtMs : uses < least.uses);
      if (isLess) found = structure;
    });
    return found;
  }

  private trim(structure: number, maxLength: number): void {
    const { entries } = this;
    const state = entries.log(structure);
    if (this.structures[structure].type === 'list') {
      for (const place of entries.placesIn[structure]) {
        while (entries.waiting(place) > maxLength) {
          const cursor = entries.cursor(place);
          const offset = cursor.returned.shift() ?? cursor.next++;
          entries.lose(place, offset, Outcome.overflow);
          entries.free(structure, offset);
        }
      }
      return;
    }
    while (state.log.next - state.first > maxLength) {
      for (const place of entries.placesIn[structure]) {
        const cursor = entries.cursor(place);
        if (cursor.next > state.first) continue;
        entries.lose(place, state.first, Outcome.overflow);
        cursor.next = state.first + 1;
      }
      state.bytes -= entries.entryBytes(structure, state.first++);
    }
    if (state.first >= state.compactAt) entries.compact(structure);
  }
}
