import type { TraceColumns } from '../../kernel/trace';
import {
  EXTRA_IS_SERIAL,
  HAS_EXTRA,
  HAS_VALUE,
  NEW_INSTANT,
  packedBytes,
  type TraceBlock,
  viewsOf,
} from './trace-block';

/** Facts in a block: enough that what a block takes beside its columns does not count. */
export const BLOCK_ROWS = 8192;

/** Packs facts as they come; {@link seal} makes a block of them. Its own columns are as long as a block can need. */
export class BlockWriter {
  rows = 0;
  private instants = 0;
  private values = 0;
  private extras = 0;
  private farSerials = 0;
  private farExtras = 0;
  // Before the first instant, that of no fact: a NaN.
  private lastLow = -1;
  private lastHigh = -1;
  private lastSerial = 0;
  private readonly instant = new Float64Array(BLOCK_ROWS + 1);
  private readonly value = new Float32Array(BLOCK_ROWS + 1);
  private readonly valueWords = new Int32Array(this.value.buffer);
  private readonly farSerial = new Uint32Array(BLOCK_ROWS);
  private readonly farExtra = new Int32Array(BLOCK_ROWS);
  private readonly step = new Int16Array(BLOCK_ROWS);
  private readonly extra = new Int16Array(BLOCK_ROWS + 1);
  private readonly farSerialRow = new Uint16Array(BLOCK_ROWS);
  private readonly farExtraRow = new Uint16Array(BLOCK_ROWS);
  private readonly place: Uint8Array | Uint16Array;
  private readonly fact = new Uint8Array(BLOCK_ROWS);
  private readonly detail = new Uint8Array(BLOCK_ROWS);

  /** @param widePlaces whether places above 255 occur */
  constructor(private readonly widePlaces: boolean) {
    this.place = widePlaces ? new Uint16Array(BLOCK_ROWS) : new Uint8Array(BLOCK_ROWS);
  }

  /** What its own columns take. */
  get bytes(): number {
    return BLOCK_ROWS * (this.widePlaces ? 32 : 31);
  }

  /** Adds rows `from` (inclusive) to `to` (exclusive), for which there must be room. */
  write(columns: TraceColumns, from: number, to: number): void {
    // One pass over few columns each: over all at once there are not enough registers, which takes three times as long.
    this.writeTimes(columns, from, to);
    this.writeSerials(columns.serial, from, to);
    this.writeExtras(columns, from, to);
    this.place.set(columns.place.subarray(from, to), this.rows);
    this.rows += to - from;
  }

  /**
   * No branch depends on what the facts are, because no processor could guess it: what is not there is written all the
   * same, and written over by the next. `(x | -x) >>> 31` is 1 for every 32-bit x but 0.
   */
  private writeTimes({ at, fact, value }: TraceColumns, from: number, to: number): void {
    const { instant, valueWords, fact: packedFact } = this;
    const times = new Int32Array(at.buffer, at.byteOffset, at.length * 2);
    const numbers = new Int32Array(value.buffer, value.byteOffset, value.length);
    let { rows, instants, values, lastLow, lastHigh } = this;
    for (let row = from; row < to; row++) {
      const low = times[2 * row];
      const high = times[2 * row + 1];
      const change = (low ^ lastLow) | (high ^ lastHigh);
      const isNew = (change | -change) >>> 31;
      lastLow = low;
      lastHigh = high;
      instant[instants] = at[row];
      instants += isNew;
      const number = numbers[row];
      const hasValue = (number | -number) >>> 31;
      valueWords[values] = number;
      values += hasValue;
      packedFact[rows++] = fact[row] | (isNew << NEW_INSTANT) | (hasValue << HAS_VALUE);
    }
    this.instants = instants;
    this.values = values;
    this.lastLow = lastLow;
    this.lastHigh = lastHigh;
  }

  private writeSerials(serial: Uint32Array, from: number, to: number): void {
    const { step } = this;
    let { rows, lastSerial } = this;
    for (let row = from; row < to; row++) {
      const name = serial[row] | 0;
      const taken = (name - lastSerial) | 0;
      lastSerial = name;
      if (taken !== (taken << 16) >> 16) {
        this.farSerialRow[this.farSerials] = rows;
        this.farSerial[this.farSerials++] = name;
      }
      step[rows++] = taken;
    }
    this.lastSerial = lastSerial;
  }

  private writeExtras({ fact, detail, serial, extra }: TraceColumns, from: number, to: number): void {
    const { extra: packedExtra, detail: packedDetail } = this;
    let { rows, extras } = this;
    for (let row = from; row < to; row++) {
      const rest = extra[row];
      const hasExtra = (rest | -rest) >>> 31;
      const near = (rest - (serial[row] & -((EXTRA_IS_SERIAL >>> fact[row]) & 1))) | 0;
      if (near !== (near << 16) >> 16 && hasExtra !== 0) {
        this.farExtraRow[this.farExtras] = rows;
        this.farExtra[this.farExtras++] = rest;
      }
      packedExtra[extras] = near;
      extras += hasExtra;
      packedDetail[rows++] = detail[row] | (hasExtra << HAS_EXTRA);
    }
    this.extras = extras;
  }

  /** A block of what has been written, which stands for the facts from `first` to `end` up to `lastMs`. */
  pack(first: number, end: number, lastMs = this.instant[this.instants - 1]): TraceBlock {
    const { rows, instants, values, extras, farSerials, farExtras, widePlaces } = this;
    const counts = { rows, instants, values, extras, farSerials, farExtras, widePlaces };
    const bytes = new ArrayBuffer(packedBytes(counts));
    const packed = viewsOf(bytes, counts);
    packed.instant.set(this.instant.subarray(0, instants));
    packed.value.set(this.value.subarray(0, values));
    packed.farSerial.set(this.farSerial.subarray(0, farSerials));
    packed.farExtra.set(this.farExtra.subarray(0, farExtras));
    packed.step.set(this.step.subarray(0, rows));
    packed.extra.set(this.extra.subarray(0, extras));
    packed.farSerialRow.set(this.farSerialRow.subarray(0, farSerials));
    packed.farExtraRow.set(this.farExtraRow.subarray(0, farExtras));
    packed.place.set(this.place.subarray(0, rows));
    packed.fact.set(this.fact.subarray(0, rows));
    packed.detail.set(this.detail.subarray(0, rows));
    return { bytes, ...counts, first, end, lastMs };
  }

  clear(): void {
    this.rows = 0;
    this.instants = 0;
    this.values = 0;
    this.extras = 0;
    this.farSerials = 0;
    this.farExtras = 0;
    this.lastLow = -1;
    this.lastHigh = -1;
    this.lastSerial = 0;
  }
}
