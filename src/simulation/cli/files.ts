/** Reading and writing, with words for what can go wrong. */
import { closeSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import type { FileText } from '../headless/input';
import { Refusal } from '../headless/refusal';
import type { LineFile, TextFile } from '../headless/surroundings';

/** Why a file cannot be used, in words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  ENAMETOOLONG: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'a file that may not be used',
  EROFS: 'a file that may not be used',
  ENOSPC: 'no space left',
  ERR_STRING_TOO_LONG: 'one that is too large',
  ERR_FS_FILE_TOO_LARGE: 'one that is too large',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function problemOf(error: unknown): string {
  const code = codeOf(error);
  return PROBLEMS[code] ?? `an error (${code === '' ? String(error) : code})`;
}

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

const LINE_BREAK = 10;

/** Opens a file to whose end lines are added; it is there after the first of them. */
export function openLines(path: string): LineFile {
  const trying = <T>(use: () => T): T => {
    try {
      return use();
    } catch (error) {
      throw Refusal.at(`--state ${path}`, 'a file that can be read and written', problemOf(error));
    }
  };
  const bytes = trying(() => readIfThere(path));
  const lines: string[] = [];
  let end = 0;
  for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, end)) {
    lines.push(bytes.toString('utf8', end, at));
    end = at + 1;
  }
  let file: number | null = null;
  const open = (): number => {
    const opened = openSync(path, 'a');
    if (end < bytes.length) ftruncateSync(opened, end);
    return opened;
  };
  return {
    lines,
    unfinished: bytes.toString('utf8', end),
    append: (line) =>
      trying(() => {
        file ??= open();
        writeWhole(file, Buffer.from(`${line}\n`));
      }),
  };
}

/** So much is collected before it is written. */
const CHARACTERS_AT_ONCE = 1 << 20;

/** Begins a file that is written part by part. */
export function createText(path: string): TextFile {
  const trying = <T>(use: () => T): T => {
    try {
      return use();
    } catch (error) {
      throw Refusal.at(`--trace ${path}`, 'a file that can be written', problemOf(error));
    }
  };
  const file = trying(() => openSync(path, 'w'));
  let collected = '';
  const flush = () => {
    trying(() => writeWhole(file, Buffer.from(collected)));
    collected = '';
  };
  return {
    write: (part) => {
      collected += part;
      if (collected.length >= CHARACTERS_AT_ONCE) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/** A disk that is almost full may take a part. */
function writeWhole(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
