import type { Scenario } from '../../scenario/scenario';
import type { FromWorker, ToWorker } from '../../worker/protocol';
import type { World } from '../world';

interface StagedWorld {
  readonly world: World;
  /** What it was told, in order. */
  readonly said: ToWorker[];
  /** Says something as the worker would. */
  readonly hear: (message: object) => void;
}

/** A world without a worker, which says only what a test lets it say. It knows these nodes, by their index. */
export function stageWorld(nodes: readonly string[] = []): StagedWorld {
  const said: ToWorker[] = [];
  const listeners: ((message: FromWorker) => void)[] = [];
  const world: World = {
    load: () => {},
    send: (message) => said.push(message),
    subscribe: (listener) => {
      listeners.push(listener);
      return () => {};
    },
    scenario: () => ({}) as Scenario,
    indexOfNode: (id) => nodes.indexOf(id),
    indexOfLink: () => -1,
  };
  const hear = (message: object) => {
    for (const listener of listeners) listener(message as FromWorker);
  };
  return { world, said, hear };
}
