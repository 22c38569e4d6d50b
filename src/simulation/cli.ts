/** The command `simulate`: a run without a page. Only this file and those in `cli/` know that there is Node around them. */
import { isMainThread } from 'node:worker_threads';
import { startCrew } from './cli/crew';
import { openLines } from './cli/line-file';
import { ProgressLine } from './cli/progress';
import { MOST_BYTES, readFile, readLargeFile } from './cli/read-file';
import { writeReport } from './cli/standard-output';
import { createText } from './cli/text-file';
import { serveTasks } from './cli/threads';
import { headlessRun } from './headless/headless-run';
import { performTask } from './headless/perform-task';

async function readStandardInput(): Promise<string> {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const part of process.stdin) {
    text += part;
    if (text.length > MOST_BYTES) break;
  }
  return text;
}

function* partsOf(first: string, more: Iterable<string>): Generator<string> {
  yield first;
  yield* more;
}

async function simulate(): Promise<void> {
  const progress = process.stderr.isTTY ? new ProgressLine() : null;
  const {
    exitCode,
    output,
    more = [],
    complaints,
  } = await headlessRun(process.argv.slice(2), {
    readFile,
    readLargeFile,
    readStandardInput,
    openLines,
    createText,
    startCrew,
    onProgress: progress ? (share, runs) => progress.show(share, runs) : undefined,
  });
  progress?.clear();
  const problem = await writeReport(partsOf(output, more));
  for (const line of problem === null ? complaints : [...complaints, problem]) process.stderr.write(`${line}\n`);
  // Set rather than exit: what has been written must still get out.
  process.exitCode = problem === null ? exitCode : 2;
}

/** What sysexits.h calls an internal software error: 1 would say that a goal does not hold. */
const EXIT_MISTAKE_OF_OURS = 70;

// The threads of many runs start from this very file, since the bundle is one.
if (isMainThread) {
  try {
    await simulate();
  } catch (error) {
    console.error('Spillway made a mistake, which no input should bring about. Please report it with these lines:');
    console.error(error);
    process.exitCode = EXIT_MISTAKE_OF_OURS;
  }
} else serveTasks(performTask);
