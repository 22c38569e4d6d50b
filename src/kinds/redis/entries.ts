import { Fact } from '../../network/facts';
import { blockOf, dropBefore, load, placeOf } from '../../network/messaging/message-log';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { type CursorState, type KeyspaceState, type LogState, numbers, WORTH } from './keyspace-state';
import type { StructureParams } from './params';
import type { Place } from './places';

/**
 * Where the entries of lists and streams are, what they are called in each place, who has them pending, and what is told of
 * them. What neither a structure nor any snapshot of it needs is dropped.
 */
export class Entries {
  /** By structure: its places. */
  readonly placesIn: readonly (readonly number[])[];

  /**
   * @param bytesOf what a message that came over that link takes
   * @param floorOf below which offset no snapshot has anything of a structure
   * @param takeFromHand lets a consumer's message that Redis had forgotten be Redis's again; false if no consumer has it
   */
  constructor(
    readonly network: Network,
    readonly node: number,
    readonly structures: readonly StructureParams[],
    readonly places: readonly Place[],
    readonly state: () => KeyspaceState,
    readonly bytesOf: (link: number) => number,
    private readonly floorOf: (structure: number) => number,
    private readonly takeFromHand: (serial: number) => boolean,
  ) {
    this.placesIn = structures.map((_, structure) =>
      places.flatMap((place, index) => (place.structure === structure ? [index] : [])),
    );
  }

  /** What is in a structure: of a list what has not been taken for good, of a stream everything. */
  log(structure: number): LogState {
    return this.state().logs[structure];
  }

  /** How far a place is. */
  cursor(place: number): CursorState {
    return this.state().cursors[place];
  }

  /** Entries that wait for a reader. */
  waiting(place: number): number {
    const { structure, kind } = this.places[place];
    if (kind === 'channel') return 0;
    const { next, returned } = this.cursor(place);
    return this.log(structure).log.next - next + returned.length;
  }

  /** The name of the copy that a place has of an entry. */
  serialOf(place: number, offset: number): number {
    const { structure, copy } = this.places[place];
    const block = blockOf(this.log(structure).log, offset);
    const at = placeOf(offset);
    return copy === 0 ? block.serial[at] : block.copies[at] + copy - 1;
  }

  /** When an entry was published, ms. */
  publishedAtMs(structure: number, offset: number): number {
    return blockOf(this.log(structure).log, offset).publishedAt[placeOf(offset)];
  }

  /** What it takes of the memory. */
  entryBytes(structure: number, offset: number): number {
    return this.bytesOf(blockOf(this.log(structure).log, offset).link[placeOf(offset)]);
  }

  /** Lets a frame carry what an entry holds. */
  load(place: number, offset: number, frame: number): void {
    load(this.log(this.places[place].structure).log, offset, this.network.frames, frame);
  }

  /** A structure is used just now: eviction looks at that. */
  use(structure: number): void {
    const state = this.log(structure);
    state.usedAtMs = this.network.kernel.now;
    state.uses++;
  }

  /** From now on a reader has an entry and has not acknowledged it. */
  setPending(cursor: CursorState, offset: number, reader: number, deliveries: number): void {
    if (!(offset in cursor.pending)) cursor.pendingCount++;
    cursor.pending[offset] = { reader, atMs: this.network.kernel.now, deliveries };
  }

  /** Nobody has it any more. */
  dropPending(cursor: CursorState, offset: number): void {
    delete cursor.pending[offset];
    cursor.pendingCount--;
  }

  /** Nobody has it any more, and nobody will. */
  losePending(place: number, offset: number, why: Outcome): void {
    const { structure, kind } = this.places[place];
    this.lose(place, offset, why);
    this.dropPending(this.cursor(place), offset);
    if (kind === 'list') this.free(structure, offset);
  }

  /** A place will never have an entry. */
  lose(place: number, offset: number, why: Outcome): void {
    this.network.record(Fact.lost, why, this.node, this.serialOf(place, offset), place, 0);
  }

  /** An entry waits again. */
  tellWaits(place: number, offset: number, why: Outcome): void {
    this.network.record(Fact.requeued, why, this.node, this.serialOf(place, offset), place, 0);
  }

  /** It had come to an end, or Redis knew nothing of it any more. */
  revive(place: number, offset: number): void {
    const serial = this.serialOf(place, offset);
    if (this.takeFromHand(serial)) this.tellWaits(place, offset, Outcome.brokerLost);
    else this.network.record(Fact.revived, 0, this.node, serial, place, 0);
  }

  /** A place is done with a message. */
  recordAcked(place: number, serial: number, publishedAtMs: number): void {
    const { network, node } = this;
    network.record(Fact.acked, 0, node, serial, place, network.kernel.now - publishedAtMs);
  }

  /** What a list no longer has takes no memory. */
  free(structure: number, offset: number): void {
    const state = this.log(structure);
    state.bytes -= this.entryBytes(structure, offset);
    const [place] = this.placesIn[structure];
    if (this.cursor(place).next >= state.compactAt) this.compact(structure);
  }

  /** Drops what neither the structure nor any snapshot of it has. */
  compact(structure: number): void {
    const state = this.log(structure);
    dropBefore(state.log, Math.min(this.needed(structure), this.floorOf(structure)));
    state.compactAt = this.begin(structure) + WORTH;
  }

  /** Nobody will ask for anything before this offset. */
  needed(structure: number): number {
    const places = this.placesIn[structure].map((place) => this.cursor(place));
    const held = places.flatMap(({ pending, returned }) => [...numbers(pending).slice(0, 1), ...returned]);
    return held.reduce((least, offset) => (offset < least ? offset : least), this.begin(structure));
  }

  private begin(structure: number): number {
    const [place] = this.placesIn[structure];
    return place !== undefined && this.structures[structure].type === 'list'
      ? this.cursor(place).next
      : this.log(structure).first;
  }
}
