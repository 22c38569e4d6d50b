import { StepAreas } from '../kernel/statistics/step-areas';
import { SerialTable } from './serial-table';
import type { Topology } from './topology';

/** Where a message that a broker holds can be. */
const READY = 0;
const UNACKED = 1;

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
  /** queue × 2 + READY or UNACKED, by serial. */
  private readonly places = new SerialTable();

  constructor(private readonly topology: Topology) {
    this.ready = new StepAreas(topology.queues.length);
    this.unacked = new StepAreas(topology.queues.length);
    this.readyByNode = new StepAreas(topology.nodes.length);
    this.unackedByNode = new StepAreas(topology.nodes.length);
  }

  /** True if the node has queues. */
  isBroker(node: number): boolean {
    const { queues, firstQueue } = this.topology;
    return queues[firstQueue[node]]?.node === node;
  }

  /** A message waits in a queue: it came, or came back. */
  makeReady(serial: number, node: number, queue: number, at: number): void {
    this.leave(serial, at);
    this.enter(serial, this.topology.firstQueue[node] + queue, READY, at);
  }

  /** A message went to a consumer. */
  makeUnacked(serial: number, node: number, queue: number, at: number): void {
    this.leave(serial, at);
    this.enter(serial, this.topology.firstQueue[node] + queue, UNACKED, at);
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
  }

  private enter(serial: number, queue: number, where: number, at: number): void {
    this.places.set(serial, 2 * queue + where);
    this.step(queue, where, 1, at);
  }

  private leave(serial: number, at: number): boolean {
    const place = this.places.get(serial);
    if (place < 0) return false;
    this.step(place >> 1, place & 1, -1, at);
    return true;
  }

  private step(queue: number, where: number, delta: number, at: number): void {
    const { node } = this.topology.queues[queue];
    (where === READY ? this.ready : this.unacked).add(queue, delta, at);
    (where === READY ? this.readyByNode : this.unackedByNode).add(node, delta, at);
  }
}
