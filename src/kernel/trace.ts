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
}

/** Whatever wants to see every fact once, in order: statistics, gauges, particles, the fingerprint. */
export interface TraceFold {
  /** Reads rows `from` (inclusive) to `to` (exclusive). The columns are reused: copy what must be kept. */
  read(columns: TraceColumns, from: number, to: number): void;
}
