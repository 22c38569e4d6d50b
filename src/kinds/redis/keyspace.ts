import { Fact } from '../../network/facts';
import {
  append,
  blockOf,
  dropBefore,
  dropFrom,
  emptyLog,
  load,
  type MessageLog,
  placeOf,
} from '../../network/messaging/message-log';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import type { StructureParams } from './params';
import type { Place } from './places';

/** An entry that a reader has and has not acknowledged: of a stream's pending entries list, or in a processing list. */
export interface Pending {
  readonly reader: number;
  /** When it was handed out last, ms. */
  readonly atMs: number;
  readonly deliveries: number;
}

/** A list or a stream: plain data. */
interface LogState {
  /** May hold more than there is: what a snapshot still has. */
  readonly log: MessageLog;
  /** Of a stream: the offset of the oldest entry. */
  first: number;
  bytes: number;
  /** For eviction: when it was used last, and how often. */
  usedAtMs: number;
  uses: number;
  /** It is worth looking for room when there is nothing before this offset. */
  compactAt: number;
}

/** How far a place is: plain data. */
interface CursorState {
  /** What is handed out next. */
  next: number;
  pending: Record<number, Pending>;
  pendingCount: number;
  /** Of a list: what has been put back from a processing list, to be taken first. */
  returned: number[];
}

export interface KeyspaceState {
  readonly logs: LogState[];
  readonly cursors: CursorState[];
}

/** The keyspace at a moment, as a snapshot or a replica has it: plain data. */
export interface Point {
  readonly atMs: number;
  readonly logs: readonly { readonly first: number; readonly next: number }[];
  readonly cursors: readonly Readonly<CursorState>[];
  /** By structure: before which offset it needs nothing. */
  readonly floors: readonly number[];
}

/** So many entries that are gone are worth a cleaning. */
const WORTH = 1_024;

const numbers = (record: Record<number, unknown>): number[] => Object.keys(record).map(Number);

/** What is to be known of an entry that is handed out. */
export interface Entry {
  readonly offset: number;
  readonly serial: number;
  readonly deliveries: number;
}

/**
 * Lists and streams. A list is a log that one reader after the other takes from, and that holds nothing behind them; a
 * stream is one that each of its groups goes through, and that keeps everything. No entry has a frame while it waits.
 */
export class Keyspace {
  readonly initial: KeyspaceState;
  /** By structure: its places. */
  private readonly placesIn: readonly (readonly number[])[];

