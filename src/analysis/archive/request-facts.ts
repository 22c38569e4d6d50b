import { createTraceColumns, type TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { BLOCK_ROWS } from './extent';
import { type TraceBlock, unpack } from './trace-block';

/** The facts of one client's request, or of one message, and of everything that it caused, in order. */
export interface RequestFacts {
  /** Its serial. */
  readonly root: number;
  readonly rows: number;
  /** As long as `rows`. */
  readonly columns: TraceColumns;
}

/** The smallest and largest serial in a block; found when first asked for. */
interface SerialRange {
  readonly from: number;
  readonly to: number;
}
const ranges = new WeakMap<TraceBlock, SerialRange>();

function rangeOf(block: TraceBlock, scratch: TraceColumns): SerialRange {
  const known = ranges.get(block);
  if (known) return known;
  unpack(block, scratch);
  let from = Infinity;
  let to = 0;
  for (let row = 0; row < block.rows; row++) {
    const serial = scratch.serial[row];
    if (serial === 0) continue;
    if (serial < from) from = serial;
    if (serial > to) to = serial;
  }
  const range = { from, to };
  ranges.set(block, range);
  return range;
}

/** Columns that grow. */
class Rows {
  rows = 0;
  private columns = createTraceColumns(64);

  push(from: TraceColumns, row: number): void {
    if (this.rows === this.columns.at.length) this.grow();
    const to = this.rows++;
    this.columns.at[to] = from.at[row];
    this.columns.fact[to] = from.fact[row];
    this.columns.detail[to] = from.detail[row];
    this.columns.place[to] = from.place[row];
    this.columns.serial[to] = from.serial[row];
    this.columns.extra[to] = from.extra[row];
    this.columns.value[to] = from.value[row];
  }

  finish(): TraceColumns {
    return firstRows(this.columns, createTraceColumns(this.rows));
  }

  private grow(): void {
    this.columns = firstRows(this.columns, createTraceColumns(this.rows * 4));
  }
}

/** Copies as many rows as fit. */
function firstRows(from: TraceColumns, to: TraceColumns): TraceColumns {
  for (const name of Object.keys(to) as (keyof TraceColumns)[]) to[name].set(from[name].subarray(0, to[name].length));
  return to;
}

/** What a request or message begins with. */
const BEGINNINGS: ReadonlySet<number> = new Set([Fact.issued, Fact.sent, Fact.published]);
/** What says in `extra` on whose behalf, or as a copy of what, something new begins. */
const DESCENTS: ReadonlySet<number> = new Set([Fact.sent, Fact.withheld, Fact.held, Fact.published, Fact.copied]);

/**
 * Finds what became of some clients' requests, or of some messages, by their serials: their facts and those of every
 * call, message and copy that they led to. One of which the blocks do not have the beginning is left out. Blocks in which none of them can
 * occur are not unpacked.
 */
export function factsOf(blocks: readonly TraceBlock[], roots: ReadonlySet<number>): RequestFacts[] {
  const scratch = createTraceColumns(BLOCK_ROWS);
  const found = new Map<number, Rows>();
  /** Of every serial that belongs to one of the requests: which. */
  const owners = new Map<number, Rows>();
  const firstRoot = Math.min(...roots);
  let newest = Math.max(...roots);
  for (const block of blocks) {
    const range = rangeOf(block, scratch);
    if (range.to < firstRoot || range.from > newest) continue;
    unpack(block, scratch);
    for (let row = 0; row < block.rows; row++) {
      const serial = scratch.serial[row];
      const fact = scratch.fact[row];
      let owner = owners.get(serial);
      if (owner === undefined && BEGINNINGS.has(fact) && roots.has(serial)) {
        owner = new Rows();
        found.set(serial, owner);
        owners.set(serial, owner);
      } else if (owner === undefined && DESCENTS.has(fact)) {
        owner = owners.get(scratch.extra[row]);
        if (owner === undefined) continue;
        owners.set(serial, owner);
        if (serial > newest) newest = serial;
      }
      owner?.push(scratch, row);
    }
  }
  return [...found].map(([root, rows]) => ({ root, rows: rows.rows, columns: rows.finish() }));
}

/** The message that a message is a copy of, or a copy of a copy; itself where it is none, or is a client's request. */
export function originOf(blocks: readonly TraceBlock[], serial: number): number {
  const scratch = createTraceColumns(BLOCK_ROWS);
  let origin = serial;
  for (let index = blocks.length - 1; index >= 0; index--) {
    const range = rangeOf(blocks[index], scratch);
    if (range.to < origin || range.from > origin) continue;
    unpack(blocks[index], scratch);
    for (let row = blocks[index].rows - 1; row >= 0; row--) {
      if (scratch.serial[row] !== origin) continue;
      if (scratch.fact[row] === Fact.copied) origin = scratch.extra[row];
      else if (BEGINNINGS.has(scratch.fact[row]) && scratch.fact[row] !== Fact.sent) return origin;
    }
  }
  return origin;
}
