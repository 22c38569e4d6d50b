import type { TraceColumns } from '../../kernel/trace';
import { type PackedBlock, unpackPacked } from './packed-block';
import { type PlainBlock, unpackPlain } from './plain-block';

/** Some thousand facts in a row: the latest are plain, what is left of older ones is packed. */
export type TraceBlock = PlainBlock | PackedBlock;

/** What a block takes beside its buffer, about. */
const OBJECT_BYTES = 1000;
export const bytesOf = (block: TraceBlock): number => block.bytes.byteLength + OBJECT_BYTES;

/** Writes the facts of a block into `columns`, which must be as long as a block can be, from row 0 on. */
export function unpack(block: TraceBlock, columns: TraceColumns): void {
  if (block.packed) unpackPacked(block, columns);
  else unpackPlain(block, columns);
}
