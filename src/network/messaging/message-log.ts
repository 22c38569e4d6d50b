import type { Frames } from '../frames/frames';

/** Records to a block: small enough that a checkpoint, which copies the last one, does not notice. */
const BLOCK = 512;

/** Some records of a log, by their place in the block. Full blocks are frozen: they never change again. */
export interface LogBlock {
  /** When each was written, ms. */
  readonly writtenAt: Float64Array;
  /** When each was published. */
  readonly publishedAt: Float64Array;
  readonly serial: Uint32Array;
  /** The serial of the first of its copies, whose names follow each other; 0 where there are none. */
  readonly copies: Uint32Array;
  /** The message's id; see {@link Frames.call}. */
  readonly id: Uint32Array;
  readonly correlation: Uint32Array;
  readonly spoken: Uint32Array;
  readonly key: Int32Array;
  readonly source: Int32Array;
  /** The link that it was published over. */
  readonly link: Int32Array;
  readonly operation: Uint16Array;
  readonly label: Uint16Array;
  readonly hops: Uint8Array;
  /** 1 where compaction has removed the record: its offset is a hole. */
  readonly removed: Uint8Array;
}

/**
 * A log of messages: what is written stays, in order, under its offset, until it is dropped from the old end. Plain data,
 * some 60 bytes a record, and no frames. Checkpoints share the blocks that are full, so that a long log costs them
 * nothing.
 */
export interface MessageLog {
  readonly blocks: LogBlock[];
  /** The offset of the first record that is still there. */
  first: number;
  /** The offset that the next record gets. */
  next: number;
}

/** Without a record; the first one gets offset 0. */
export const emptyLog = (): MessageLog => ({ blocks: [], first: 0, next: 0 });

const emptyBlock = (): LogBlock => ({
  writtenAt: new Float64Array(BLOCK),
  publishedAt: new Float64Array(BLOCK),
  serial: new Uint32Array(BLOCK),
  copies: new Uint32Array(BLOCK),
  id: new Uint32Array(BLOCK),
  correlation: new Uint32Array(BLOCK),
  spoken: new Uint32Array(BLOCK),
  key: new Int32Array(BLOCK),
  source: new Int32Array(BLOCK),
  link: new Int32Array(BLOCK),
  operation: new Uint16Array(BLOCK),
  label: new Uint16Array(BLOCK),
  hops: new Uint8Array(BLOCK),
  removed: new Uint8Array(BLOCK),
});

/** The block that holds an offset; the place in it is `placeOf(offset)`. Throws where the log does not hold it. */
export function blockOf(log: MessageLog, offset: number): LogBlock {
  if (offset < log.first || offset >= log.next) throw new RangeError(`the log has no record ${offset}`);
  return log.blocks[Math.floor(offset / BLOCK) - Math.floor(log.first / BLOCK)];
}

/** So many records a log has room for as it is: what it takes of the memory, whether they are all there or not. */
export const roomOf = (log: MessageLog): number => log.blocks.length * BLOCK;

/** Whether the record at an offset is the first in its block, so that the log took more memory for it. */
export const opensBlock = (offset: number): boolean => placeOf(offset) === 0;

/** The place of an offset in its block: the index into the block's columns. */
export const placeOf = (offset: number): number => offset % BLOCK;

/**
 * Writes what a frame carries; returns its offset. The frame is still the caller's.
 *
 * @param now virtual ms
 * @param copies the serial of the first of its copies, where it has some
 */