  /**
   * @param bytesOf what a message that came over that link takes
   * @param floorOf below which offset no snapshot has anything of a structure
   * @param takeFromHand lets a consumer's message that Redis had forgotten be Redis's again; false if no consumer has it
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    readonly structures: readonly StructureParams[],
    readonly places: readonly Place[],
    private readonly state: () => KeyspaceState,
    private readonly bytesOf: (link: number) => number,
    private readonly floorOf: (structure: number) => number,
    private readonly takeFromHand: (serial: number) => boolean,
  ) {
    this.placesIn = structures.map((_, structure) =>
      places.flatMap((place, index) => (place.structure === structure ? [index] : [])),
    );
    this.initial = {
      logs: structures.map(() => ({
        log: emptyLog(),
        first: 0,
        bytes: 0,
        usedAtMs: 0,
        uses: 0,
        compactAt: WORTH,
      })),
      cursors: places.map(() => ({ next: 0, pending: {}, pendingCount: 0, returned: [] })),
    };
  }

  /** Memory that lists and streams take. */
  get bytes(): number {
    return this.state().logs.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Messages that nobody is done with. */
  get owed(): number {
    return this.state().cursors.reduce((sum, { pendingCount }, place) => sum + this.waiting(place) + pendingCount, 0);
  }

  /** Entries that wait for a reader. */
  waiting(place: number): number {
    const { structure, kind } = this.places[place];
    if (kind === 'channel') return 0;
    const { next, returned } = this.cursor(place);
    return this.log(structure).log.next - next + returned.length;
  }

  cursor(place: number): CursorState {
    return this.state().cursors[place];
  }

  /** Writes a message into a list or a stream; the frame is gone then. */
  add(structure: number, frame: number): void {
    const { network, node } = this;
    const { frames, kernel } = network;
    const state = this.log(structure);
    const serial = frames.serial[frame];
    const places = this.placesIn[structure];
    const names = places.map((_, copy) => (copy === 0 ? serial : network.newSerial()));
    append(state.log, frames, frame, kernel.now, names[1] ?? 0);
    state.bytes += this.bytesOf(frames.link[frame]);
    this.use(structure);
    frames.release(frame);
    places.forEach((place, copy) => {
      if (copy > 0) network.record(Fact.copied, 0, node, names[copy], serial, 0);
      network.record(Fact.enqueued, 0, node, names[copy], place, 0);
    });
    const { maxLength } = this.structures[structure];
    if (maxLength !== null) this.trim(structure, maxLength);
  }

  /** The next entry that nobody has had; null where there is none. It is the reader's, pending if it is kept. */
  take(place: number, reader: number, isKept: boolean): Entry | null {
    const cursor = this.cursor(place);
    const offset = cursor.returned.shift() ?? cursor.next;
    const { structure } = this.places[place];
    const { log } = this.log(structure);
    if (offset >= log.next) return null;
    if (offset === cursor.next) cursor.next++;
    const deliveries = cursor.pending[offset]?.deliveries ?? 0;
    const entry = { offset, serial: this.serialOf(place, offset), deliveries };
    if (isKept) this.setPending(cursor, offset, reader, 1);
    this.use(structure);
    return entry;
  }

  /** What was taken from a list and is not kept: from now on it cannot be read. */
  forget(place: number, offset: number): void {
    this.free(this.places[place].structure, offset);
  }

  /** Whether there is something that {@link take} gives. */
  hasNext(place: number): boolean {
    return this.waiting(place) > 0;
  }

  /** Entries of a reader's own that it has not acknowledged, behind an offset. */
  takeOwn(place: number, reader: number, after: number, most: number): Entry[] {
    const cursor = this.cursor(place);
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
    const cursor = this.cursor(place);
    const found = this.idle(cursor, idleMs).slice(0, most);
    return found.flatMap((offset) => {
      const isTwice = isWithIt(cursor.pending[offset].reader, offset);
      this.tellBack(place, offset, isTwice);
      return this.handAgain(place, offset, reader);
    });
  }

  /** Puts back into its list what has been in the processing list for so long: the application has to do that itself. */
  putBack(place: number, idleMs: number, isWithIt: (reader: number, offset: number) => boolean): void {
    const cursor = this.cursor(place);
    for (const offset of this.idle(cursor, idleMs)) {
      this.tellBack(place, offset, isWithIt(cursor.pending[offset].reader, offset));
      this.dropPending(cursor, offset);
      cursor.returned.push(offset);
    }
  }

  /** XACK or LREM. Does nothing for what is not pending, or is not the message that is meant. */
  acknowledge(place: number, offset: number, serial: number): void {
    const cursor = this.cursor(place);
    if (!(offset in cursor.pending) || this.serialOf(place, offset) !== serial) return;
    const { structure, kind } = this.places[place];
    this.recordAcked(place, serial, this.publishedAtMs(structure, offset));
    this.dropPending(cursor, offset);
    if (kind === 'list') this.free(structure, offset);
    this.use(structure);
  }

  recordAcked(place: number, serial: number, publishedAtMs: number): void {
    const { network, node } = this;
    network.record(Fact.acked, 0, node, serial, place, network.kernel.now - publishedAtMs);
  }

  /** XGROUP DELCONSUMER, or DEL of a processing list that only one has. */
  deleteConsumer(place: number, reader: number): void {
    const cursor = this.cursor(place);
    for (const offset of numbers(cursor.pending)) {
      if (cursor.pending[offset].reader === reader) this.losePending(place, offset, Outcome.cancelled);
    }
  }

  /** XGROUP SETID: a group goes on with that entry. */
  setNext(place: number, offset: number): void {
    const cursor = this.cursor(place);
    const { first, log } = this.log(this.places[place].structure);
    const to = Math.min(Math.max(offset, first), log.next);
    for (let at = cursor.next; at < to; at++) this.lose(place, at, Outcome.skipped);
    for (let at = to; at < cursor.next; at++) {
      if (at in cursor.pending) {
        this.dropPending(cursor, at);
        this.tellWaits(place, at, Outcome.skipped);
      } else this.revive(place, at);
    }
    cursor.next = to;
  }

  /** DEL: everything that is in a structure is gone. */
  empty(structure: number, why: Outcome): void {
    const state = this.log(structure);
    for (const place of this.placesIn[structure]) {
      const cursor = this.cursor(place);
      for (const offset of numbers(cursor.pending)) this.losePending(place, offset, why);
      for (const offset of cursor.returned) this.lose(place, offset, why);
      for (let offset = cursor.next; offset < state.log.next; offset++) this.lose(place, offset, why);
      cursor.returned = [];
      cursor.next = state.log.next;
    }
    state.first = state.log.next;
    state.bytes = 0;
    this.compact(structure);
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

  /** What a snapshot taken now has. */
  point(): Point {
    const { logs, cursors } = this.state();
    return {
      atMs: this.network.kernel.now,
      logs: logs.map(({ log, first }) => ({ first, next: log.next })),
      floors: logs.map((_, structure) => this.needed(structure)),
      cursors: cursors.map(({ next, pending, pendingCount, returned }) => ({
        next,
        pending: { ...pending },
        pendingCount,
        returned: returned.slice(),
      })),
    };
  }

  /** Everything is as at that moment; null: there is nothing. What was written since is lost, what was done since is to be done again. */
  restore(point: Point | null): void {
    const { logs, cursors } = this.state();
    this.places.forEach((place, index) => {
      if (place.kind !== 'channel') this.restorePlace(index, point);
    });
    logs.forEach((state, structure) => {
      const next = point?.logs[structure].next ?? state.log.next;
      state.first = point?.logs[structure].first ?? next;
      dropFrom(state.log, next);
      const isList = this.structures[structure].type === 'list';
      const offsets = isList ? this.placesIn[structure].flatMap((place) => this.openIn(cursors[place], next)) : null;
      state.bytes = 0;
      state.compactAt = state.first + WORTH;
      const count = (offset: number) => {
        state.bytes += this.entryBytes(structure, offset);
      };
      if (offsets !== null) offsets.forEach(count);
      else for (let offset = state.first; offset < next; offset++) count(offset);
    });
  }

  /** Lets a frame carry what an entry holds. */
  load(place: number, offset: number, frame: number): void {
    load(this.log(this.places[place].structure).log, offset, this.network.frames, frame);
  }

  writtenAtMs(place: number, offset: number): number {
    return blockOf(this.log(this.places[place].structure).log, offset).writtenAt[placeOf(offset)];
  }

  /** The name of the copy that a place has of an entry. */
  serialOf(place: number, offset: number): number {
    const { structure, copy } = this.places[place];
    const block = blockOf(this.log(structure).log, offset);
    const at = placeOf(offset);
    return copy === 0 ? block.serial[at] : block.copies[at] + copy - 1;
  }

  /** What is in a structure: of a list what has not been taken for good, of a stream everything. */
  log(structure: number): LogState {
    return this.state().logs[structure];
  }

  private publishedAtMs(structure: number, offset: number): number {
    return blockOf(this.log(structure).log, offset).publishedAt[placeOf(offset)];
  }

  private entryBytes(structure: number, offset: number): number {
    return this.bytesOf(blockOf(this.log(structure).log, offset).link[placeOf(offset)]);
  }

  private use(structure: number): void {
    const state = this.log(structure);
    state.usedAtMs = this.network.kernel.now;
    state.uses++;
  }

  private setPending(cursor: CursorState, offset: number, reader: number, deliveries: number): void {
    if (!(offset in cursor.pending)) cursor.pendingCount++;
    cursor.pending[offset] = { reader, atMs: this.network.kernel.now, deliveries };
  }

  private dropPending(cursor: CursorState, offset: number): void {
    delete cursor.pending[offset];
    cursor.pendingCount--;
  }

  private idle(cursor: CursorState, idleMs: number): number[] {
    const { now } = this.network.kernel;
    return numbers(cursor.pending).filter((offset) => now - cursor.pending[offset].atMs >= idleMs);
  }

  /** Hands out what is pending; what has been trimmed away meanwhile is dropped, as XAUTOCLAIM does. */
  private handAgain(place: number, offset: number, reader: number): Entry[] {
    const cursor = this.cursor(place);
    const { structure, kind } = this.places[place];
    if (kind === 'stream' && offset < this.log(structure).first) {
      this.losePending(place, offset, Outcome.overflow);
      return [];
    }
    const { deliveries } = cursor.pending[offset];
    this.setPending(cursor, offset, reader, deliveries + 1);
    return [{ offset, serial: this.serialOf(place, offset), deliveries }];
  }

  private tellBack(place: number, offset: number, isTwice: boolean): void {
    const { network, node } = this;
    const serial = this.serialOf(place, offset);
    if (isTwice) network.record(Fact.duplicated, 0, node, serial, place, 0);
    else network.record(Fact.requeued, Outcome.timeout, node, serial, place, 0);
  }

  private tellWaits(place: number, offset: number, why: Outcome): void {
    this.network.record(Fact.requeued, why, this.node, this.serialOf(place, offset), place, 0);
  }

  /** It had come to an end, or Redis knew nothing of it any more. */
  private revive(place: number, offset: number): void {
    const serial = this.serialOf(place, offset);
    if (this.takeFromHand(serial)) this.tellWaits(place, offset, Outcome.brokerLost);
    else this.network.record(Fact.revived, 0, this.node, serial, place, 0);
  }

  private lose(place: number, offset: number, why: Outcome): void {
    this.network.record(Fact.lost, why, this.node, this.serialOf(place, offset), place, 0);
  }

  private losePending(place: number, offset: number, why: Outcome): void {
    const { structure, kind } = this.places[place];
    this.lose(place, offset, why);
    this.dropPending(this.cursor(place), offset);
    if (kind === 'list') this.free(structure, offset);
  }

  private trim(structure: number, maxLength: number): void {
    const state = this.log(structure);
    if (this.structures[structure].type === 'list') {
      for (const place of this.placesIn[structure]) {
        while (this.waiting(place) > maxLength) {
          const cursor = this.cursor(place);
          const offset = cursor.returned.shift() ?? cursor.next++;
          this.lose(place, offset, Outcome.overflow);
          this.free(structure, offset);
        }
      }
      return;
    }
    while (state.log.next - state.first > maxLength) {
      for (const place of this.placesIn[structure]) {
        const cursor = this.cursor(place);
        if (cursor.next > state.first) continue;
        this.lose(place, state.first, Outcome.overflow);
        cursor.next = state.first + 1;
      }
      state.bytes -= this.entryBytes(structure, state.first++);
    }
    if (state.first >= state.compactAt) this.compact(structure);
  }

  /** What a list no longer has takes no memory. */
  private free(structure: number, offset: number): void {
    const state = this.log(structure);
    state.bytes -= this.entryBytes(structure, offset);
    const [place] = this.placesIn[structure];
    if (this.cursor(place).next >= state.compactAt) this.compact(structure);
  }

  /** Drops what neither the structure nor any snapshot of it has. */
  private compact(structure: number): void {
    const state = this.log(structure);
    dropBefore(state.log, Math.min(this.needed(structure), this.floorOf(structure)));
    state.compactAt = this.begin(structure) + WORTH;
  }

  private begin(structure: number): number {
    const [place] = this.placesIn[structure];
    return place !== undefined && this.structures[structure].type === 'list'
      ? this.cursor(place).next
      : this.log(structure).first;
  }

  /** Nobody will ask for anything before this offset. */
  private needed(structure: number): number {
    const places = this.placesIn[structure].map((place) => this.cursor(place));
    const held = places.flatMap(({ pending, returned }) => [...numbers(pending).slice(0, 1), ...returned]);
    return held.reduce((least, offset) => (offset < least ? offset : least), this.begin(structure));
  }

  /** Whatever a place has still to do, up to an offset. */
  private openIn({ next, pending, returned }: Readonly<CursorState>, end: number): number[] {
    const open = [...numbers(pending), ...returned];
    for (let offset = next; offset < end; offset++) open.push(offset);
    return open;
  }

  private restorePlace(place: number, point: Point | null): void {
    const cursor = this.cursor(place);
    const { structure } = this.places[place];
    const { log } = this.log(structure);
    const saved = point?.cursors[place];
    const end = point?.logs[structure].next ?? log.next;
    const before = new Set(this.openIn(cursor, log.next));
    const after = saved === undefined ? [] : this.openIn(saved, end);
    for (const offset of after) {
      const isPending = saved !== undefined && offset in saved.pending;
      if (!before.delete(offset)) this.revive(place, offset);
      else if (!isPending && offset in cursor.pending) this.tellWaits(place, offset, Outcome.brokerLost);
    }
    for (const offset of before) this.lose(place, offset, Outcome.notPersisted);
    cursor.next = saved?.next ?? end;
    cursor.pending = { ...saved?.pending };
    cursor.pendingCount = saved?.pendingCount ?? 0;
    cursor.returned = saved?.returned.slice() ?? [];
  }
}
