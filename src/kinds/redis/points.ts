import { dropFrom } from '../../network/messaging/message-log';
import { Outcome } from '../../network/outcomes';
import type { Entries } from './entries';
import { type CursorState, numbers, type Point, WORTH } from './keyspace-state';

/** The keyspace as it was: what a snapshot has of it, and how it goes back to that after a crash. */
export class Points {
  constructor(private readonly entries: Entries) {}

  /** What a snapshot taken now has. */
  take(): Point {
    const { entries } = this;
    const { logs, cursors } = entries.state();
    return {
      atMs: entries.network.kernel.now,
      logs: logs.map(({ log, first }) => ({ first, next: log.next })),
      floors: logs.map((_, structure) => entries.needed(structure)),
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
    const { entries } = this;
    const { logs, cursors } = entries.state();
    entries.places.forEach((place, index) => {
      if (place.kind !== 'channel') this.restorePlace(index, point);
    });
    logs.forEach((state, structure) => {
      const next = point?.logs[structure].next ?? state.log.next;
      state.first = point?.logs[structure].first ?? next;
      dropFrom(state.log, next);
      const isList = entries.structures[structure].type === 'list';
      const offsets = isList ? entries.placesIn[structure].flatMap((place) => this.openIn(cursors[place], next)) : null;
      state.bytes = 0;
      state.compactAt = state.first + WORTH;
      const count = (offset: number) => {
        state.bytes += entries.entryBytes(structure, offset);
      };
      if (offsets !== null) offsets.forEach(count);
      else for (let offset = state.first; offset < next; offset++) count(offset);
    });
  }

  /** Whatever a place has still to do, up to an offset. */
  private openIn({ next, pending, returned }: Readonly<CursorState>, end: number): number[] {
    const open = [...numbers(pending), ...returned];
    for (let offset = next; offset < end; offset++) open.push(offset);
    return open;
  }

  private restorePlace(place: number, point: Point | null): void {
    const { entries } = this;
    const cursor = entries.cursor(place);
    const { structure } = entries.places[place];
    const { log } = entries.log(structure);
    const saved = point?.cursors[place];
    const end = point?.logs[structure].next ?? log.next;
    const before = new Set(this.openIn(cursor, log.next));
    const after = saved === undefined ? [] : this.openIn(saved, end);
    for (const offset of after) {
      const isPending = saved !== undefined && offset in saved.pending;
      if (!before.delete(offset)) entries.revive(place, offset);
      else if (!isPending && offset in cursor.pending) entries.tellWaits(place, offset, Outcome.brokerLost);
    }
    for (const offset of before) entries.lose(place, offset, Outcome.notPersisted);
    cursor.next = saved?.next ?? end;
    cursor.pending = { ...saved?.pending };
    cursor.pendingCount = saved?.pendingCount ?? 0;
    cursor.returned = saved?.returned.slice() ?? [];
  }
}
