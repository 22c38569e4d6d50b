import type { TraceColumns } from '../kernel/trace';
import { firstRowAt } from './rows';
import type { Tally } from './tally';

/** Looks at a {@link Tally} at moments of its own. */
export interface OccupancyWatch {
  /** When it must look next, ms: the tally may not read a fact of that moment, or a later one, before. */
  readonly nextLookMs: number;
  /** Looks at all moments that are due when time has come to `atMs`. */
  advanceTo(atMs: number): void;
  /** Looks at what the tally has just read, between two looks. */
  pass(): void;
}

/** Lets a tally read rows, and whoever watches it look in time. Counting once for several watches costs half of counting for each. */
export function readWatched(
  tally: Tally,
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
    tally.read(columns, row, end);
    for (const watch of watches) watch.pass();
    row = end;
  }
}
