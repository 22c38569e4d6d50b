/** The command `simulate`: a run without a page. Only this file and those in `cli/` know that there is Node around them. */
import { isMainThread } from 'node:worker_threads';
import { startCrew } from './cli/crew';
import { createText, MOST_BYTES, openLines, readFile, readLargeFile } from './cli/files';
import { ProgressLine } from './cli/progress';
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

async function simulate(): Promise<void> {
  // Whoever reads the report may stop in the middle (`… | head`): that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const progress = process.stderr.isTTY ? new ProgressLine() : null;
  const { exitCode, output, complaints } = await headlessRun(process.argv.slice(2), {
    readFile,
    readLargeFile,
    readStandardInput,
    openLines,
    createText,
    startCrew,
    onProgress: progress ? (share, runs) => progress.show(share, runs) : undefined,
  });
  progress?.clear();
  process.stdout.write(output);
  for (const complaint of complaints) process.stderr.write(`${complaint}\n`);
  // Set rather than exit: what has been written must still get out.
  process.exitCode = exitCode;
}

// The threads of many runs start from this very file, since the bundle is one.
if (isMainThread) await simulate();
else serveTasks(performTask);
