import type { TraceColumns } from '../../kernel/trace';
import { BLOCK_ROWS, type Extent } from './extent';
import {
  EXTRA_IS_SERIAL,
  HAS_EXTRA,
  HAS_VALUE,
  NEW_INSTANT,
  type PackedBlock,
  packedBytes,
  viewsOf,
} from './packed-block';

/** Packs facts. Its own columns are as long as a block can need. */
export class Packer {
  private rows = 0;
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
  private readonly valueBits = new Int32Array(BLOCK_ROWS + 1);
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
    // In two passes: over all columns at once there are not enough registers, which takes three times as long.
    this.writeTimes(columns, from, to);
    this.writeNames(columns, from, to);
    this.rows += to - from;
  }

  /**
   * No branch depends on what the facts are, because no processor could guess it: what is not there is written all the
   * same, and written over by the next. `(x | -x) >>> 31` is 1 for every 32-bit x but 0.
   */
  private writeTimes(columns: TraceColumns, from: number, to: number): void {
    const { at, atBits: times, fact, valueBits: numbers } = columns;
    const { instant, valueBits, fact: packedFact } = this;
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
      valueBits[values] = number;
      values += hasValue;
      packedFact[rows++] = fact[row] | (isNew << NEW_INSTANT) | (hasValue << HAS_VALUE);
    }
    this.instants = instants;
    this.values = values;
    this.lastLow = lastLow;
    this.lastHigh = lastHigh;
  }

  /** To whom, where and what else. That a number does not fit is rare. */
  private writeNames({ fact, detail, place, serial, extra }: TraceColumns, from: number, to: number): void {
    const { step, extra: packedExtra, detail: packedDetail, place: packedPlace } = this;
    let { rows, extras, lastSerial } = this;
    for (let row = from; row < to; row++) {
      const name = serial[row] | 0;
      const taken = (name - lastSerial) | 0;
      lastSerial = name;
      if (taken !== (taken << 16) >> 16) this.writeFarSerial(rows, name);
      step[rows] = taken;
      const rest = extra[row];
      const hasExtra = (rest | -rest) >>> 31;
      const near = (rest - (name & -((EXTRA_IS_SERIAL >>> fact[row]) & 1))) | 0;
      if (near !== (near << 16) >> 16 && hasExtra !== 0) this.writeFarExtra(rows, rest);
      packedExtra[extras] = near;
      extras += hasExtra;
      packedDetail[rows] = detail[row] | (hasExtra << HAS_EXTRA);
      packedPlace[rows++] = place[row];
    }
    this.extras = extras;
    this.lastSerial = lastSerial;
  }

  private writeFarSerial(row: number, serial: number): void {
    this.farSerialRow[this.farSerials] = row;
    this.farSerial[this.farSerials++] = serial;
  }

  private writeFarExtra(row: number, extra: number): void {
    this.farExtraRow[this.farExtras] = row;
    this.farExtra[this.farExtras++] = extra;
  }

  /**
   * A block of what has been written, which stands for as many facts as `extent` says.
   *
   * @param bufferOf gives a buffer of so many bytes or more
   */
  pack({ first, end, lastMs }: Extent, bufferOf: (bytes: number) => ArrayBuffer): PackedBlock {
    const { rows, instants, values, extras, farSerials, farExtras, widePlaces } = this;
    const counts = { rows, instants, values, extras, farSerials, farExtras, widePlaces };
    const bytes = bufferOf(packedBytes(counts));
    const packed = viewsOf(bytes, counts);
    packed.instant.set(this.instant.subarray(0, instants));
    packed.valueBits.set(this.valueBits.subarray(0, values));
    packed.farSerial.set(this.farSerial.subarray(0, farSerials));
    packed.farExtra.set(this.farExtra.subarray(0, farExtras));
    packed.step.set(this.step.subarray(0, rows));
    packed.extra.set(this.extra.subarray(0, extras));
    packed.farSerialRow.set(this.farSerialRow.subarray(0, farSerials));
    packed.farExtraRow.set(this.farExtraRow.subarray(0, farExtras));
    packed.place.set(this.place.subarray(0, rows));
    packed.fact.set(this.fact.subarray(0, rows));
    packed.detail.set(this.detail.subarray(0, rows));
    return { packed: true, bytes, ...counts, first, end, lastMs };
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
