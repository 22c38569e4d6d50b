import type { Scenario, ScenarioNode } from '../scenario/scenario';

/** Whose statistics are kept under `clients`, even while it has sent nothing. */
const CLIENT = 'client';

/** One queue of a broker. */
export interface BrokerQueue {
  /** The broker's index among the nodes. */
  readonly node: number;
  /** Its index within the broker, as in the facts. */
  readonly index: number;
  readonly name: string;
}

/** What the columns' numbers stand for: places are indices into the scenario's lists of nodes and links. */
export interface Topology {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly isClient: boolean }[];
  readonly links: readonly { readonly id: string; readonly from: number; readonly to: number }[];
  /** The queues of all brokers, node by node. */
  readonly queues: readonly BrokerQueue[];
  /** For each node, where its queues begin in {@link queues}. */
  readonly firstQueue: Int32Array;
  /** 1 for nodes that have queues. */
  readonly isBroker: Uint8Array;
  /** 1 for links over which a broker pushes messages to a consumer. */
  readonly isPush: Uint8Array;
}

const queueNames = (node: ScenarioNode): string[] => {
  const { queues } = node.params;
  if (!Array.isArray(queues)) return [];
  return queues.map((queue: { readonly name?: unknown }, index) => String(queue?.name ?? index));
};

export function topologyOf(scenario: Pick<Scenario, 'nodes' | 'links'>): Topology {
  const indexOf = new Map(scenario.nodes.map((node, index) => [node.id, index]));
  const queues: BrokerQueue[] = [];
  const firstQueue = new Int32Array(scenario.nodes.length);
  scenario.nodes.forEach((node, nodeIndex) => {
    firstQueue[nodeIndex] = queues.length;
    for (const [index, name] of queueNames(node).entries()) queues.push({ node: nodeIndex, index, name });
  });
  const links = scenario.links.map(({ id, from, to }) => ({
    id,
    from: indexOf.get(from) ?? -1,
    to: indexOf.get(to) ?? -1,
  }));
  // Also where the scenario gives it no queues: what a broker drops has been in it.
  const isBroker = Uint8Array.from(scenario.nodes, (node) => (Array.isArray(node.params.queues) ? 1 : 0));
  return {
    nodes: scenario.nodes.map(({ id, kind }) => ({ id, kind, isClient: kind === CLIENT })),
    links,
    queues,
    firstQueue,
    isBroker,
    isPush: Uint8Array.from(links, ({ from }) => isBroker[from]),
  };
}
