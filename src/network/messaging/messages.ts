import type { Kernel } from '../../kernel/kernel';
import type { Attempts } from '../calls/attempts';
import type { Carrier } from '../calls/carrier';
import { besideOthers } from '../calls/idempotency-key';
import { Fact, SentFlag } from '../facts';
import { inherit } from '../frames/copy-frame';
import { attach } from '../frames/family';
import { FrameFlag, type Frames, NONE, Phase, POISON } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { Outcome } from '../outcomes';

/**
 * Messages on their way: from producers to a broker, in its hands, and on to consumers. What a broker does with those that
 * it keeps is its own business.
 */
export class Messages {
  private readonly frames: Frames;
  private readonly kernel: Kernel;

  constructor(
    private readonly network: Network,
    private readonly attempts: Attempts,
    private readonly carrier: Carrier,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
  }

  /**
   * Hands a message over. With `confirm`, `parent` gets {@link Component.onReply} when the broker has taken it over or
   * refused it; without, nobody hears of it again.
   *
   * @param label the number of what it says about itself; that of the link, if left out
   * @param id that of the message, where it is one that was published before; its own serial, if left out
   * @returns the message's id, by which consumers recognise it if it is published again
   */
  publish(link: Link, parent: number, flags: number, label = link.label, id = 0): number {
    const frame = this.network.allocate(link.to);
    const { frames } = this;
    frames.link[frame] = link.index;
    frames.operation[frame] = frames.operation[parent];
    frames.hops[frame] = frames.hops[parent] + 1;
    frames.firstSentAt[frame] = this.kernel.now;
    frames.flags[frame] = flags | FrameFlag.message;
    inherit(frames, frame, parent);
    frames.label[frame] = this.network.labels.during(label, frames.operation[parent], this.network.operationName);
    frames.correlation[frame] = frames.correlation[parent];
    const parentSerial = frames.serial[parent];
    if (flags & FrameFlag.confirm) {
      if (this.network.uses.idempotency) frames.idempotencyKey[frame] = besideOthers(frames, parent);
      attach(this.frames, frame, parent);
    } else frames.parent[frame] = NONE;
    if (this.network.nodes[link.to].hasProducers) return this.handToProducer(frame, link, parentSerial, id);
    if (id !== 0) frames.call[frame] = id;
    this.attempts.send(frame, link, parentSerial);
    this.recordPublished(frame, link, parentSerial, id);
    return id === 0 ? frames.serial[frame] : id;
  }

  /** Gives a message to the broker's client library at the producer, which sends it when it likes. */
  private handToProducer(frame: number, link: Link, parentSerial: number, id: number): number {
    const { frames } = this;
    const serial = this.network.newSerial();
    const name = id === 0 ? serial : id;
    frames.serial[frame] = serial;
    frames.call[frame] = name;
    frames.sentAt[frame] = this.kernel.now;
    link.inFlight++;
    this.recordPublished(frame, link, parentSerial, id);
    this.network.nodes[link.to].onPublish(frame, link);
    return name;
  }

  /** A message goes over the link that nobody who reads it will ever understand: no version of any contract wrote it. */
  publishPoison(link: Link): void {
    const { frames } = this;
    frames.keep('subject');
    const writer = this.network.openRequest(link.from, 0);
    frames.serial[writer] = 0;
    frames.spoken[writer] = POISON;
    this.publish(link, writer, link.publishFlags & ~FrameFlag.confirm);
    frames.release(writer);
  }

  /**
   * A message that its producer has in hand goes on its way to the broker, which gets it in {@link Component.onArrival}.
   * For those whose {@link Component.hasProducers}.
   */
  sendPublished(frame: number): void {
    const { frames } = this;
    const link = this.network.links[frames.link[frame]];
    frames.sentAt[frame] = this.kernel.now;
    const parent = frames.parent[frame];
    const flags = frames.flags[frame] & FrameFlag.confirm ? SentFlag.message | SentFlag.confirm : SentFlag.message;
    this.carrier.depart(frame, link, flags, parent === NONE ? 0 : frames.serial[parent]);
  }

  /**
   * The producer's client library knows what became of a message that it had in hand, and so does whoever waits for the
   * confirm. One that did not get into its broker is lost. For those whose {@link Component.hasProducers}.
   */
  endPublished(frame: number, outcome: Outcome): void {
    if (outcome === Outcome.ok) this.frames.flags[frame] &= ~FrameFlag.message;
    this.carrier.turnBack(frame, outcome);
  }

  /** A message that its producer has in hand is never sent: it is lost, and who waits for the confirm is told at once. */
  withdrawPublished(frame: number, outcome: Outcome): void {
    const { frames } = this;
    const link = this.network.links[frames.link[frame]];
    const serial = frames.serial[frame];
    this.network.record(Fact.lost, outcome, link.to, serial, -1, 0);
    if (!(frames.flags[frame] & FrameFlag.confirm)) {
      link.inFlight--;
      frames.release(frame);
      return;
    }
    const parent = frames.parent[frame];
    if (parent !== NONE) this.network.record(Fact.withheld, outcome, link.index, serial, frames.serial[parent], 0);
    frames.flags[frame] = FrameFlag.withheld;
    this.carrier.turnBack(frame, outcome);
  }

