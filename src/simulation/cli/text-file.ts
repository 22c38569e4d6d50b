/** A file that is written part by part: what `--trace` writes. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { Refusal } from '../headless/refusal';
import type { TextFile } from '../headless/surroundings';
import { codeOf, writingProblemOf } from './file-problems';
import { writeWhole } from './write-whole';

/** So much is collected before it is written. */
const CHARACTERS_AT_ONCE = 1 << 20;

/**
 * Begins a file that is written part by part. One that is there is written over only if it is empty or begins with
 * `opening`, as all files of its kind do: a mistyped name shall not cost anybody a scenario. Throws {@link Refusal}.
 */
export function createText(path: string, opening: string): TextFile {
  const trying = <T>(use: () => T): T => {
    try {
      return use();
    } catch (error) {
      throw Refusal.at(`--trace ${path}`, 'a file that can be written', writingProblemOf(error));
    }
  };
  const beginning = trying(() => beginningOf(path, Buffer.byteLength(opening)));
  if (beginning !== '' && beginning !== opening) {
    throw Refusal.at(`--trace ${path}`, 'a new file or an earlier trace', 'another file');
  }
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

/** The first bytes of an ordinary file, as text; empty where there is none, or none to be lost. */
function beginningOf(path: string, bytes: number): string {
  try {
    if (!statSync(path).isFile()) return '';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
  const file = openSync(path, 'r');
  try {
    const beginning = Buffer.alloc(bytes);
    return beginning.toString('utf8', 0, readSync(file, beginning));
  } finally {
    closeSync(file);
  }
}
