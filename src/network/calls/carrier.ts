import type { EventCode, Kernel } from '../../kernel/kernel';
import type { Component } from '../component';
import { Fact } from '../facts';
import { FrameFlag, type Frames, NONE, Phase } from '../frames/frames';
import type { Link } from '../links/link';
import { UNREACHABLE_MS } from '../links/unreachable';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { part } from '../parts/parts';
import type { Connections } from '../wire/connections';
import { BACK, THERE } from '../wire/ways';
import type { Wire } from '../wire/wire';
import { endAtTheDoor, failAtTheDoor, refuseUnread } from './at-the-door';
import { IdempotentCallees } from './idempotent-callees';
import { Reading } from './reading';

/** Whether a frame waits for a connection. */
const isUnconnected = (phase: number): boolean => phase === Phase.unconnected;

/** An answer has reached its caller, who waits for it; or the news that there will be none. */
type AnswerListener = (frame: number, link: Link, outcome: Outcome) => void;

/**
 * Takes frames over links: there, where the callee gets them, and back, where whoever waits does. It asks nobody
 * whether they may go: that is decided before, see {@link Attempts}.
 */
export class Carrier {
  /** Null where no link counts connections. */
  connections: Connections | null = null;
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly arrival: EventCode;
  private readonly comeBack: EventCode;
  private readonly calledOff: EventCode;
  private readonly idempotent: IdempotentCallees;
  private readonly reading: Reading;

  constructor(
    private readonly network: Network,
    private readonly onAnswer: AnswerListener,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.reading = new Reading(network);
    this.arrival = network.kernel.on((frame) => this.onArrival(frame));
    this.comeBack = network.kernel.on((frame) => this.onReturn(frame));
    this.calledOff = network.kernel.on((news) => this.onCalledOff(news));
    this.idempotent = new IdempotentCallees(
      network,
      (frame) => network.nodes[network.frames.node[frame]].onArrival(frame),
      (frame, outcome) => network.reply(frame, outcome),
    );
  }

  /** To be called before anything goes over the link. */
  prepare(link: Link): void {
    if (link.wire === null || link.wire.connections === null) return;
    this.connections ??= new (part('connections').Connections)(
      this.network,
      (frame, of, isFirst) => this.departOn(frame, of, isFirst),
      (frame, of, outcome) => this.deny(frame, of, outcome),
    );
  }

  /** Sends a frame to the node at the end of the link. */
  depart(frame: number, link: Link, sentFlags: number, parentSerial: number): void {
    if (this.network.uses.contracts) this.reading.write(frame, link);
    const { connections } = this;
    const { wire } = link;
    if (wire === null) this.leave(frame, link, sentFlags, parentSerial, 0);
    else if (wire.connections === null || connections === null)
      this.leaveOn(wire, frame, link, sentFlags, parentSerial, false);
    else {
      this.frames.order[frame] = sentFlags;
      connections.acquire(frame, link, wire, wire.connections);
    }
  }

  /** Gives a message to the consumer at the end of its link, where it already is. */
  handOver(frame: number): void {
    if (this.network.uses.contracts) this.reading.write(frame, this.network.links[this.frames.link[frame]]);
    this.frames.phase[frame] = Phase.outbound;
    this.kernel.after(0, this.arrival, frame);
  }

  /**
   * The caller waits no longer for an attempt that it had let go. One that still waits for a connection is over; as to one
   * that has left, the callee hears of it where the protocol tells it, and works on where it does not.
   */
  giveUp(frame: number, link: Link): void {
    const { frames, network } = this;
    const phase = frames.phase[frame];
    if (isUnconnected(phase)) {
      this.connections?.withdraw(frame, link);
      network.kill(frame);
      return;
    }
    if (link.wire !== null) this.connections?.release(frame, link, link.wire, false);
    // Of a call with a key, other attempts may be waiting for the same work.
    const isStream = (frames.flags[frame] & FrameFlag.stream) !== 0;
    // Where a stream is given up its connection, or its part of one, is closed, whatever the protocol.
    const isHeard = (link.cancels || isStream) && link.idempotency === null && !network.paths.isCut(link.index);
    if (isStream) network.streams?.givenUp(frame, isHeard);
    if (isHeard && phase !== Phase.inbound) this.callOff(frame, link);
  }

