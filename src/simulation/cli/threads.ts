/** Work on all cores: threads that start from the same bundle as the command itself. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** What a thread says about the task it has. */
type FromThread<Result> = { readonly share: number } | { readonly result: Result };

/**
 * The thread's side: carries out one task after the other. `perform` is given what all tasks have in common, a task, and
 * whom to tell what share of it is done, 0 … 1.
 */
export function serveTasks<Ground, Task, Result>(
  perform: (ground: Ground, task: Task, onProgress: (share: number) => void) => Result,
): void {
  const port = parentPort;
  if (!port) throw new Error('not in a thread');
  const say = (message: FromThread<Result>) => port.postMessage(message);
  port.on('message', (task: Task) => {
    say({ result: perform(workerData as Ground, task, (share) => say({ share })) });
  });
}

/** Threads that take tasks until they are closed. */
export interface Threads<Task, Result> {
  /** How many tasks they take at once. */
  readonly count: number;
  /** Rejects when a thread breaks, as all tasks under way do then. */
  perform(task: Task, onProgress?: (share: number) => void): Promise<Result>;
  /** Lets all tasks under way fail with this error. */
  interrupt(error: Error): void;
  close(): Promise<void>;
}

/** Starts as many threads as are wanted, or as there are cores, but no more than there are tasks. */
export function startThreads<Task, Result>(
  ground: unknown,
  { wanted = availableParallelism(), tasks }: { readonly wanted?: number; readonly tasks: number },
  explainFailure: (error: Error) => Error = (error) => error,
): Threads<Task, Result> {
  const count = Math.min(wanted, tasks);
  const threads = Array.from(
    { length: count },
    () => new Worker(fileURLToPath(import.meta.url), { workerData: ground }),
  );
  const idle = [...threads];
  const rejections = new Set<(error: Error) => void>();
  const interrupt = (error: Error) => {
    for (const reject of rejections) reject(error);
  };
  for (const thread of threads) thread.on('error', (error) => interrupt(explainFailure(error)));

  return {
    count,
    interrupt,
    perform: (task, onProgress) =>
      new Promise((resolve, reject) => {
        const thread = idle.pop();
        if (!thread) throw new Error('more tasks at once than threads');
        rejections.add(reject);
        const listen = (message: FromThread<Result>) => {
          if ('share' in message) {
            onProgress?.(message.share);
            return;
          }
          thread.off('message', listen);
          rejections.delete(reject);
          idle.push(thread);
          resolve(message.result);
        };
        thread.on('message', listen);
        thread.postMessage(task);
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
