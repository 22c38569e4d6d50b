import type { TraceColumns } from '../../kernel/trace';
import type { Extent } from './extent';

/**
 * Facts in columns as the trace has them; only an instant is stored once however many facts it has. As quick to write as
 * memory is, and read where it lies. About nineteen bytes a fact.
 */
export interface PlainBlock extends Extent {
  readonly packed: false;
  /** The memory of all its columns. */
  readonly bytes: ArrayBuffer;
  /** Facts in it. */
  readonly rows: number;
  /** Ascending; each once. */
  readonly instants: Float64Array;
  /** The first row of each instant, and behind the last the number of rows. */
  readonly starts: Uint16Array;
  readonly fact: Uint8Array;
  readonly detail: Uint8Array;
  readonly place: Uint8Array | Uint16Array;
  readonly serial: Uint32Array;
  readonly extra: Int32Array;
  readonly value: Float32Array;
}

/** The size of a plain block's buffer. */
export const plainBytes = (rows: number, instants: number, widePlaces: boolean): number =>
  10 * instants + 2 + (widePlaces ? 16 : 15) * rows;

/** The columns of a plain block in its memory: widest first, so that each is aligned. */
export function plainViews(bytes: ArrayBuffer, rows: number, instants: number, widePlaces: boolean) {
  const names = 8 * instants;
  const narrow = names + 12 * rows + 2 * instants + 2;
  const last = narrow + (widePlaces ? 2 : 1) * rows;
  return {
    instants: new Float64Array(bytes, 0, instants),
    serial: new Uint32Array(bytes, names, rows),
    extra: new Int32Array(bytes, names + 4 * rows, rows),
    value: new Float32Array(bytes, names + 8 * rows, rows),
    starts: new Uint16Array(bytes, names + 12 * rows, instants + 1),
    place: widePlaces ? new Uint16Array(bytes, narrow, rows) : new Uint8Array(bytes, narrow, rows),
    fact: new Uint8Array(bytes, last, rows),
    detail: new Uint8Array(bytes, last + rows, rows),
  };
}

/** Writes the facts of a block into `columns`, which must be long enough, from row 0 on. */
export function unpackPlain(block: PlainBlock, columns: TraceColumns): void {
  const { instants, starts } = block;
  for (let index = 0; index < instants.length; index++) {
    columns.at.fill(instants[index], starts[index], starts[index + 1]);
  }
  columns.fact.set(block.fact);
  columns.detail.set(block.detail);
  columns.place.set(block.place);
  columns.serial.set(block.serial);
  columns.extra.set(block.extra);
  columns.value.set(block.value);
}

/** Writes the first `count` of the listed rows, which ascend, into `columns` from row 0 on. */
export function copyRows(block: PlainBlock, listed: Uint16Array, count: number, columns: TraceColumns): void {
  // In several passes: there are not enough registers for all columns at once.
  copyTimes(block, listed, count, columns);
  copyPlaces(block, listed, count, columns);
  copyNames(block, listed, count, columns);
}

function copyTimes({ instants, starts }: PlainBlock, listed: Uint16Array, count: number, { at }: TraceColumns): void {
  let instant = 0;
  for (let to = 0; to < count; to++) {
    while (starts[instant + 1] <= listed[to]) instant++;
    at[to] = instants[instant];
  }
}

function copyPlaces(block: PlainBlock, listed: Uint16Array, count: number, columns: TraceColumns): void {
  const { fact, detail, place } = columns;
  for (let to = 0; to < count; to++) {
    const row = listed[to];
    fact[to] = block.fact[row];
    detail[to] = block.detail[row];
    place[to] = block.place[row];
  }
}

function copyNames(block: PlainBlock, listed: Uint16Array, count: number, columns: TraceColumns): void {
  const { serial, extra, value } = columns;
  for (let to = 0; to < count; to++) {
    const row = listed[to];
    serial[to] = block.serial[row];
    extra[to] = block.extra[row];
    value[to] = block.value[row];
  }
}
