import type { FromWorker, ToWorker } from './protocol';

/** The page's handle on the simulation. Messages sent before the worker is up wait for it in order. */
export interface SimulationClient {
  send(message: ToWorker, transfer?: Transferable[]): void;
  /** Calls `listener` with every message of the worker; returns how to stop that. */
  subscribe(listener: (message: FromWorker) => void): () => void;
  /** Ends the worker; the next message starts a new one. */
  dispose(): void;
}

/** A worker that fails to load or throws is told as a run that was stopped by this limit. */
export const WORKER_FAILED = 'workerFailed';

const startWorker = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'simulation' });

/** Makes a client; its worker starts with the first message. */
export function createSimulationClient(start: () => Worker = startWorker): SimulationClient {
  const listeners = new Set<(message: FromWorker) => void>();
  let worker: Worker | null = null;

  const publish = (message: FromWorker) => {
    for (const listener of [...listeners]) listener(message);
  };
  const fail = () => publish({ type: 'stopped', atMs: 0, limit: WORKER_FAILED, node: null });

  const running = (): Worker => {
    if (worker) return worker;
    worker = start();
    worker.onmessage = (event: MessageEvent<FromWorker>) => publish(event.data);
    worker.onerror = fail;
    worker.onmessageerror = fail;
    return worker;
  };

  return {
    send: (message, transfer = []) => running().postMessage(message, transfer),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => {
      worker?.terminate();
      worker = null;
    },
  };
}

/** The app's one simulation. */
export const simulation = createSimulationClient();
