/** The columns of the trace, each as long as a chunk. One row is one fact. */
export interface TraceColumns {
  /** Virtual time, ms. Never decreases. */
  readonly at: Float64Array;
  /** What happened: an application-defined number below 256. */
  readonly fact: Uint8Array;
  /** A second small number, whose meaning depends on the fact. */
  readonly detail: Uint8Array;
  /** Where: the index of a node or link. */
  readonly place: Uint16Array;
  /** To whom: the serial number of a request or message. */
  readonly serial: Uint32Array;
  readonly extra: Int32Array;
  readonly value: Float32Array;
  /** The bits of {@link at} in the same memory, two words a row: what asks whether two instants are the same, or hashes them. */
  readonly atBits: Int32Array;
  /** The bits of {@link value}. */
  readonly valueBits: Int32Array;
}

/** Whatever wants to see every fact once, in order: statistics, gauges, particles, the fingerprint. */
export interface TraceFold {
  /** Reads rows `from` (inclusive) to `to` (exclusive). The columns are reused: copy what must be kept. */
  read(columns: TraceColumns, from: number, to: number): void;
}

/** Whoever keeps the facts themselves. Instead of copying them it gets the columns when they are full. */
export interface TraceKeeper extends TraceFold {
  /** Gets columns all of whose rows every fold has read, for good; returns others as long, with anything in them. */
  take(columns: TraceColumns): TraceColumns;
}

const isKeeper = (fold: TraceFold): fold is TraceKeeper => 'take' in fold;

/** So many facts columns hold. */
export const TRACE_ROWS = 4096;

/**
 * Folds get so many rows at a time: all of them find these in the nearest cache. And a fold whose loop got 4,096 rows at
 * once was compiled in the middle of its first call, before what follows the loop had ever run; V8 then threw the
 * compiled loop away at the end of each call, which cost up to half of a run.
 */
const SLICE = 256;

/**
 * Where a run writes what happens. Facts go into columns; when several are full, and whenever somebody wants to read a
 * result, every fold reads the new rows once. Folding in batches keeps the simulation's own loop short and its data in
 * the cache.
 */
export class Trace {
  private columns = createTraceColumns(TRACE_ROWS);
  // The same columns once more: this is the hottest write of all, and each step on the way to an array costs.
  private at = this.columns.at;
  private fact = this.columns.fact;
  private detail = this.columns.detail;
  private place = this.columns.place;
  private serial = this.columns.serial;
  private extra = this.columns.extra;
  private value = this.columns.value;
  private readonly folds: TraceFold[] = [];
  private keeper: TraceKeeper | null = null;
  /** Rows written into the columns. */
  private length = 0;
  /** Columns before these that are full and not read, in order; and those that can be written again. */
  private readonly full: TraceColumns[] = [];
  private readonly spare: TraceColumns[] = [];
  /** Of the oldest columns not read, or else of those being written: the rows that every fold has read. */
  private folded = 0;
  private readTogether = 1;

  /** @param clock virtual time, ms, in its only element */
  constructor(private readonly clock: Float64Array) {}

  /** From the next fact on, `fold` sees every one. At most one of them may be a {@link TraceKeeper}. */
  subscribe(fold: TraceFold): void {
    this.flush();
    if (isKeeper(fold)) {
      if (this.keeper !== null) throw new Error('only one can keep the columns of a trace');
      this.keeper = fold;
    }
    this.folds.push(fold);
  }

  /**
   * So many full columns wait for each other until all of them are read. A few are still in a near cache when they are. In a
   * large system more is better: what the run needs and what the folds need do not both fit, and push each other out
   * whenever they take turns.
   */
  gather(columns: number): void {
    this.readTogether = columns;
  }

  /** Writes a fact that is true at this moment. */
  record(fact: number, detail: number, place: number, serial: number, extra: number, value: number): void {
    if (this.length === TRACE_ROWS) this.beginAnew();
    const row = this.length++;
    this.at[row] = this.clock[0];
    this.fact[row] = fact;
    this.detail[row] = detail;
    this.place[row] = place;
    this.serial[row] = serial;
    this.extra[row] = extra;
    this.value[row] = value;
  }

  /** Lets every fold read what it has not seen yet. */
  flush(): void {
    for (const columns of this.full) {
      this.fold(columns, TRACE_ROWS);
      this.folded = 0;
      this.spare.push(this.keeper === null ? columns : this.keeper.take(columns));
    }
    this.full.length = 0;
    this.fold(this.columns, this.length);
  }

  private fold(columns: TraceColumns, length: number): void {
    let from = this.folded;
    this.folded = length;
    while (from < length) {
      const to = Math.min(from + SLICE, length);
      for (const fold of this.folds) fold.read(columns, from, to);
      from = to;
    }
  }

  private beginAnew(): void {
    this.full.push(this.columns);
    this.length = 0;
    if (this.full.length >= this.readTogether) this.flush();
    this.writeTo(this.spare.pop() ?? createTraceColumns(TRACE_ROWS));
  }

  private writeTo(columns: TraceColumns): void {
    this.columns = columns;
    this.at = columns.at;
    this.fact = columns.fact;
    this.detail = columns.detail;
    this.place = columns.place;
    this.serial = columns.serial;
    this.extra = columns.extra;
    this.value = columns.value;
  }
}

/** Bytes of a row. */
const ROW_BYTES = 24;

/** Empty columns for `rows` facts, in one piece of memory: the widest first, so that each is aligned. */
export const createTraceColumns = (rows: number): TraceColumns => columnsIn(new ArrayBuffer(ROW_BYTES * rows));

/** The columns in such a piece of memory, with whatever stands there. */
export function columnsIn(memory: ArrayBuffer): TraceColumns {
  const rows = memory.byteLength / ROW_BYTES;
  return {
    at: new Float64Array(memory, 0, rows),
    serial: new Uint32Array(memory, 8 * rows, rows),
    extra: new Int32Array(memory, 12 * rows, rows),
    value: new Float32Array(memory, 16 * rows, rows),
    place: new Uint16Array(memory, 20 * rows, rows),
    fact: new Uint8Array(memory, 22 * rows, rows),
    detail: new Uint8Array(memory, 23 * rows, rows),
    atBits: new Int32Array(memory, 0, 2 * rows),
    valueBits: new Int32Array(memory, 16 * rows, rows),
  };
}

/** Columns of rows `from` to before `to`, without copying them. */
export function rowsOf(columns: TraceColumns, from: number, to: number): TraceColumns {
  const { at, serial, extra, value, place, fact, detail, atBits, valueBits } = columns;
  return {
    at: at.subarray(from, to),
    serial: serial.subarray(from, to),
    extra: extra.subarray(from, to),
    value: value.subarray(from, to),
    place: place.subarray(from, to),
    fact: fact.subarray(from, to),
    detail: detail.subarray(from, to),
    atBits: atBits.subarray(2 * from, 2 * to),
    valueBits: valueBits.subarray(from, to),
  };
}

/** Copies the rows of `from`, of which there are no more than `to` has. */
export function copyTraceRows(from: TraceColumns, to: TraceColumns): void {
  to.at.set(from.at);
  to.serial.set(from.serial);
  to.extra.set(from.extra);
  to.value.set(from.value);
  to.place.set(from.place);
  to.fact.set(from.fact);
  to.detail.set(from.detail);
}