  /** Says of an attempt that is going to end, if it still waits for a connection, that it never left. */
  recordUnsent(frame: number, link: Link, outcome: Outcome): void {
    const { frames, network } = this;
    if (!isUnconnected(frames.phase[frame])) return;
    const isLater = frames.attempt[frame] > 1 ? 1 : 0;
    network.record(Fact.withheld, outcome, link.index, frames.serial[frame], this.callerOf(frame), isLater);
  }

  /** A call has got its connection. */
  private departOn(frame: number, link: Link, isFirst: boolean): void {
    const { wire } = link;
    if (wire !== null) this.leaveOn(wire, frame, link, this.frames.order[frame], this.callerOf(frame), isFirst);
  }

  /** A call gets no connection. */
  private deny(frame: number, link: Link, outcome: Outcome): void {
    this.frames.phase[frame] = Phase.unconnected;
    this.recordUnsent(frame, link, outcome);
    this.turnBack(frame, outcome);
  }

  private leaveOn(
    wire: Wire,
    frame: number,
    link: Link,
    sentFlags: number,
    parentSerial: number,
    isFirst: boolean,
  ): void {
    const bytes = wire.requestBytes(isFirst, !this.network.streams?.carries(frame, THERE));
    const serialisationMs = wire.send(THERE, bytes, this.kernel.now);
    this.leave(frame, link, sentFlags, parentSerial, serialisationMs);
    this.network.record(Fact.carried, THERE, link.index, this.frames.serial[frame], 0, bytes);
  }

  /** @param serialisationMs until its last bit has left */
  private leave(frame: number, link: Link, sentFlags: number, parentSerial: number, serialisationMs: number): void {
    const { frames, network } = this;
    const travelMs = link.travelMs() * network.linkPaces.factorOf(link.index) + serialisationMs;
    const lost = network.paths.losesThere(link.index);
    frames.phase[frame] = Phase.outbound;
    network.record(Fact.sent, sentFlags, link.index, frames.serial[frame], parentSerial, lost ? Infinity : travelMs);
    if (lost) this.loseOnTheWay(frame);
    else {
      if (frames.flags[frame] & FrameFlag.stream) network.streams?.open(frame, link, travelMs);
      this.kernel.after(travelMs, this.arrival, frame);
    }
  }

  /** Sends the callee's answer back. */
  answer(frame: number, outcome: Outcome): void {
    const { frames, network } = this;
    const link = network.links[frames.link[frame]];
    const flags = frames.flags[frame];
    if (flags & FrameFlag.fetched) {
      this.tellClientLibrary(frame, outcome);
      return;
    }
    let travelMs = link.travelMs() * network.linkPaces.factorOf(link.index);
    if (link.wire !== null || flags & (FrameFlag.stream | FrameFlag.claimed)) {
      travelMs = this.readyMs(frame, link, outcome, travelMs);
    }
    frames.phase[frame] = Phase.inbound;
    frames.outcome[frame] = outcome;
    const lost = network.paths.losesBack(link.index);
    network.record(Fact.replied, outcome, link.index, frames.serial[frame], 0, lost ? Infinity : travelMs);
    if (lost) this.loseOnTheWay(frame);
    else this.kernel.after(travelMs, this.comeBack, frame);
  }

