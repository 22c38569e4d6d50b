import type { Scenario } from '../scenario/scenario';
import type { SimulationClient } from '../worker/client';
import { simulation, WORKER_FAILED } from '../worker/client';
import type { FromWorker, ToWorker } from '../worker/protocol';

/** The world that the worker runs, as the page sees it: what was loaded, and only the messages that are about it. */
export interface World {
  /** Builds the world anew. Until the worker has done so, what it still says about the former one is not passed on. */
  load(scenario: Scenario): void;
  send(message: Exclude<ToWorker, { type: 'load' }>): void;
  subscribe(listener: (message: FromWorker) => void): () => void;
  /** The scenario that is running; null before the first. Its nodes and links are in the order of the gauges. */
  scenario(): Scenario | null;
  /** Row of a node in the gauges of a tick; -1 when the running world does not have it. */
  indexOfNode(id: string): number;
  /** Row of a link in the gauges of a tick; -1 when the running world does not have it. */
  indexOfLink(id: string): number;
}

/** Answers that are about the page's request rather than about a world. */
const ALWAYS_PASSED: ReadonlySet<FromWorker['type']> = new Set(['ready', 'viewed', 'report']);

const rowsOf = (items: readonly { readonly id: string }[]) => new Map(items.map((item, index) => [item.id, index]));

export function createWorld(client: SimulationClient): World {
  const listeners = new Set<(message: FromWorker) => void>();
  /** Scenarios sent and not answered yet, oldest first: each load has exactly one answer. */
  const asked: Scenario[] = [];
  let running: Scenario | null = null;
  let nodeRows = new Map<string, number>();
  let linkRows = new Map<string, number>();

  client.subscribe((message) => {
    if (message.type === 'stopped' && message.limit === WORKER_FAILED) asked.length = 0;
    if (message.type === 'loaded' || message.type === 'refused') {
      const answered = asked.shift();
      if (answered && message.type === 'loaded') {
        running = answered;
        nodeRows = rowsOf(answered.nodes);
        linkRows = rowsOf(answered.links);
      }
    }
    if (asked.length > 0 && !ALWAYS_PASSED.has(message.type)) return;
    for (const listener of [...listeners]) listener(message);
  });

  return {
    load: (scenario) => {
      asked.push(scenario);
      client.send({ type: 'load', scenario });
    },
    send: (message) => client.send(message),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    scenario: () => running,
    indexOfNode: (id) => nodeRows.get(id) ?? -1,
    indexOfLink: (id) => linkRows.get(id) ?? -1,
  };
}

/** The app's one world. */
export const world = createWorld(simulation);
