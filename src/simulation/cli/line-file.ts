/** A file to whose end lines are added: what `--state` keeps finished runs in. */
import { fstatSync, ftruncateSync, openSync, readFileSync, statSync } from 'node:fs';
import { Refusal } from '../headless/refusal';
import type { LineFile } from '../headless/surroundings';
import { codeOf, problemOf, writingProblemOf } from './file-problems';
import { writeWhole } from './write-whole';

const LINE_BREAK = 10;

/** Opens a file to whose end lines are added; it is there after the first of them. Throws {@link Refusal}. */
export function openLines(path: string): LineFile {
  const refusal = (problem: string) => Refusal.at(`--state ${path}`, 'a file that can be read and written', problem);
  const found = readIfThere(path, refusal);
  const bytes = found ?? Buffer.alloc(0);
  const lines: string[] = [];
  let end = 0;
  for (let at = bytes.indexOf(LINE_BREAK); at >= 0; at = bytes.indexOf(LINE_BREAK, end)) {
    lines.push(bytes.toString('utf8', end, at));
    end = at + 1;
  }
  let file: number | null = null;
  /** Only what was there when it was read is cut off: another program that adds to the file would lose its lines. */
  const open = (): number => {
    const opened = openSync(path, found === null ? 'ax' : 'a');
    if (fstatSync(opened).size !== bytes.length && end < bytes.length) throw refusal('one that has changed meanwhile');
    if (end < bytes.length) ftruncateSync(opened, end);
    return opened;
  };
  return {
    lines,
    unfinished: bytes.toString('utf8', end),
    append: (line) => {
      try {
        file ??= open();
        writeWhole(file, Buffer.from(`${line}\n`));
      } catch (error) {
        if (error instanceof Refusal) throw error;
        if (codeOf(error) === 'EEXIST') throw refusal('one that has been begun meanwhile');
        throw refusal(writingProblemOf(error));
      }
    },
  };
}

/** What a file holds, or null where there is none. A device or a pipe may have no end, and keeps nothing. */
function readIfThere(path: string, refusal: (problem: string) => Refusal): Buffer | null {
  try {
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) throw refusal('a device or a pipe');
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (codeOf(error) === 'ENOENT') return null;
    throw refusal(problemOf(error));
  }
}
