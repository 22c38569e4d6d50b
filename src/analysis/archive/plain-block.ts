import { copyTraceRows, type TraceColumns } from '../../kernel/trace';
import type { Extent } from './extent';

/** Facts as the trace wrote them, where it wrote them: nothing is copied, and they are read where they lie. 24 bytes a fact. */
export interface PlainBlock extends Extent {
  readonly packed: false;
  /** The memory of all its columns, and whatever else is in it. */
  readonly bytes: ArrayBuffer;
  /** Facts in it. */
  readonly rows: number;
  /** As long as `rows`. */
  readonly columns: TraceColumns;
}

/** Writes the facts of a block into `columns`, which must be long enough, from row 0 on. */
export function unpackPlain(block: PlainBlock, columns: TraceColumns): void {
  copyTraceRows(block.columns, columns);
}

/** Writes the first `count` of the listed rows into `to` from row 0 on. */
export function copyRows(from: TraceColumns, listed: Uint16Array, count: number, to: TraceColumns): void {
  // In several passes: there are not enough registers for all columns at once.
  copyPlaces(from, listed, count, to);
  copyNames(from, listed, count, to);
}

function copyPlaces(from: TraceColumns, listed: Uint16Array, count: number, to: TraceColumns): void {
  const { at, fact, detail, place } = to;
  for (let row = 0; row < count; row++) {
    const one = listed[row];
    at[row] = from.at[one];
    fact[row] = from.fact[one];
    detail[row] = from.detail[one];
    place[row] = from.place[one];
  }
}

function copyNames(from: TraceColumns, listed: Uint16Array, count: number, to: TraceColumns): void {
  const { serial, extra, value } = to;
  for (let row = 0; row < count; row++) {
    const one = listed[row];
    serial[row] = from.serial[one];
    extra[row] = from.extra[one];
    value[row] = from.value[one];
  }
}
