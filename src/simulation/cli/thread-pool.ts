/** Runs on all cores: threads that start from the same bundle as the command itself. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type CommonGround, performTask } from '../headless/perform-task';
import { Refusal } from '../headless/refusal';
import { type Crew, Interrupted } from '../headless/surroundings';
import type { TaskResult } from '../many-runs/carry-out';
import type { Task } from '../many-runs/plan';

/** What a thread says about the task it has. */
type FromThread = { readonly share: number } | { readonly result: TaskResult };

/** The thread's side: carries out one task after the other. */
export function serveTasks(): void {
  const port = parentPort;
  if (!port) throw new Error('not in a thread');
  const say = (message: FromThread) => port.postMessage(message);
  port.on('message', (task: Task) => {
    say({ result: performTask(workerData as CommonGround, task, (share) => say({ share })) });
  });
}

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

/** Starts as many threads as are wanted, or as there are cores, but no more than there are tasks. */
export function startThreads(
  ground: CommonGround,
  { wanted = availableParallelism(), tasks }: { readonly wanted?: number; readonly tasks: number },
): Crew {
  const count = Math.min(wanted, tasks);
  const threads = Array.from(
    { length: count },
    () => new Worker(fileURLToPath(import.meta.url), { workerData: ground }),
  );
  const idle = [...threads];
  /** Of the tasks under way: all of them fail when one thread breaks or somebody interrupts. */
  const rejections = new Set<(error: Error) => void>();
  const fail = (error: Error) => {
    for (const reject of rejections) reject(error);
  };
  for (const thread of threads) thread.on('error', (error) => fail(explainFailure(error)));
  const onSignal = (signal: Signal) => fail(new Interrupted(SIGNALS[signal]));
  for (const signal of signals) process.once(signal, onSignal);

  return {
    count,
    perform: (task, onProgress) =>
      new Promise((resolve, reject) => {
        const thread = idle.pop();
        if (!thread) throw new Error('more tasks at once than threads');
        rejections.add(reject);
        const listen = (message: FromThread) => {
          if ('share' in message) return onProgress(message.share);
          thread.off('message', listen);
          rejections.delete(reject);
          idle.push(thread);
          resolve(message.result);
        };
        thread.on('message', listen);
        thread.postMessage(task);
      }),
    async close() {
      for (const signal of signals) process.off(signal, onSignal);
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
