import type { TraceColumns } from '../kernel/trace';
import type { Occupancy } from './occupancy';
import { firstRowAt } from './rows';

/** Looks at an {@link Occupancy} at moments of its own. */
export interface OccupancyWatch {
  /** When it must look next, ms: the occupancy may not read a fact of that moment, or a later one, before. */
  readonly nextLookMs: number;
  /** Looks at all moments that are due when time has come to `atMs`. */
  advanceTo(atMs: number): void;
  /** Sees the rows that were read between two looks. */
  pass(columns: TraceColumns, from: number, to: number): void;
}

/** Lets an occupancy read rows, and whoever watches it look in time. Counting once for several watches costs half of counting for each. */
export function readWatched(
  occupancy: Occupancy,
  watches: readonly OccupancyWatch[],
  columns: TraceColumns,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; ) {
    let nextLookMs = Infinity;
    for (const watch of watches) {
      watch.advanceTo(columns.at[row]);
      nextLookMs = Math.min(nextLookMs, watch.nextLookMs);
    }
    const end = firstRowAt(columns, nextLookMs, row, to);
    occupancy.read(columns, row, end);
    for (const watch of watches) watch.pass(columns, row, end);
    row = end;
  }
}
