/** The command `simulate`: a run without a page. Only this file knows that there is Node around it. */
import { closeSync, openSync, readSync } from 'node:fs';
import { headlessRun } from './headless/headless-run';
import type { FileText } from './headless/input';

/** Why a file cannot be read, in words. */
const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  ENAMETOOLONG: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'a file that may not be read',
};

/** So much is read at the most, bytes: more than any scenario may have, so that the rest would change nothing. */
const MOST_BYTES = 80_000_001;
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

function readFile(path: string): FileText {
  try {
    return { ok: true, text: readText(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const problem = PROBLEMS[code] ?? `an error (${code === '' ? String(error) : code})`;
    return { ok: false, problem };
  }
}

async function readStandardInput(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const part of process.stdin) {
    text += part;
    if (text.length > MOST_BYTES) break;
  }
  return text;
}

const CLEAR_LINE = '\r\u001b[K';

/** Shows progress on a terminal, and nowhere else. */
function showProgress(share: number): void {
  process.stderr.write(`${CLEAR_LINE}simulating … ${Math.floor(share * 100)} %`);
}

// Whoever reads the report may stop in the middle (`… | head`): that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const onProgress = process.stderr.isTTY ? showProgress : undefined;
const { exitCode, output, complaints } = await headlessRun(process.argv.slice(2), {
  readFile,
  readStandardInput,
  onProgress,
});
if (onProgress) process.stderr.write(CLEAR_LINE);
process.stdout.write(output);
for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
// Set rather than exit: what has been written must still get out.
process.exitCode = exitCode;
