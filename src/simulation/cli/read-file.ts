/** Reading what a command line names, with words for what can go wrong. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { FileText } from '../headless/input';
import { problemOf } from './file-problems';

/** So much is read at the most, bytes: more than any scenario may have, so that the rest would change nothing. */
export const MOST_BYTES = 80_000_001;
const BYTES_AT_ONCE = 1 << 20;

/** Reads a file, a pipe or a device, which may never end. */
function readText(path: string): string {
  const file = openSync(path, 'r');
  try {
    const parts: Buffer[] = [];
    for (let total = 0; total < MOST_BYTES; ) {
      const part = Buffer.alloc(BYTES_AT_ONCE);
      const length = readSync(file, part);
      if (length === 0) break;
      parts.push(part.subarray(0, length));
      total += length;
    }
    return Buffer.concat(parts).toString();
  } finally {
    closeSync(file);
  }
}

function reading(read: () => string): FileText {
  try {
    return { ok: true, text: read() };
  } catch (error) {
    return { ok: false, problem: problemOf(error) };
  }
}

export const readFile = (path: string): FileText => reading(() => readText(path));

/** Reads a file of any size. */
export const readLargeFile = (path: string): FileText => reading(() => readFileSync(path, 'utf8'));
