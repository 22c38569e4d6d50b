import type { TraceColumns, TraceFold } from '../kernel/trace';
import { Fact, SentFlag } from '../network/facts';
import { BrokerQueues } from './broker-queues';
import { neverSent } from './outcome-counts';
import type { Topology } from './topology';

/** What is where at this moment: the state of every node and link, as far as the facts tell it. */
export class Occupancy implements TraceFold {
  /** By node: the index of its mode. */
  readonly mode: Int32Array;
  /** By node: its workers. */
  readonly capacity: Int32Array;
  /** By node: workers that wait for a synchronous call. */
  readonly blocked: Int32Array;
  /** By link: the index of its breaker's state. */
  readonly breaker: Int32Array;
  readonly queues: BrokerQueues;
  /** By node: frames that no worker holds, and those that one holds. */
  private readonly waiting: Int32Array;
  private readonly working: Int32Array;
  private readonly hasWorkers: Uint8Array;
  /** By link: attempts that somebody waits for. */
  private readonly attempts: Int32Array;

  constructor(private readonly topology: Topology) {
    const nodes = topology.nodes.length;
    const links = topology.links.length;
    this.mode = new Int32Array(nodes);
    this.capacity = new Int32Array(nodes);
    this.blocked = new Int32Array(nodes);
    this.waiting = new Int32Array(nodes);
    this.working = new Int32Array(nodes);
    this.hasWorkers = new Uint8Array(nodes);
    this.breaker = new Int32Array(links);
    this.attempts = new Int32Array(links);
    this.queues = new BrokerQueues(topology);
  }

  /** What waits at a node for a worker; of a broker: for a consumer. */
  queued(node: number): number {
    if (this.topology.isBroker[node]) return this.queues.readyByNode.value[node];
    return this.hasWorkers[node] ? this.waiting[node] : 0;
  }

  /** Workers in use; of a node without workers: what it has under way; of a broker: what its consumers have. */
  busy(node: number): number {
    if (this.topology.isBroker[node]) return this.queues.unackedByNode.value[node];
    return this.hasWorkers[node] ? this.working[node] : this.working[node] + this.waiting[node];
  }

  /** Attempts over a link that somebody waits for; of a broker's push: messages not acknowledged. */
  inFlight(link: number): number {
    return this.topology.isPush[link] ? this.queues.unackedByLink[link] : this.attempts[link];
  }

  read(columns: TraceColumns, from: number, to: number): void {
    const { at, fact, detail, place: places, serial, extra } = columns;
    const { waiting, working, blocked, attempts, queues } = this;
    for (let row = from; row < to; row++) {
      const place = places[row];
      switch (fact[row]) {
        case Fact.issued:
        case Fact.arrived:
          waiting[place]++;
          break;
        case Fact.settled:
          waiting[place]--;
          break;
        case Fact.started:
          waiting[place]--;
          working[place]++;
          break;
        case Fact.blocked:
          blocked[place]++;
          break;
        case Fact.resumed:
          blocked[place]--;
          break;
        case Fact.finished:
          if (extra[row] === 1) working[place]--;
          else waiting[place]--;
          // A crash ends blocked requests that never resumed.
          if (blocked[place] > working[place]) blocked[place] = working[place];
          break;
        case Fact.mode:
          this.mode[place] = extra[row];
          if (extra[row] !== 0) this.abandonCallsOf(place);
          break;
        case Fact.capacity:
          this.capacity[place] = extra[row];
          if (extra[row] > 0) this.hasWorkers[place] = 1;
          break;
        case Fact.sent:
          if (!(detail[row] & SentFlag.message) || detail[row] & SentFlag.confirm) attempts[place]++;
          break;
        case Fact.returned:
          if (!neverSent(detail[row])) attempts[place]--;
          break;
        case Fact.breaker:
          this.breaker[place] = extra[row];
          break;
        case Fact.enqueued:
        case Fact.requeued:
        case Fact.duplicated:
          queues.makeReady(serial[row], place, extra[row], at[row]);
          break;
        case Fact.delivered:
          queues.makeUnacked(serial[row], place, extra[row], at[row]);
          break;
        case Fact.acked:
        case Fact.lost:
          queues.remove(serial[row], at[row]);
          break;
        default:
          break;
      }
    }
  }

  /** Nobody waits any more for what a crashed node had called. */
  private abandonCallsOf(node: number): void {
    this.topology.links.forEach((link, index) => {
      if (link.from === node) this.attempts[index] = 0;
    });
  }
}
