import type { CommonGround } from '../../simulation/headless/perform-task';
import type { Crew } from '../../simulation/headless/surroundings';
import type { TaskResult } from '../../simulation/many-runs/carry-out';
import type { FromRunner, RUNNER, ToRunner } from './messages';

/** What the crew needs of a web worker. */
export interface RunnerWorker {
  onmessage: ((event: MessageEvent<FromRunner>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToRunner): void;
  terminate(): void;
}

/** Somebody does not want to wait any longer. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

// The name is written out since the bundler reads it here.
const startWorker = (): RunnerWorker =>
  new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'runner' satisfies typeof RUNNER });

/** One processor is left to the page and its stage. */
const processors = (): number => Math.max(1, navigator.hardwareConcurrency - 1);

/** One worker, and the task that it has. */
class Runner {
  private readonly worker: RunnerWorker;
  private isReady = false;
  private hasEnded = false;
  private readonly unsent: ToRunner[] = [];
  private task: { resolve(result: TaskResult): void; reject(error: Error): void } | null = null;
  private onProgress: (share: number) => void = () => {};

  constructor(start: () => RunnerWorker, ground: CommonGround) {
    this.worker = start();
    this.worker.onmessage = ({ data }) => this.hear(data);
    this.worker.onerror = ({ message }) => this.fail(new Error(message));
    this.send({ ground });
  }

  perform(
    task: Extract<ToRunner, { task: unknown }>['task'],
    onProgress: (share: number) => void,
  ): Promise<TaskResult> {
    if (this.hasEnded) return Promise.reject(new Cancelled());
    this.onProgress = onProgress;
    return new Promise((resolve, reject) => {
      this.task = { resolve, reject };
      this.send({ task });
    });
  }

  end(): void {
    this.hasEnded = true;
    this.worker.terminate();
    this.fail(new Cancelled());
  }

  private fail(error: Error): void {
    this.task?.reject(error);
    this.task = null;
  }

  private hear(message: FromRunner): void {
    if ('ready' in message) {
      this.isReady = true;
      for (const waiting of this.unsent) this.worker.postMessage(waiting);
    } else if ('share' in message) {
      this.onProgress(message.share);
    } else {
      this.task?.resolve(message.result);
      this.task = null;
    }
  }

  /** A worker that is still loading its program would not hear it. */
  private send(message: ToRunner): void {
    if (this.isReady) this.worker.postMessage(message);
    else this.unsent.push(message);
  }
}

/**
 * Starts web workers, one for each processor but one, and no more than there are tasks. Their tasks reject when one of
 * them breaks, and with {@link Cancelled} when they are closed.
 */
export function startCrew(
  ground: CommonGround,
  tasks: number,
  { most = processors(), start = startWorker }: { readonly most?: number; readonly start?: () => RunnerWorker } = {},
): Crew {
  const runners = Array.from({ length: Math.min(most, tasks) }, () => new Runner(start, ground));
  const idle = [...runners];
  return {
    count: runners.length,
    perform: async (task, onProgress) => {
      const runner = idle.pop();
      if (!runner) throw new Error('more tasks at once than workers');
      const result = await runner.perform(task, onProgress);
      idle.push(runner);
      return result;
    },
    close: async () => {
      for (const runner of runners) runner.end();
    },
  };
}
