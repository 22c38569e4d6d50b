import { StepAreas } from '../kernel/statistics/step-areas';
import type { Deliveries } from './delivery/deliveries';
import { messageAnalysis } from './delivery/message-part';
import type { MessageTally } from './message-tally';
import type { Topology } from './topology';

/** How many messages wait in each queue, and how many consumers have: the state of all brokers, told by the facts alone. */
export class BrokerQueues {
  /** Messages that wait in each queue, in the order of the topology's queues. */
  readonly ready: StepAreas;
  /** Messages of each queue that consumers have and have not acknowledged. */
  readonly unacked: StepAreas;
  /** Messages that the consumer at the end of each link has and has not acknowledged. */
  readonly unackedByLink: Int32Array;
  /** What became of the messages; null where nothing keeps any. */
  readonly deliveries: Deliveries | null;
  /** By node with several queues: messages that wait in all of them, of which their own maxima say nothing. */
  private readonly together: StepAreas;
  /** By queue: its node, if that has several; else −1. */
  private readonly shares: Int32Array;

  constructor(
    private readonly topology: Topology,
    tally: MessageTally,
  ) {
    const { queues, nodes, links } = topology;
    this.ready = new StepAreas(queues.length);
    this.unacked = new StepAreas(queues.length);
    this.unackedByLink = new Int32Array(links.length);
    this.together = new StepAreas(nodes.length);
    this.shares = Int32Array.from(queues, ({ node }) => (this.endOf(node) - topology.firstQueue[node] > 1 ? node : -1));
    const keepsAny = topology.hasQueues.includes(1) || topology.isBroker.includes(1);
    this.deliveries = keepsAny ? new (messageAnalysis().Deliveries)(topology, this, tally) : null;
  }

  /** So many more wait in a queue. */
  addReady(queue: number, change: number, at: number): void {
    this.ready.add(queue, change, at);
    if (this.shares[queue] >= 0) this.together.add(this.shares[queue], change, at);
  }

  /** So many more of a queue's are with the consumer at the end of a link. */
  addUnacked(queue: number, link: number, change: number, at: number): void {
    this.unacked.add(queue, change, at);
    this.unackedByLink[link] += change;
  }

  restart(at: number): void {
    this.ready.restart(at);
    this.unacked.restart(at);
    this.together.restart(at);
    this.deliveries?.restart();
  }

  /** Messages that wait in the queues of a node. */
  readyAt(node: number): number {
    return this.sum(node, (queue) => this.ready.value[queue]);
  }

  /** Messages of its queues that consumers have. */
  unackedAt(node: number): number {
    return this.sum(node, (queue) => this.unacked.value[queue]);
  }

  /** The areas under both over time since the (re)start, until a moment that is not in the past. */
  readyAreaAt(node: number, until: number): number {
    return this.sum(node, (queue) => this.ready.areaUntil(queue, until));
  }

  unackedAreaAt(node: number, until: number): number {
    return this.sum(node, (queue) => this.unacked.areaUntil(queue, until));
  }

  /** How many waited at a node at once for longer than an instant, at the most. */
  highestReadyAt(node: number, until: number): number {
    const first = this.topology.firstQueue[node];
    const count = this.endOf(node) - first;
    if (count === 0) return 0;
    return count === 1 ? this.ready.highestUntil(first, until) : this.together.highestUntil(node, until);
  }

  /** Behind the last queue of a node. */
  private endOf(node: number): number {
    const { firstQueue, queues } = this.topology;
    return node + 1 < firstQueue.length ? firstQueue[node + 1] : queues.length;
  }

  private sum(node: number, of: (queue: number) => number): number {
    let sum = 0;
    for (let queue = this.topology.firstQueue[node]; queue < this.endOf(node); queue++) sum += of(queue);
    return sum;
  }
}
