import { StepAreas } from '../kernel/statistics/step-areas';
import type { TraceColumns } from '../kernel/trace';
import type { Deliveries } from './delivery/deliveries';
import { messageAnalysis } from './delivery/message-part';
import { SerialTable } from './serial-table';
import type { Topology } from './topology';

/**
 * Which queue holds which message, and whether a consumer has it: the state of all brokers, told by the facts alone.
 * Because it knows every message by its serial, it stays right whatever a crash does to them.
 */
export class BrokerQueues {
  /** Messages that wait in each queue, in the order of the topology's queues. */
  readonly ready: StepAreas;
  /** Messages of each queue that consumers have and have not acknowledged. */
  readonly unacked: StepAreas;
  /** The same, summed by node. */
  readonly readyByNode: StepAreas;
  readonly unackedByNode: StepAreas;
  /** Messages that the consumer at the end of each link has and has not acknowledged. */
  readonly unackedByLink: Int32Array;
  /** Where each message is, by serial: its queue if it waits there, or queue + (link + 1) × queues if a consumer has it. */
  private readonly places = new SerialTable();
  /** What became of the messages; null where nothing keeps any. */
  readonly deliveries: Deliveries | null;

  constructor(private readonly topology: Topology) {
    this.ready = new StepAreas(topology.queues.length);
    this.unacked = new StepAreas(topology.queues.length);
    this.readyByNode = new StepAreas(topology.nodes.length);
    this.unackedByNode = new StepAreas(topology.nodes.length);
    this.unackedByLink = new Int32Array(topology.links.length);
    const keepsAny = topology.hasQueues.includes(1) || topology.isBroker.includes(1);
    this.deliveries = keepsAny ? new (messageAnalysis().Deliveries)(topology) : null;
  }

  /** Lets {@link deliveries} see rows of the trace. `lastEarly`: the last serial of the warm-up. */
  read(columns: TraceColumns, from: number, to: number, lastEarly: number): void {
    if (this.deliveries === null) return;
    this.deliveries.lastEarly = lastEarly;
    this.deliveries.read(columns, from, to);
  }

  /** A message waits in a queue of a broker: it came, or came back. */
  makeReady(serial: number, node: number, queue: number, at: number): void {
    this.leave(serial, at);
    const place = this.topology.firstQueue[node] + queue;
    this.places.set(serial, place);
    this.step(place, 1, at);
  }

  /** A message went over a link to a consumer. */
  makeUnacked(serial: number, link: number, queue: number, at: number): void {
    this.leave(serial, at);
    const { links, queues, firstQueue } = this.topology;
    const place = firstQueue[links[link].from] + queue + (link + 1) * queues.length;
    this.places.set(serial, place);
    this.step(place, 1, at);
  }

  /** A message is gone. False if no queue held it. */
  remove(serial: number, at: number): boolean {
    const held = this.leave(serial, at);
    if (held) this.places.delete(serial);
    return held;
  }

  restart(at: number): void {
    this.ready.restart(at);
    this.unacked.restart(at);
    this.readyByNode.restart(at);
    this.unackedByNode.restart(at);
    this.deliveries?.restart();
  }

  private leave(serial: number, at: number): boolean {
    const place = this.places.get(serial);
    if (place < 0) return false;
    this.step(place, -1, at);
    return true;
  }

  private step(place: number, delta: number, at: number): void {
    const { queues } = this.topology;
    const count = queues.length;
    const queue = place % count;
    const { node } = queues[queue];
    if (place < count) {
      this.ready.add(queue, delta, at);
      this.readyByNode.add(node, delta, at);
    } else {
      this.unacked.add(queue, delta, at);
      this.unackedByNode.add(node, delta, at);
      this.unackedByLink[(place - queue) / count - 1] += delta;
    }
  }
}
