import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact } from '../network/facts';
import { BrokerQueues } from './broker-queues';
import { FactCounts, LinkCount, NodeCount } from './fact-counts';
import { NoteCounts } from './note-counts';
import type { Topology } from './topology';

/** Facts that change more than a counter. All are rare but those of brokers. */
const CHANGES_STATE = new Uint8Array(256);
for (const fact of [
  Fact.mode,
  Fact.capacity,
  Fact.breaker,
  Fact.enqueued,
  Fact.requeued,
  Fact.duplicated,
  Fact.delivered,
  Fact.acked,
  Fact.lost,
  Fact.noted,
]) {
  CHANGES_STATE[fact] = 1;
}

/** What is where at this moment: the state of every node and link, as far as the facts tell it. */
export class Occupancy implements TraceFold {
  readonly facts: FactCounts;
  readonly queues: BrokerQueues;
  readonly notes: NoteCounts;
  /** By node: the index of its mode. */
  readonly mode: Int32Array;
  /** By node: its workers. */
  readonly capacity: Int32Array;
  /** By link: the index of its breaker's state. */
  readonly breaker: Int32Array;
  private readonly hasWorkers: Uint8Array;
  /** By node: workers whose wait a crash ended. */
  private readonly neverResumed: Uint32Array;
  /** By link: attempts whose caller crashed. */
  private readonly abandoned: Uint32Array;

  constructor(private readonly topology: Topology) {
    const nodes = topology.nodes.length;
    const links = topology.links.length;
    this.facts = new FactCounts(nodes, links);
    this.queues = new BrokerQueues(topology);
    this.notes = new NoteCounts(nodes);
    this.mode = new Int32Array(nodes);
    this.capacity = new Int32Array(nodes);
    this.breaker = new Int32Array(links);
    this.hasWorkers = new Uint8Array(nodes);
    this.neverResumed = new Uint32Array(nodes);
    this.abandoned = new Uint32Array(links);
  }

  read(columns: TraceColumns, from: number, to: number): void {
    const { fact } = columns;
    let counted = from;
    for (let row = from; row < to; row++) {
      if (CHANGES_STATE[fact[row]] === 0) continue;
      // A crash asks what is where at its moment.
      if (fact[row] === Fact.mode) {
        this.facts.add(columns, counted, row);
        counted = row;
      }
      this.change(columns, row);
    }
    this.facts.add(columns, counted, to);
  }

  /** What waits at a node for a worker; of a broker: for a consumer. */
  queued(node: number): number {
    if (this.topology.isBroker[node]) return this.queues.readyByNode.value[node];
    return this.hasWorkers[node] ? this.inside(node) - this.working(node) : 0;
  }

  /** Workers in use; of a node without workers: what it has under way; of a broker: what its consumers have. */
  busy(node: number): number {
    if (this.topology.isBroker[node]) return this.queues.unackedByNode.value[node];
    return this.hasWorkers[node] ? this.working(node) : this.inside(node);
  }

  /** Workers that wait for a synchronous call. */
  blocked(node: number): number {
    return this.node(node, NodeCount.blocked) - this.node(node, NodeCount.resumed) - this.neverResumed[node];
  }

  /** Attempts over a link that somebody waits for; of a broker's push: messages not acknowledged. */
  inFlight(link: number): number {
    if (this.topology.isPush[link]) return this.queues.unackedByLink[link];
    const { facts } = this;
    const begun = this.link(link, LinkCount.sentCall) + this.link(link, LinkCount.withheld);
    return begun - facts.overOutcomes(facts.ofLink(link, LinkCount.returned)) - this.abandoned[link];
  }

  /** Attempts that wait at their callers, for a rate limit or a place in a bulkhead. */
  waiting(link: number): number {
    return this.link(link, LinkCount.held) - this.link(link, LinkCount.letGo);
  }

  private link(link: number, counter: number): number {
    return this.facts.counts[this.facts.ofLink(link, counter)];
  }

  private node(node: number, counter: number): number {
    return this.facts.counts[this.facts.ofNode(node, counter)];
  }

  private inside(node: number): number {
    const { facts } = this;
    const left =
      facts.overOutcomes(facts.ofNode(node, NodeCount.leftQueue)) +
      facts.overOutcomes(facts.ofNode(node, NodeCount.leftWorker));
    return this.node(node, NodeCount.arrived) - left;
  }

  private working(node: number): number {
    const { facts } = this;
    const took = this.node(node, NodeCount.started) - this.node(node, NodeCount.preempted);
    return took - facts.overOutcomes(facts.ofNode(node, NodeCount.leftWorker));
  }

  private change(columns: TraceColumns, row: number): void {
    const { queues } = this;
    const place = columns.place[row];
    const extra = columns.extra[row];
    const serial = columns.serial[row];
    const at = columns.at[row];
    switch (columns.fact[row]) {
      case Fact.mode:
        this.mode[place] = extra;
        if (extra !== 0) this.endWaits(place);
        break;
      case Fact.capacity:
        this.capacity[place] = extra;
        if (extra > 0) this.hasWorkers[place] = 1;
        break;
      case Fact.breaker:
        this.breaker[place] = extra;
        break;
      case Fact.delivered:
        queues.makeUnacked(serial, place, extra, at);
        break;
      case Fact.acked:
      case Fact.lost:
        queues.remove(serial, at);
        break;
      case Fact.noted:
        this.notes.add(place, columns.detail[row], extra);
        break;
      default:
        queues.makeReady(serial, place, extra, at);
    }
  }

  /** A crash takes away whoever waited for calls, and nobody waits for these any more. */
  private endWaits(node: number): void {
    this.neverResumed[node] += this.blocked(node);
    this.topology.links.forEach((link, index) => {
      if (link.from === node && !this.topology.isPush[index]) this.abandoned[index] += this.inFlight(index);
    });
  }
}