  /** When an answer will be there that takes room on its link, ends a stream, or answers others as well. */
  private readyMs(frame: number, link: Link, outcome: Outcome, travelMs: number): number {
    const { frames, network } = this;
    const flags = frames.flags[frame];
    const untilMs = link.wire === null ? travelMs : travelMs + this.sendBack(link.wire, frame, link, outcome);
    const readyMs = flags & FrameFlag.stream ? Math.max(untilMs, network.streams?.answered(frame) ?? 0) : untilMs;
    if (flags & FrameFlag.claimed) this.idempotent.onDone(frame, link, outcome);
    return readyMs;
  }

  /** What becomes of a message that the consumer's client library had fetched is known to it at once. */
  private tellClientLibrary(frame: number, outcome: Outcome): void {
    const { frames } = this;
    const link = this.network.links[frames.link[frame]];
    if (frames.flags[frame] & FrameFlag.claimed) this.idempotent.onDone(frame, link, outcome);
    frames.phase[frame] = Phase.inbound;
    frames.outcome[frame] = outcome;
    this.network.record(Fact.replied, outcome, link.index, frames.serial[frame], 0, 0);
    this.kernel.after(0, this.comeBack, frame);
  }

  /** @returns how long it takes until the last bit of an answer has left */
  private sendBack(wire: Wire, frame: number, link: Link, outcome: Outcome): number {
    const bytes = wire.answerBytes(outcome === Outcome.ok && !this.network.streams?.carries(frame, BACK));
    this.network.record(Fact.carried, BACK, link.index, this.frames.serial[frame], 0, bytes);
    return wire.send(BACK, bytes, this.kernel.now);
  }

  /** Sends the callee word that nobody waits for a call any more. */
  private callOff(frame: number, link: Link): void {
    const { frames, network } = this;
    const news = network.copy(frame);
    frames.flags[news] = 0;
    frames.order[news] = frame;
    frames.phase[news] = Phase.outbound;
    this.kernel.after(link.travelMs() * network.linkPaces.factorOf(link.index), this.calledOff, news);
  }

  private onCalledOff(news: number): void {
    const { frames, network } = this;
    const frame = frames.order[news];
    const serial = frames.serial[news];
    const isTheSame = frames.serial[frame] === frames.serial[news] && frames.link[frame] === frames.link[news];
    const phase = frames.phase[frame];
    frames.release(news);
    if (!isTheSame || network.paths.isCut(frames.link[frame])) return;
    if (phase === Phase.free || phase === Phase.dead || phase === Phase.inbound) return;
    if (phase === Phase.outbound) frames.flags[frame] |= FrameFlag.calledOff;
    else {
      network.nodes[frames.node[frame]].onCalledOff(frame);
      network.streams?.hungUp(serial);
    }
  }

  private callerOf(frame: number): number {
    const parent = this.frames.parent[frame];
    return parent === NONE ? 0 : this.frames.serial[parent];
  }

  /** An attempt that never leaves the caller comes back at this instant, in an event of its own. */
  turnBack(frame: number, outcome: Outcome): void {
    this.comeBackUnanswered(frame, outcome, 0);
  }

  /** Lost on a cut link: whoever waits learns it from a timeout, or at last from the operating system. */
  private loseOnTheWay(frame: number): void {
    this.comeBackUnanswered(frame, Outcome.partitioned, UNREACHABLE_MS);
  }

  private comeBackUnanswered(frame: number, outcome: Outcome, afterMs: number): void {
    const { frames } = this;
    frames.phase[frame] = Phase.inbound;
    frames.flags[frame] |= FrameFlag.unanswered;
    frames.outcome[frame] = outcome;
    this.kernel.after(afterMs, this.comeBack, frame);
  }