export function append(log: MessageLog, frames: Frames, frame: number, now: number, copies = 0): number {
  const offset = log.next++;
  const at = placeOf(offset);
  if (at === 0 || log.blocks.length === 0) log.blocks.push(emptyBlock());
  const block = log.blocks[log.blocks.length - 1];
  block.writtenAt[at] = now;
  block.publishedAt[at] = frames.firstSentAt[frame];
  block.serial[at] = frames.serial[frame];
  block.copies[at] = copies;
  block.id[at] = frames.call[frame];
  block.correlation[at] = frames.correlation[frame];
  block.spoken[at] = frames.spoken[frame];
  block.key[at] = frames.key[frame];
  block.source[at] = frames.source[frame];
  block.link[at] = frames.link[frame];
  block.operation[at] = frames.operation[frame];
  block.label[at] = frames.label[frame];
  block.hops[at] = frames.hops[frame];
  // Something that a new leader did not have may have lain here before.
  block.removed[at] = 0;
  if (at === BLOCK - 1) Object.freeze(block);
  return offset;
}

/** Lets a frame of its broker (see `Messages.open`) carry what the log has at an offset. */
export function load(log: MessageLog, offset: number, frames: Frames, frame: number): void {
  const block = blockOf(log, offset);
  const at = placeOf(offset);
  frames.firstSentAt[frame] = block.publishedAt[at];
  frames.since[frame] = block.writtenAt[at];
  frames.call[frame] = block.id[at];
  frames.correlation[frame] = block.correlation[at];
  frames.spoken[frame] = block.spoken[at];
  frames.key[frame] = block.key[at];
  frames.source[frame] = block.source[at];
  frames.operation[frame] = block.operation[at];
  frames.label[frame] = block.label[at];
  frames.hops[frame] = block.hops[at];
}

/** Drops what is older than an offset. */
export function dropBefore(log: MessageLog, offset: number): void {
  const first = Math.min(Math.max(offset, log.first), log.next);
  const blocks = Math.floor(first / BLOCK) - Math.floor(log.first / BLOCK);
  log.blocks.splice(0, blocks);
  log.first = first;
}

/** Takes back what was written last, from an offset on: it was never there. What a new leader does not have is lost so. */
export function dropFrom(log: MessageLog, offset: number): void {
  if (offset >= log.next) return;
  const next = Math.max(offset, log.first);
  const base = Math.floor(log.first / BLOCK);
  log.blocks.length = next === log.first ? 0 : Math.floor((next - 1) / BLOCK) - base + 1;
  log.next = next;
  const last = log.blocks.length - 1;
  // What is written to must not be a block that a checkpoint shares.
  if (last >= 0 && Object.isFrozen(log.blocks[last])) log.blocks[last] = copyOf(log.blocks[last]);
}

/** Whether compaction has removed a record that the log still has a place for. */
export const isRemoved = (log: MessageLog, offset: number): boolean =>
  blockOf(log, offset).removed[placeOf(offset)] !== 0;

/**
 * Removes records that lie between others; their offsets stay, as holes. Checkpoints that share a block keep it as it is.
 *
 * @param offsets ascending
 */
export function removeAll(log: MessageLog, offsets: readonly number[]): void {
  const base = Math.floor(log.first / BLOCK);
  let copied = -1;
  for (const offset of offsets) {
    const number = Math.floor(offset / BLOCK) - base;
    if (number !== copied && Object.isFrozen(blockOf(log, offset))) {
      log.blocks[number] = Object.freeze(copyOf(log.blocks[number]));
      copied = number;
    }
    blockOf(log, offset).removed[placeOf(offset)] = 1;
  }
}

const copyOf = (block: LogBlock): LogBlock => ({
  writtenAt: block.writtenAt.slice(),
  publishedAt: block.publishedAt.slice(),
  serial: block.serial.slice(),
  copies: block.copies.slice(),
  id: block.id.slice(),
  correlation: block.correlation.slice(),
  spoken: block.spoken.slice(),
  key: block.key.slice(),
  source: block.source.slice(),
  link: block.link.slice(),
  operation: block.operation.slice(),
  label: block.label.slice(),
  hops: block.hops.slice(),
  removed: block.removed.slice(),
});

/** The offset of the first record written at or after a moment: where a reader goes who resets by time. */
export function offsetAt(log: MessageLog, atMs: number): number {
  let low = log.first;
  let high = log.next;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (blockOf(log, middle).writtenAt[placeOf(middle)] < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
