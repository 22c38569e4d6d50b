import type { TraceColumns } from '../../kernel/trace';
import { Fact } from '../../network/facts';
import type { Extent } from './extent';

/**
 * Facts packed into one buffer: nothing of them is lost. What repeats or is mostly nothing is left out: an instant is
 * stored once however many facts it has, a serial as the step from the one before, `value` and `extra` only where they
 * are not 0, and the serial of a caller as the distance from its callee's. About eleven bytes a fact.
 */
export interface PackedBlock extends Extent {
  readonly packed: true;
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
}

/** Bits that share a byte with the fact (below 64) or the detail (below 128). */
export const FACT_BITS = 0x3f;
export const DETAIL_BITS = 0x7f;
export const NEW_INSTANT = 6;
export const HAS_VALUE = 7;
export const HAS_EXTRA = 7;

/** A bit for each fact whose `extra` is a serial; a fact above 31 shares its bit with another, which does no harm. */
export const EXTRA_IS_SERIAL = (1 << Fact.sent) | (1 << Fact.withheld) | (1 << Fact.published) | (1 << Fact.held);

type Counts = Pick<PackedBlock, 'rows' | 'instants' | 'values' | 'extras' | 'farSerials' | 'farExtras' | 'widePlaces'>;

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
    valueBits: new Int32Array(bytes, after(4 * values), values),
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

type Packed = ReturnType<typeof viewsOf>;

/** The size of a packed block's buffer. */
export const packedBytes = (counts: Counts): number =>
  8 * counts.instants +
  4 * (counts.values + counts.farSerials + counts.farExtras) +
  2 * (counts.rows + counts.extras + counts.farSerials + counts.farExtras) +
  (counts.widePlaces ? 4 : 3) * counts.rows;

/**
 * Writes the facts of a block into `columns`, which must be long enough, from row 0 on. In two passes, and without
 * branches that depend on what the facts are, for the reasons that the packer has.
 */
export function unpackPacked(block: PackedBlock, columns: TraceColumns): void {
  const packed = viewsOf(block.bytes, block);
  unpackTimes(block, packed, columns);
  unpackNames(block, packed, columns);
}

function unpackTimes({ rows, values }: PackedBlock, packed: Packed, columns: TraceColumns): void {
  const { instant: instants, valueBits: packedBits, fact: codes } = packed;
  const { at, fact, valueBits } = columns;
  let instant = -1;
  let value = 0;
  for (let row = 0; row < rows; row++) {
    const code = codes[row];
    instant += (code >>> NEW_INSTANT) & 1;
    at[row] = instants[instant];
    fact[row] = code & FACT_BITS;
    const hasValue = code >>> HAS_VALUE;
    // Behind the last one there is none to read.
    valueBits[row] = value < values ? packedBits[value] & -hasValue : 0;
    value += hasValue;
  }
}

function unpackNames(
  { rows, extras, farSerials, farExtras }: PackedBlock,
  packed: Packed,
  columns: TraceColumns,
): void {
  const {
    detail: details,
    place: places,
    step,
    farSerial,
    farSerialRow,
    extra: nearExtra,
    farExtra,
    farExtraRow,
  } = packed;
  const { fact, detail, place, serial: serials, extra: extraOf } = columns;
  let extra = 0;
  let serial = 0;
  let far = 0;
  let farRow = farSerials > 0 ? farSerialRow[0] : rows;
  for (let row = 0; row < rows; row++) {
    const code = details[row];
    detail[row] = code & DETAIL_BITS;
    place[row] = places[row];
    serial += step[row];
    if (row === farRow) {
      serial = farSerial[far++];
      farRow = far < farSerials ? farSerialRow[far] : rows;
    }
    serials[row] = serial;
    const hasExtra = code >>> HAS_EXTRA;
    const near = (extra < extras ? nearExtra[extra] : 0) + (serial & -((EXTRA_IS_SERIAL >>> fact[row]) & 1));
    extraOf[row] = near & -hasExtra;
    extra += hasExtra;
  }
  for (let i = 0; i < farExtras; i++) extraOf[farExtraRow[i]] = farExtra[i];
}
