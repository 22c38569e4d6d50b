import type { TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';

/**
 * Some thousand facts in a row, packed into one buffer: nothing of them is lost. What repeats or is mostly nothing is
 * left out: an instant is stored once however many facts it has, a serial as the step from the one before, `value` and
 * `extra` only where they are not 0, and the serial of a caller as the distance from its callee's.
 */
export interface TraceBlock {
  readonly bytes: ArrayBuffer;
  /** Facts in it. */
  readonly rows: number;
  readonly instants: number;
  readonly values: number;
  readonly extras: number;
  /** Serials and extras that do not fit 16 bits. */
  readonly farSerials: number;
  readonly farExtras: number;
  readonly widePlaces: boolean;
  /** Which fact of the run was the first of those that this block stands for, counted from 0. */
  readonly first: number;
  /** The first fact that comes after it. */
  readonly end: number;
  /** The instant of the last fact that it stands for, virtual ms. */
  readonly lastMs: number;
}

/** What a block takes beside its buffer, about. */
const OBJECT_BYTES = 200;
export const bytesOf = (block: TraceBlock): number => block.bytes.byteLength + OBJECT_BYTES;

/** Bits that share a byte with the fact (below 64) or the detail (below 128). */
export const FACT_BITS = 0x3f;
export const DETAIL_BITS = 0x7f;
export const NEW_INSTANT = 6;
export const HAS_VALUE = 7;
export const HAS_EXTRA = 7;

/** A bit for each fact whose `extra` is a serial; a fact above 31 shares its bit with another, which does no harm. */
export const EXTRA_IS_SERIAL = (1 << Fact.sent) | (1 << Fact.withheld) | (1 << Fact.published) | (1 << Fact.held);

type Counts = Pick<TraceBlock, 'rows' | 'instants' | 'values' | 'extras' | 'farSerials' | 'farExtras' | 'widePlaces'>;

/** The columns of a packed block: widest first, so that each is aligned. */
export function viewsOf(bytes: ArrayBuffer, counts: Counts) {
  let offset = 0;
  const after = (size: number) => {
    const start = offset;
    offset += size;
    return start;
  };
  const { rows, instants, values, extras, farSerials, farExtras, widePlaces } = counts;
  return {
    instant: new Float64Array(bytes, after(8 * instants), instants),
    value: new Float32Array(bytes, after(4 * values), values),
    farSerial: new Uint32Array(bytes, after(4 * farSerials), farSerials),
    farExtra: new Int32Array(bytes, after(4 * farExtras), farExtras),
    step: new Int16Array(bytes, after(2 * rows), rows),
    extra: new Int16Array(bytes, after(2 * extras), extras),
    farSerialRow: new Uint16Array(bytes, after(2 * farSerials), farSerials),
    farExtraRow: new Uint16Array(bytes, after(2 * farExtras), farExtras),
    place: widePlaces ? new Uint16Array(bytes, after(2 * rows), rows) : new Uint8Array(bytes, after(rows), rows),
    fact: new Uint8Array(bytes, after(rows), rows),
    detail: new Uint8Array(bytes, after(rows), rows),
  };
}

/** The size of a packed block's buffer. */
export const packedBytes = (counts: Counts): number =>
  8 * counts.instants +
  4 * (counts.values + counts.farSerials + counts.farExtras) +
  2 * (counts.rows + counts.extras + counts.farSerials + counts.farExtras) +
  (counts.widePlaces ? 4 : 3) * counts.rows;

/** Writes the facts of a block into `columns`, which must be long enough, from row 0 on. */
export function unpack(block: TraceBlock, columns: TraceColumns): void {
  const packed = viewsOf(block.bytes, block);
  const { rows } = block;
  let instant = -1;
  let value = 0;
  let extra = 0;
  let farSerial = 0;
  let farExtra = 0;
  let serial = 0;
  for (let row = 0; row < rows; row++) {
    const code = packed.fact[row];
    const fact = code & FACT_BITS;
    const detail = packed.detail[row];
    instant += (code >>> NEW_INSTANT) & 1;
    columns.at[row] = packed.instant[instant];
    columns.fact[row] = fact;
    columns.detail[row] = detail & DETAIL_BITS;
    columns.place[row] = packed.place[row];
    if (farSerial < block.farSerials && packed.farSerialRow[farSerial] === row) serial = packed.farSerial[farSerial++];
    else serial += packed.step[row];
    columns.serial[row] = serial;
    columns.value[row] = code >>> HAS_VALUE === 0 ? 0 : packed.value[value++];
    if (detail >>> HAS_EXTRA === 0) columns.extra[row] = 0;
    else {
      const isFar = farExtra < block.farExtras && packed.farExtraRow[farExtra] === row;
      const near = packed.extra[extra++] + (serial & -((EXTRA_IS_SERIAL >>> fact) & 1));
      columns.extra[row] = isFar ? packed.farExtra[farExtra++] : near;
    }
  }
}
