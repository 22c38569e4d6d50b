import { describe, expect, it } from 'vitest';
import { copyPlain, parsePlain, stringifyPlain } from '../../kernel/snapshot';
import { Frames } from '../frames/frames';
import {
  append,
  blockOf,
  dropBefore,
  dropFrom,
  emptyLog,
  isRemoved,
  load,
  type MessageLog,
  offsetAt,
  placeOf,
  removeAll,
} from './message-log';

const frames = new Frames();
/** A log of so many records: the n-th has the serial 1000 + n and was written at 10 × n ms. */
function logOf(count: number): MessageLog {
  const log = emptyLog();
  for (let n = 0; n < count; n++) write(log, 1000 + n, 10 * n);
  return log;
}
function write(log: MessageLog, serial: number, now: number): number {
  const frame = frames.allocate();
  frames.serial[frame] = serial;
  frames.key[frame] = serial % 7;
  frames.firstSentAt[frame] = now - 1;
  const offset = append(log, frames, frame, now);
  frames.release(frame);
  return offset;
}
const serialsOf = (log: MessageLog) =>
  Array.from({ length: log.next - log.first }, (_, i) => blockOf(log, log.first + i).serial[placeOf(log.first + i)]);

describe('a log of messages', () => {
  it('keeps what is written, in order, under its offset', () => {
    const log = logOf(1_500);
    expect(serialsOf(log)).toEqual(Array.from({ length: 1_500 }, (_, n) => 1000 + n));
    const frame = frames.allocate();
    load(log, 1_234, frames, frame);
    expect([frames.key[frame], frames.firstSentAt[frame], frames.since[frame]]).toEqual([2_234 % 7, 12_339, 12_340]);
    expect(() => blockOf(log, 1_500)).toThrow('no record 1500');
  });

  it.each([0, 1, 511, 512, 513, 1_200, 1_500])('drops the oldest, up to %i', (offset) => {
    const log = logOf(1_500);
    dropBefore(log, offset);
    expect(serialsOf(log)).toEqual(Array.from({ length: 1_500 - offset }, (_, n) => 1000 + offset + n));
    expect(write(log, 9, 20_000)).toBe(1_500);
    expect(blockOf(log, 1_500).serial[placeOf(1_500)]).toBe(9);
  });

  it.each([0, 1, 511, 512, 513, 1_024, 1_499])('takes back the newest, from %i on', (offset) => {
    const log = logOf(1_500);
    dropBefore(log, 0);
    dropFrom(log, offset);
    expect(log.next).toBe(offset);
    expect(write(log, 9, 20_000)).toBe(offset);
    expect(serialsOf(log)).toEqual([...Array.from({ length: offset }, (_, n) => 1000 + n), 9]);
  });

  it('can lose everything that it still has', () => {
    const log = logOf(1_000);
    dropBefore(log, 700);
    dropFrom(log, 0);
    expect([log.first, log.next, log.blocks.length]).toEqual([700, 700, 0]);
    write(log, 9, 20_000);
    expect(serialsOf(log)).toEqual([9]);
  });

  it('knows what came first after a moment', () => {
    const log = logOf(1_500);
    dropBefore(log, 100);
    expect([0, 1_000, 1_001, 5_000, 99_999].map((atMs) => offsetAt(log, atMs))).toEqual([100, 100, 101, 500, 1_500]);
  });

  it('has holes where records were removed, which its copies do not have', () => {
    const log = logOf(1_200);
    const copy = copyPlain(log);
    removeAll(log, [3, 511, 512, 1_100]);
    const holes = (one: MessageLog) =>
      Array.from({ length: 1_200 }, (_, n) => n).filter((n) => n < one.next && isRemoved(one, n));
    expect([holes(log), holes(copy)]).toEqual([[3, 511, 512, 1_100], []]);
    expect(Object.isFrozen(log.blocks[0])).toBe(true);
    dropFrom(log, 1_100);
    write(log, 9, 20_000);
    expect(holes(log).at(-1)).toBe(512);
    expect(serialsOf(log)).toHaveLength(1_101);
  });

  it('is shared by its copies as far as it is full, and what is written to one is not in the other', () => {
    const log = logOf(600);
    const copy = copyPlain(log);
    expect(copy.blocks[0]).toBe(log.blocks[0]);
    expect(copy.blocks[1]).not.toBe(log.blocks[1]);
    dropFrom(log, 500);
    write(log, 9, 20_000);
    expect(serialsOf(copy)).toEqual(Array.from({ length: 600 }, (_, n) => 1000 + n));
    expect(parsePlain(stringifyPlain(copy))).toEqual(copy);
  });
});
