import type { QueueSpec } from '../network/kind';
import { isBroker, queuesOf } from '../network/messaging/queues-of';
import type { Scenario, ScenarioLink, ScenarioNode } from '../scenario/scenario';

/** Whose statistics are kept under `clients`, even while it has sent nothing. */
const CLIENT = 'client';

/** One queue of a broker. */
export interface BrokerQueue {
  /** The broker's index among the nodes. */
  readonly node: number;
  /** Its index within the broker, as in the facts. */
  readonly index: number;
  readonly name: string;
  /** The group whose backlog it is, where several read the same log. */
  readonly group?: string;
}

/** What the columns' numbers stand for: places are indices into the scenario's lists of nodes and links. */
export interface Topology {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly isClient: boolean }[];
  readonly links: readonly { readonly id: string; readonly from: number; readonly to: number }[];
  /** The queues of all brokers, node by node. */
  readonly queues: readonly BrokerQueue[];
  /** For each node, where its queues begin in {@link queues}. */
  readonly firstQueue: Int32Array;
  /** 1 for nodes whose figures are those of messages, whether or not the scenario gives them queues: what a broker drops has been in it. */
  readonly isBroker: Uint8Array;
  /** 1 for nodes that keep messages for others: brokers, and what tells of its changes. */
  readonly hasQueues: Uint8Array;
  /** 1 for links over which a broker pushes messages to a consumer. */
  readonly isPush: Uint8Array;
}

type Nodes = Pick<Scenario, 'nodes' | 'links'>;

const queuesOfNode = (
  { kind, params }: ScenarioNode,
  consumers: readonly ScenarioLink[],
): readonly QueueSpec[] | undefined =>
  queuesOf(
    kind,
    params,
    consumers.map((link) => ({ link: link.id, node: link.to, params: link.params })),
  );

export function topologyOf(scenario: Nodes): Topology {
  const indexOf = new Map(scenario.nodes.map((node, index) => [node.id, index]));
  const queues: BrokerQueue[] = [];
  const firstQueue = new Int32Array(scenario.nodes.length);
  const hasQueues = new Uint8Array(scenario.nodes.length);
  const linksFrom = new Map<string, ScenarioLink[]>(scenario.nodes.map(({ id }) => [id, []]));
  for (const link of scenario.links) linksFrom.get(link.from)?.push(link);
  scenario.nodes.forEach((node, nodeIndex) => {
    firstQueue[nodeIndex] = queues.length;
    const ofNode = queuesOfNode(node, linksFrom.get(node.id) ?? []);
    if (ofNode === undefined) return;
    hasQueues[nodeIndex] = 1;
    for (const [index, { name, group }] of ofNode.entries()) queues.push({ node: nodeIndex, index, name, group });
  });
  const links = scenario.links.map(({ id, from, to }) => ({
    id,
    from: indexOf.get(from) ?? -1,
    to: indexOf.get(to) ?? -1,
  }));
  return {
    nodes: scenario.nodes.map(({ id, kind }) => ({ id, kind, isClient: kind === CLIENT })),
    links,
    queues,
    firstQueue,
    isBroker: Uint8Array.from(scenario.nodes, ({ kind }) => (isBroker(kind) ? 1 : 0)),
    hasQueues,
    isPush: Uint8Array.from(links, ({ from }) => hasQueues[from]),
  };
}