  private onArrival(frame: number): void {
    const { frames, network } = this;
    if (network.paths.isCutThere(frames.link[frame]) && !(frames.flags[frame] & FrameFlag.fetched)) {
      this.loseOnTheWay(frame);
      return;
    }
    const { uses, errorShares, pauses } = network;
    const node = network.nodes[frames.node[frame]];
    if (pauses.isAny && !node.takesInWhilePaused && pauses.holds(node.index, this.arrival, frame)) return;
    frames.arrivedAt[frame] = this.kernel.now;
    if (frames.flags[frame] & FrameFlag.calledOff) {
      endAtTheDoor(network, frame);
      return;
    }
    if (errorShares.isAny && node.isUp && errorShares.strikes(node.index)) failAtTheDoor(network, frame);
    else if (frames.keepsSubject && this.reading.isPoison(frame, node)) refuseUnread(network, frame);
    else if (uses.contracts || uses.idempotency) this.recognise(frame, node);
    else node.onArrival(frame);
  }

  /** Gives what has come to its callee, unless that does not understand it, or knows it already. */
  private recognise(frame: number, node: Component): void {
    const link = this.network.links[this.frames.link[frame]];
    if (link.contract !== null && this.reading.isUnreadable(frame, link.contract, node))
      refuseUnread(this.network, frame);
    else if (link.idempotency !== null) this.idempotent.onArrival(frame, link);
    else node.onArrival(frame);
  }

  /** An answer has reached the caller, or the news that there will be none. */
  private onReturn(frame: number): void {
    const { frames, network } = this;
    const link = network.links[frames.link[frame]];
    const flags = frames.flags[frame];
    // What a client library is told stays with the consumer.
    if (network.pauses.holds(flags & FrameFlag.fetched ? link.to : link.from, this.comeBack, frame)) return;
    const outcome = frames.outcome[frame];
    if (network.paths.isCutBack(link.index) && !(flags & (FrameFlag.unanswered | FrameFlag.fetched))) {
      this.loseOnTheWay(frame);
      return;
    }
    if (link.wire !== null) this.releaseConnection(link.wire, frame, link, outcome);
    if (flags & FrameFlag.delivery) {
      link.inFlight--;
      network.nodes[link.from].onAcknowledged(frame, outcome);
      return;
    }
    if (frames.parent[frame] === NONE) {
      this.endUnawaited(frame, link, outcome);
      return;
    }
    if (flags & FrameFlag.message) this.recordLost(frame, link, outcome);
    const isRead = outcome !== Outcome.ok || !this.reading.isAnswerUnreadable(frame, link);
    const serial = frames.serial[frame];
    this.onAnswer(frame, link, isRead ? outcome : Outcome.contractBroken);
    if (flags & FrameFlag.stream) network.streams?.over(serial);
  }

  /** What nobody waits for has come back: an answer too late, or a message that did not get to its broker. */
  private endUnawaited(frame: number, link: Link, outcome: Outcome): void {
    const { frames, network } = this;
    const flags = frames.flags[frame];
    const isMessage = (flags & FrameFlag.message) !== 0;
    if (isMessage) this.recordLost(frame, link, outcome);
    if (isMessage && !(flags & FrameFlag.confirm)) link.inFlight--;
    else if (!(flags & FrameFlag.unanswered)) this.recordWasted(frame, link);
    if (flags & FrameFlag.stream) network.streams?.over(frames.serial[frame]);
    frames.release(frame);
  }

  /** A message that reached its broker does not come back: see {@link Messages.accept}. */
  private recordLost(frame: number, link: Link, outcome: Outcome): void {
    this.network.record(Fact.lost, outcome, link.to, this.frames.serial[frame], -1, 0);
  }

  /** What was refused, or lost, leaves no connection behind that could be used again. */
  private releaseConnection(wire: Wire, frame: number, link: Link, outcome: Outcome): void {
    const isLost = (this.frames.flags[frame] & FrameFlag.unanswered) !== 0;
    const isGone = outcome === Outcome.connectionRefused || outcome === Outcome.connectionReset;
    this.connections?.release(frame, link, wire, !isLost && !isGone);
  }

  private recordWasted(frame: number, link: Link): void {
    const { frames, kernel } = this;
    this.network.record(Fact.wasted, 0, link.index, frames.serial[frame], 0, kernel.now - frames.sentAt[frame]);
  }
}
