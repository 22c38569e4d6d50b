import { LinkCount } from './counters';
import type { FactCounts } from './fact-counts';
import type { Tally } from './tally';

/** What is where at this moment: the state of every node and link, as far as the facts tell it. */
export class Occupancy {
  constructor(readonly tally: Tally) {}

  get facts(): FactCounts {
    return this.tally.facts;
  }

  get queues() {
    return this.tally.queues;
  }

  get notes() {
    return this.tally.notes;
  }

  /** By node: the index of its mode. */
  get mode() {
    return this.tally.mode;
  }

  /** By node: its workers. */
  get capacity() {
    return this.tally.levels.capacity.value;
  }

  /** By link: the index of its breaker's state. */
  get breaker() {
    return this.tally.breaker;
  }

  /** What waits at a node for a worker; of a broker: for a consumer. */
  queued(node: number): number {
    const { topology, queues, levels } = this.tally;
    if (topology.isBroker[node]) return queues.readyAt(node);
    return levels.hasWorkers[node] ? levels.waiting(node) : 0;
  }

  /** Workers in use; of a node without workers: what it has under way; of a broker: what its consumers have. */
  busy(node: number): number {
    const { topology, queues, levels } = this.tally;
    if (topology.isBroker[node]) return queues.unackedAt(node);
    return levels.hasWorkers[node] ? levels.busy(node) : levels.waiting(node) + levels.busy(node);
  }

  /** Workers that wait for a synchronous call. */
  blocked(node: number): number {
    return this.tally.levels.blocked(node);
  }

  /** Attempts over a link that somebody waits for; of a broker's push: messages not acknowledged. */
  inFlight(link: number): number {
    const { topology, queues } = this.tally;
    return topology.isPush[link] ? queues.unackedByLink[link] : this.tally.attemptsUnderWay(link);
  }

  /** Attempts that wait at their callers, for a rate limit or a place in a bulkhead. */
  waiting(link: number): number {
    return this.facts.link(link, LinkCount.held) - this.facts.link(link, LinkCount.letGo);
  }
}
