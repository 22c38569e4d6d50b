/**
 * `npm run verify`: the engine against queueing theory. Prints a table of every case that a scenario can express, and exits
 * with 1 when one misses. With arguments:
 *
 *     --thorough         longer runs, and those that take too long otherwise: about an hour of one core
 *     --only <text>      cases whose id or category contains it
 *     --write <file>     the table goes into that file, too
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { serveTasks, startThreads } from './cli/threads';
import { allExperiments } from './verify/all';
import type { Experiment } from './verify/experiment';
import { type Effort, ORDINARY, requestsOf, THOROUGH, type Verdict, verify } from './verify/judge';
import { type Outcome, page, summary } from './verify/table';

/** Spreads the experiments over all processors, the longest first; the results come in the order of the experiments. */
async function verifyAll(
  indices: readonly number[],
  effort: Effort,
  onDone: (done: number, experiment: Experiment, verdict: Verdict) => void,
): Promise<readonly Verdict[]> {
  const threads = startThreads<number, Verdict>(effort, { tasks: indices.length });
  const experiments = allExperiments();
  const length = (index: number): number => requestsOf(experiments[index], effort);
  const waiting = indices.toSorted((a, b) => length(b) - length(a));
  const verdicts = new Map<number, Verdict>();
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const verdict = await threads.perform(index);
      verdicts.set(index, verdict);
      onDone(verdicts.size, experiments[index], verdict);
    }
  };
  try {
    await Promise.all(Array.from({ length: threads.count }, work));
  } finally {
    await threads.close();
  }
  return indices.flatMap((index) => verdicts.get(index) ?? []);
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
  const verdicts = await verifyAll(chosen, effort, (done, { id }, { judgements }) => {
    const progress = `${done} of ${chosen.length}`;
    const misses = judgements?.filter(({ holds }) => !holds).map(({ name }) => `${name} misses`);
    // A log says more: all that is known when somebody stops it.
    const line = `${progress}  ${id}: ${misses === undefined ? 'not run' : misses.join(', ') || 'holds'}`;
    process.stderr.write(process.stderr.isTTY ? `\r${progress}` : `${line}\n`);
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
else {
  const experiments = allExperiments();
  serveTasks((effort: Effort, index: number) => verify(experiments[index], effort));
}
