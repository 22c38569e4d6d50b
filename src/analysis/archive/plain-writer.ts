import type { TraceColumns } from '../../kernel/trace';
import { BLOCK_ROWS } from './extent';
import { type PlainBlock, plainBytes, plainViews } from './plain-block';

/** The instant of no fact. */
const NEVER = -1;

/** Copies facts as they come. Its own columns are as long as a block can need. */
export class PlainWriter {
  rows = 0;
  private count = 0;
  private lastMs = NEVER;
  private readonly instants = new Float64Array(BLOCK_ROWS + 1);
  private readonly starts = new Uint16Array(BLOCK_ROWS + 1);
  private readonly fact = new Uint8Array(BLOCK_ROWS);
  private readonly detail = new Uint8Array(BLOCK_ROWS);
  private readonly place: Uint8Array | Uint16Array;
  private readonly serial = new Uint32Array(BLOCK_ROWS);
  private readonly extra = new Int32Array(BLOCK_ROWS);
  private readonly value = new Float32Array(BLOCK_ROWS);

  /** @param widePlaces whether places above 255 occur */
  constructor(private readonly widePlaces: boolean) {
    this.place = widePlaces ? new Uint16Array(BLOCK_ROWS) : new Uint8Array(BLOCK_ROWS);
  }

  /** What its own columns take. */
  get bytes(): number {
    return plainBytes(BLOCK_ROWS, BLOCK_ROWS, this.widePlaces);
  }

  /** Adds rows `from` (inclusive) to `to` (exclusive), for which there must be room. */
  write(columns: TraceColumns, from: number, to: number): void {
    const { rows } = this;
    this.writeTimes(columns.at, from, to);
    this.fact.set(columns.fact.subarray(from, to), rows);
    this.detail.set(columns.detail.subarray(from, to), rows);
    this.place.set(columns.place.subarray(from, to), rows);
    this.serial.set(columns.serial.subarray(from, to), rows);
    this.extra.set(columns.extra.subarray(from, to), rows);
    this.value.set(columns.value.subarray(from, to), rows);
    this.rows = rows + to - from;
  }

  /**
   * Which fact is the first of its instant no processor could guess, so no branch depends on it: every one is written as
   * if it were, and written over by the next if it is not.
   */
  private writeTimes(at: Float64Array, from: number, to: number): void {
    const { instants, starts } = this;
    let { rows, count, lastMs } = this;
    for (let row = from; row < to; row++) {
      const nowMs = at[row];
      const isNew = Number(nowMs !== lastMs);
      lastMs = nowMs;
      instants[count] = nowMs;
      starts[count] = rows++;
      count += isNew;
    }
    this.count = count;
    this.lastMs = lastMs;
  }

  /**
   * A block of what has been written, the first of which is the fact `first` of the run.
   *
   * @param bufferOf gives a buffer of so many bytes or more
   */
  block(first: number, bufferOf: (bytes: number) => ArrayBuffer): PlainBlock {
    const { rows, count, widePlaces, lastMs } = this;
    const bytes = bufferOf(plainBytes(rows, count, widePlaces));
    const views = plainViews(bytes, rows, count, widePlaces);
    this.starts[count] = rows;
    views.instants.set(this.instants.subarray(0, count));
    views.starts.set(this.starts.subarray(0, count + 1));
    views.fact.set(this.fact.subarray(0, rows));
    views.detail.set(this.detail.subarray(0, rows));
    views.place.set(this.place.subarray(0, rows));
    views.serial.set(this.serial.subarray(0, rows));
    views.extra.set(this.extra.subarray(0, rows));
    views.value.set(this.value.subarray(0, rows));
    return { packed: false, bytes, ...views, rows, first, end: first + rows, lastMs };
  }

  clear(): void {
    this.rows = 0;
    this.count = 0;
    this.lastMs = NEVER;
  }
}