  /** Another copy of a message that a broker keeps, under a name of its own. The frame is the broker's. */
  copy(frame: number): number {
    const { frames } = this;
    const other = this.network.copy(frame);
    const serial = this.network.newSerial();
    frames.serial[other] = serial;
    this.network.record(Fact.copied, 0, frames.node[frame], serial, frames.serial[frame], 0);
    return other;
  }

  /** A frame for a message that a broker keeps without one: in a log. The broker fills in what it knows of it. */
  open(node: number, serial: number): number {
    const frame = this.network.allocate(node);
    const { frames } = this;
    frames.link[frame] = NONE;
    frames.parent[frame] = NONE;
    frames.operation[frame] = 0;
    frames.hops[frame] = 0;
    frames.serial[frame] = serial;
    frames.sentAt[frame] = this.kernel.now;
    frames.firstSentAt[frame] = this.kernel.now;
    frames.arrivedAt[frame] = this.kernel.now;
    frames.since[frame] = this.kernel.now;
    frames.order[frame] = 0;
    frames.backoffMs[frame] = 0;
    frames.call[frame] = serial;
    frames.flags[frame] = FrameFlag.message;
    frames.phase[frame] = Phase.queued;
    return frame;
  }

  /**
   * Hands a message to a consumer whose client library has fetched it before: neither it nor its acknowledgement, which
   * comes as {@link Component.onAcknowledged}, takes any time. That it was delivered is for whoever fetched it to record.
   */
  handOver(frame: number, link: Link): void {
    const { frames } = this;
    frames.link[frame] = link.index;
    frames.node[frame] = link.to;
    frames.flags[frame] |= FrameFlag.delivery | FrameFlag.message | FrameFlag.fetched;
    link.inFlight++;
    this.carrier.handOver(frame);
  }

  /** Sends a stored message on to a consumer; its acknowledgement comes back as {@link Component.onAcknowledged}. */
  deliver(frame: number, link: Link, queue: number): void {
    const { frames, kernel } = this;
    frames.link[frame] = link.index;
    frames.node[frame] = link.to;
    frames.flags[frame] |= FrameFlag.delivery | FrameFlag.message;
    frames.hops[frame]++;
    const flags =
      frames.flags[frame] & FrameFlag.redelivered ? SentFlag.redelivered | SentFlag.message : SentFlag.message;
    link.inFlight++;
    this.network.record(
      Fact.delivered,
      flags,
      link.index,
      frames.serial[frame],
      queue,
      kernel.now - frames.since[frame],
    );
    this.carrier.depart(frame, link, flags, 0);
  }

  /**
   * A broker takes over a message that has arrived, and gets the frame to store. Where the producer asked for it, the
   * confirm goes back in a frame of its own.
   */
  accept(frame: number): number {
    const { frames } = this;
    const link = this.network.links[frames.link[frame]];
    if (!(frames.flags[frame] & FrameFlag.confirm)) {
      link.inFlight--;
      return frame;
    }
    const stored = this.network.copy(frame);
    frames.flags[stored] &= ~FrameFlag.confirm;
    frames.flags[frame] = 0;
    this.network.reply(frame, Outcome.ok);
    return stored;
  }

  /** A message that was delivered is its broker's again, as one that has been delivered before. */
  takeBack(frame: number): void {
    const { frames } = this;
    frames.node[frame] = this.network.links[frames.link[frame]].from;
    frames.phase[frame] = Phase.queued;
    frames.since[frame] = this.kernel.now;
    frames.flags[frame] = (frames.flags[frame] & FrameFlag.persistent) | FrameFlag.message | FrameFlag.redelivered;
    // Its next delivery goes the same way again, not further.
    frames.hops[frame]--;
  }

  /** A broker that is down does not take a message: it is lost, and a producer that asked for a confirm is told. */
  refuse(frame: number, outcome: Outcome): void {
    const { frames } = this;
    const link = this.network.links[frames.link[frame]];
    this.network.record(Fact.lost, outcome, link.to, frames.serial[frame], -1, 0);
    if (frames.flags[frame] & FrameFlag.confirm) {
      frames.flags[frame] = 0;
      this.network.reply(frame, outcome);
      return;
    }
    link.inFlight--;
    frames.release(frame);
  }

  private recordPublished(frame: number, link: Link, parentSerial: number, id: number): void {
    const { frames } = this;
    const key = this.network.labels.keyOf(frames.label[frame]) || frames.key[frame];
    this.network.record(Fact.published, 0, link.index, frames.serial[frame], parentSerial, key);
    if (id !== 0) this.network.record(Fact.republished, 0, link.index, frames.serial[frame], id, 0);
  }
}
