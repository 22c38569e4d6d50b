/** The crew of many runs: threads, until a signal asks the program to end. */
import type { CommonGround } from '../headless/perform-task';
import { Refusal } from '../headless/refusal';
import { type Crew, Interrupted } from '../headless/surroundings';
import type { TaskResult } from '../many-runs/carry-out';
import type { Task } from '../many-runs/plan';
import { startThreads } from './threads';

/** How shells know the signals that ask a program to end. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;
type Signal = keyof typeof SIGNALS;
const signals = Object.keys(SIGNALS) as Signal[];

/** What broke a thread: a mistake of ours, unless a run was too large. */
function explainFailure(error: Error): Error {
  if (!('code' in error) || error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return Refusal.at(
    'scenario',
    "a run that fits into a thread's memory (NODE_OPTIONS=--max-old-space-size=… gives more)",
    'a larger one',
  );
}

export function startCrew(ground: CommonGround, jobs: { readonly wanted?: number; readonly tasks: number }): Crew {
  const threads = startThreads<Task, TaskResult>(ground, jobs, explainFailure);
  let isInterrupted = false;
  const onSignal = (signal: Signal) => {
    isInterrupted = true;
    threads.interrupt(new Interrupted(SIGNALS[signal]));
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    ...threads,
    close: () => {
      // A signal often comes twice: to the whole process group, and once more from whoever passes it on. The second one
      // would end the program before it has said what is kept.
      if (!isInterrupted) for (const signal of signals) process.off(signal, onSignal);
      return threads.close();
    },
  };
}
