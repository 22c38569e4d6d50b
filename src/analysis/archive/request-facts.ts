import { createTraceColumns, type TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import { BLOCK_ROWS } from './block-writer';
import { type TraceBlock, unpack } from './trace-block';

/** The facts of one client's request and of everything that it caused, in order. */
export interface RequestFacts {
  /** The request's serial. */
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

/**
 * Finds what became of some clients' requests, by their serials: their facts and those of every call and message that
 * they led to. A request of which the blocks do not have the beginning is left out. Blocks in which none of them can
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
      if (fact === Fact.issued && roots.has(serial)) {
        owner = new Rows();
        found.set(serial, owner);
        owners.set(serial, owner);
      } else if (owner === undefined && (fact === Fact.sent || fact === Fact.withheld || fact === Fact.held)) {
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
