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

const ROWS = 4096;

/**
 * Folds get so many rows at a time: all of them find these in the nearest cache. And a fold whose loop got 4,096 rows at
 * once was compiled in the middle of its first call, before what follows the loop had ever run; V8 then threw the
 * compiled loop away at the end of each call, which cost up to half of a run.
 */
const SLICE = 256;

/**
 * Where a run writes what happens. Facts go into columns; when those are full, and whenever somebody wants to read a
 * result, every fold reads the new rows once. Folding in batches keeps the simulation's own loop short and its data in
 * the cache.
 */
export class Trace {
  private readonly columns: TraceColumns = createTraceColumns(ROWS);
  // The same columns once more: this is the hottest write of all, and each step on the way to an array costs.
  private readonly at = this.columns.at;
  private readonly fact = this.columns.fact;
  private readonly detail = this.columns.detail;
  private readonly place = this.columns.place;
  private readonly serial = this.columns.serial;
  private readonly extra = this.columns.extra;
  private readonly value = this.columns.value;
  private readonly folds: TraceFold[] = [];
  private length = 0;

  /** @param clock virtual time, ms, in its only element */
  constructor(private readonly clock: Float64Array) {}

  /** From the next fact on, `fold` sees every one. */
  subscribe(fold: TraceFold): void {
    this.flush();
    this.folds.push(fold);
  }

  /** Writes a fact that is true at this moment. */
  record(fact: number, detail: number, place: number, serial: number, extra: number, value: number): void {
    if (this.length === ROWS) this.flush();
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
    if (this.length === 0) return;
    const length = this.length;
    this.length = 0;
    for (let from = 0; from < length; from += SLICE) {
      const to = Math.min(from + SLICE, length);
      for (const fold of this.folds) fold.read(this.columns, from, to);
    }
  }
}

/** Empty columns for `rows` facts. */
export function createTraceColumns(rows: number): TraceColumns {
  const at = new Float64Array(rows);
  const value = new Float32Array(rows);
  return {
    at,
    fact: new Uint8Array(rows),
    detail: new Uint8Array(rows),
    place: new Uint16Array(rows),
    serial: new Uint32Array(rows),
    extra: new Int32Array(rows),
    value,
    atBits: new Int32Array(at.buffer),
    valueBits: new Int32Array(value.buffer),
  };
}
