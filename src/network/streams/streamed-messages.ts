import type { EventCode, Kernel } from '../../kernel/kernel';
import { Fact } from '../facts';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { BACK, THERE } from '../wire/ways';
import type { PlannedStreams } from './planned-streams';
import type { StreamCallees } from './stream-callees';
import { comesThrough, resendAfterMs, saidAll, type Way } from './stream-side';
import type { Stream, StreamTable } from './stream-table';

/** The messages of streams on their way from one end to the other, each way in order and without loss, as over TCP. */
export class StreamedMessages {
  private readonly kernel: Kernel;
  private readonly due: EventCode;
  private readonly again: EventCode;
  private readonly arrival: EventCode;

  constructor(
    private readonly network: Network,
    private readonly table: StreamTable,
    private readonly planned: PlannedStreams,
    private readonly callees: StreamCallees,
  ) {
    const { kernel } = network;
    this.kernel = kernel;
    this.due = kernel.on((subject) => this.onDue(subject >> 1, (subject & 1) as Way));
    this.again = kernel.on((subject) => this.onAgain(subject >> 1, (subject & 1) as Way));
    this.arrival = kernel.on((subject) => this.onArrival(subject >> 1, (subject & 1) as Way));
  }

  /** The caller of a new stream speaks: what it has to say, or as a proxy what it has read so far of the stream before. */
  letCallerSpeak(stream: Stream): void {
    const before = this.table.find(stream.before);
    const { there } = this.planned.numbered(stream.plan);
    if (before !== null) {
      before.behind = stream.serial;
      for (let i = 0; i < before.sides[THERE].taken; i++) this.passOn(stream, THERE);
    } else if (there > 0) this.awaitNext(stream, THERE);
    if (there === 0) this.table.send(stream, 'saidAll');
  }

  /** The callee speaks from now on, if it has anything to say. */
  letCalleeSpeak(stream: Stream): void {
    if (!saidAll(stream.sides[BACK])) this.awaitNext(stream, BACK);
  }

  private awaitNext(stream: Stream, way: Way): void {
    const slot = this.table.slotOf(stream);
    if (slot !== undefined) this.scheduleDue(slot, stream, way);
  }

  private scheduleDue(slot: number, stream: Stream, way: Way): void {
    const { network } = this;
    const link = network.links[stream.link];
    const writeMs = link.wire?.writeMs(way) ?? 0;
    const sender = way === THERE ? link.from : link.to;
    const { interval } = this.planned.numbered(stream.plan);
    const afterMs = interval.sample() + writeMs * network.nodePaces.factorOf(sender);
    this.table.schedule(slot, stream, afterMs, this.due, 2 * slot + way);
  }

  /** Whether the node stands still: then the event comes again when it goes on. */
  private waitsForPause(node: number, event: EventCode, slot: number, way: Way, stream: Stream): boolean {
    if (!this.network.pauses.holdsBack(node, event, 2 * slot + way)) return false;
    stream.pending++;
    return true;
  }

  private senderIsThere(stream: Stream, way: Way): boolean {
    return way === THERE ? this.table.callerIsThere(stream) : this.table.calleeIsThere(stream);
  }

  private readerIsThere(stream: Stream, way: Way): boolean {
    return way === THERE ? this.table.calleeIsThere(stream) : this.table.callerIsThere(stream);
  }

  /** A side has its next message. */
  private onDue(slot: number, way: Way): void {
    const stream = this.table.called(slot);
    if (stream === null || !this.senderIsThere(stream, way)) return;
    const link = this.network.links[stream.link];
    if (this.waitsForPause(way === THERE ? link.from : link.to, this.due, slot, way, stream)) return;
    this.sendNext(slot, stream, way);
    if (stream.sides[way].toCome > 0) this.scheduleDue(slot, stream, way);
  }

  /** A proxy sends on what it has read. */
  private passOn(stream: Stream, way: Way): void {
    const slot = this.table.slotOf(stream);
    if (slot !== undefined && stream.sides[way].toCome > 0) this.sendNext(slot, stream, way);
  }

  private sendNext(slot: number, stream: Stream, way: Way): void {
    const side = stream.sides[way];
    side.toCome--;
    side.ready++;
    if (side.lostSince === null) this.send(slot, stream, way);
  }

  private onAgain(slot: number, way: Way): void {
    const stream = this.table.called(slot);
    if (stream !== null && this.senderIsThere(stream, way)) this.send(slot, stream, way);
  }

  /** Sends what is ready, up to the first that is lost on the way. */
  private send(slot: number, stream: Stream, way: Way): void {
    const { network, kernel } = this;
    const { paths } = network;
    const side = stream.sides[way];
    const link = network.links[stream.link];
    while (side.ready > 0) {
      const bytes = link.wire?.streamedBytes(way) ?? 0;
      if (bytes > 0) network.record(Fact.carried, way, link.index, stream.serial, 0, bytes);
      const leavesMs = link.wire?.send(way, bytes, kernel.now) ?? 0;
      if (way === THERE ? paths.losesThere(link.index) : paths.losesBack(link.index)) {
        network.record(Fact.streamed, way, link.index, stream.serial, 1, Infinity);
        this.sendLater(slot, stream, way);
        return;
      }
      comesThrough(side);
      side.ready--;
      const travelMs = link.travelMs() * network.linkPaces.factorOf(link.index) + leavesMs;
      const arrivesAt = Math.max(kernel.now + travelMs, side.arrivesAt);
      const reader = way === THERE ? link.to : link.from;
      const readMs = (link.wire?.readMs(way) ?? 0) * network.nodePaces.factorOf(reader);
      side.arrivesAt = arrivesAt;
      side.readAt = Math.max(arrivesAt, side.readAt) + readMs;
      side.underWay++;
      network.record(Fact.streamed, way, link.index, stream.serial, 0, arrivesAt - kernel.now);
      this.table.schedule(slot, stream, side.readAt - kernel.now, this.arrival, 2 * slot + way);
    }
    if (!saidAll(side)) return;
    if (way === THERE) this.table.send(stream, 'saidAll');
    else this.callees.wake(stream);
  }

  private sendLater(slot: number, stream: Stream, way: Way): void {
    const afterMs = resendAfterMs(stream.sides[way], this.kernel.now);
    if (afterMs === null) this.callees.breakOff(stream, Outcome.partitioned);
    else this.table.schedule(slot, stream, afterMs, this.again, 2 * slot + way);
  }

  /** The other side has read a message. */
  private onArrival(slot: number, way: Way): void {
    const { network, table } = this;
    const stream = table.called(slot);
    if (stream === null) return;
    const link = network.links[stream.link];
    const side = stream.sides[way];
    if (!this.readerIsThere(stream, way)) {
      side.underWay--;
      // Whoever writes to a caller that is gone is told so by its system.
      if (way === BACK) this.callees.breakOff(stream, Outcome.cancelled);
      return;
    }
    if (this.waitsForPause(way === THERE ? link.to : link.from, this.arrival, slot, way, stream)) return;
    side.underWay--;
    side.taken++;
    network.record(Fact.received, way, link.index, stream.serial, 0, 0);
    const onward = table.find(way === THERE ? stream.behind : stream.before);
    if (onward !== null) this.passOn(onward, way);
    if (way === THERE) this.callees.wake(stream);
  }
}
