/**
 * `npm run verify`: the engine against queueing theory. Prints a table of every case that a scenario can express, and exits
 * with 1 when one misses. With arguments:
 *
 *     --thorough         longer runs, and those that take too long otherwise: about an hour of one core
 *     --only <text>      cases whose id or category contains it
 *     --write <file>     the table goes into that file, too
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { allExperiments } from './verify/all';
import { type Effort, ORDINARY, requestsOf, THOROUGH, type Verdict, verify } from './verify/judge';
import { type Outcome, page, summary } from './verify/table';

interface Task {
  readonly index: number;
  readonly verdict: Verdict | null;
}

/** Carries out the experiments whose numbers it is sent. */
function work(effort: Effort): void {
  const experiments = allExperiments();
  parentPort?.on('message', (index: number) => {
    parentPort?.postMessage({ index, verdict: verify(experiments[index], effort) });
  });
  parentPort?.postMessage({ index: -1, verdict: null });
}

/** Spreads the experiments over all processors, the longest first; the results come in the order of the experiments. */
function verifyAll(indices: readonly number[], effort: Effort, onDone: (done: number) => void): Promise<Verdict[]> {
  const verdicts = new Map<number, Verdict>();
  const experiments = allExperiments();
  const length = (index: number): number => requestsOf(experiments[index], effort);
  const waiting = indices.toSorted((a, b) => length(b) - length(a));
  const threads = Math.max(1, Math.min(availableParallelism(), indices.length));
  return new Promise((resolve, reject) => {
    const startThread = () => {
      const worker = new Worker(new URL(import.meta.url), { workerData: effort });
      worker.on('error', reject);
      worker.on('message', ({ index, verdict }: Task) => {
        if (verdict !== null) {
          verdicts.set(index, verdict);
          onDone(verdicts.size);
        }
        const next = waiting.shift();
        if (next !== undefined) worker.postMessage(next);
        else void worker.terminate();
        if (verdicts.size === indices.length)
          resolve(indices.map((i) => verdicts.get(i)).filter((v) => v !== undefined));
      });
    };
    for (let i = 0; i < threads; i++) startThread();
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      thorough: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      write: { type: 'string' },
    },
  });
  const effort = values.thorough ? THOROUGH : ORDINARY;
  const experiments = allExperiments();
  const chosen = experiments.flatMap(({ id, category }, index) =>
    id.includes(values.only) || category.includes(values.only) ? [index] : [],
  );
  const verdicts = await verifyAll(chosen, effort, (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${chosen.length}`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  const outcomes: Outcome[] = chosen.map((index, place) => ({
    experiment: experiments[index],
    verdict: verdicts[place],
  }));
  const command = values.thorough ? 'npm run verify -- --thorough' : 'npm run verify';
  const text = page(outcomes, command);
  process.stdout.write(text);
  if (values.write !== undefined) writeFileSync(values.write, text);
  process.stderr.write(`${summary(outcomes)}\n`);
  const misses = verdicts.some(({ judgements }) => judgements?.some(({ holds }) => !holds));
  process.exitCode = misses ? 1 : 0;
}

if (isMainThread) await main();
else work(workerData as Effort);
