import type { Population } from '../../kernel/statechart/population';
import { Fact, SentFlag } from '../../network/facts';
import { append, emptyList, type FrameList, takeFirst } from '../../network/frames/frame-list';
import { FrameFlag, type Frames, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Agenda } from '../../network/messaging/agenda';
import { travelMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DUE_KINDS, Due } from './due';
import { isPattern, matches } from './glob';
import type { ConsumeParams, RedisParams } from './params';
import { SUBSCRIBED, subscriberMachine } from './statechart';

/** What changes in a subscriber during a run, besides its statechart: plain data. */
interface SubscriberState {
  /** What Redis has for it and the sockets do not take yet: its output buffer. */
  readonly buffer: FrameList;
  bufferBytes: number;
  /** Since when its buffer is over the soft limit, ms; Infinity: it is not. */
  overSinceMs: number;
  /** What is on its way to it, in order, and what lies in its socket. */
  readonly wire: FrameList;
  readonly inbox: FrameList;
  /** What is on the wire, in the socket and with the consumer. */
  outstandingBytes: number;
  /** Messages that the consumer has in hand. */
  inHand: number;
  /** When the last one that was sent arrives, ms: one connection keeps the order. */
  lastArrivalMs: number;
  /** How often it has connected; a message of an earlier connection frees no place on this one. */
  life: number;
  /** The entry of the agenda at which it subscribes; 0: none. */
  entry: number;
}

export interface SubscribersState {
  readonly all: readonly SubscriberState[];
}

export interface Subscriber {
  readonly index: number;
  readonly link: Link;
  readonly place: number;
  readonly names: readonly string[];
  readonly params: ConsumeParams;
}

/** How long a client rests before it connects anew. */
const REST_MS = 1_000;
/** A consumer that stands still is looked at again after so many ms. */
const LOOK_AGAIN_MS = 10;

/** Subscribers of channels and patterns, with their output buffers in Redis and the sockets in between. */
export class Subscribers {
  readonly chart: Population<typeof subscriberMachine>;
  readonly initial: SubscribersState;
  private readonly frames: Frames;

  constructor(
    private readonly network: Network,
    private readonly node: number,
    readonly all: readonly Subscriber[],
    private readonly limits: RedisParams['outputBuffer'],
    private readonly agenda: Agenda,
    private readonly state: () => SubscribersState,
    private readonly bytesOf: (link: number) => number,
    private readonly owner: { readonly isUp: boolean; onDisconnected(): void },
  ) {
    this.frames = network.frames;
    this.chart = network.statecharts.populate(subscriberMachine);
    for (const _ of all) this.chart.add();
    this.initial = {
      all: all.map(() => ({
        buffer: emptyList(),
        bufferBytes: 0,
        overSinceMs: Infinity,
        wire: emptyList(),
        inbox: emptyList(),
        outstandingBytes: 0,
        inHand: 0,
        lastArrivalMs: 0,
        life: 0,
        entry: 0,
      })),
    };
  }

  behind(link: Link): Subscriber | undefined {
    return this.all.find((subscriber) => subscriber.link === link);
  }

  /** A consumer is up: it connects and subscribes. */
  join(link: Link): void {
    const subscriber = this.behind(link);
    if (subscriber !== undefined && this.send(subscriber, 'connect')) this.connect(subscriber, 0);
  }

  /** A consumer has gone down, with what is on its way to it. */
  leave(link: Link): void {
    const subscriber = this.behind(link);
    if (subscriber === undefined || !this.send(subscriber, 'leave')) return;
    const own = this.stateOf(subscriber);
    own.entry = 0;
    own.life++;
    for (const list of [own.buffer, own.wire, own.inbox]) this.loseAll(subscriber, list, Outcome.connectionReset);
    this.reset(own);
  }

  /** Redis is gone, with what it had for them. What is on its way arrives. */
  failAll(): void {
    for (const subscriber of this.all) this.disconnect(subscriber, Outcome.brokerLost);
  }

  /** SUBSCRIBE has reached Redis. */
  onSubscribe(index: number, entry: number): void {
    const { network } = this;
    const subscriber = this.all[index];
    const own = this.stateOf(subscriber);
    if (own.entry !== entry) return;
    own.entry = 0;
    if (!this.owner.isUp || network.paths.isCutBack(subscriber.link.index)) this.connect(subscriber, REST_MS);
    else this.send(subscriber, 'subscribe');
  }

  /** PUBLISH: each subscription that the channel matches gets it, now or never. The frame is gone then. */
  publish(channel: string, frame: number): void {
    const { network, node } = this;
    const copies = this.all.flatMap((subscriber) =>
      subscriber.names
        .filter((name) => (isPattern(name) ? matches(name, channel) : name === channel))
        .map(() => subscriber),
    );
    if (copies.length === 0) {
      network.record(Fact.lost, Outcome.noSubscriber, node, this.frames.serial[frame], -1, 0);
      this.frames.release(frame);
      return;
    }
    const named = copies.map((subscriber, place) => ({
      subscriber,
      copy: place === 0 ? frame : network.messages.copy(frame),
    }));
    for (const { subscriber, copy } of named) this.give(subscriber, copy);
  }

  /** A message has reached a subscriber. */
  onMessage(index: number): void {
    const { network } = this;
    const subscriber = this.all[index];
    const own = this.stateOf(subscriber);
    // Of those that were lost when the subscriber went, the moments come all the same.
    const frame = own.wire.head;
    if (frame === NONE || this.frames.since[frame] > network.kernel.now) return;
    takeFirst(this.frames, own.wire);
    if (network.paths.isCutThere(subscriber.link.index)) {
      this.lose(subscriber, frame, Outcome.partitioned);
      this.pump(subscriber);
      return;
    }
    append(this.frames, own.inbox, frame);
    this.read(subscriber);
  }

  /** The consumer is done with a message. */
  onProcessed(subscriber: Subscriber, frame: number, outcome: Outcome): void {
    const { frames, network } = this;
    const own = this.stateOf(subscriber);
    if (frames.order[frame] === own.life) {
      own.inHand--;
      own.outstandingBytes -= this.bytesOfFrame(frame);
    }
    if (outcome === Outcome.ok) {
      const tookMs = network.kernel.now - frames.firstSentAt[frame];
      network.record(Fact.acked, 0, this.node, frames.serial[frame], subscriber.place, tookMs);
    } else this.recordLost(subscriber, frame, outcome);
    frames.release(frame);
    this.read(subscriber);
    this.pump(subscriber);
  }

  isSubscribed({ index }: Subscriber): boolean {
    return this.chart.stateIndex(index) === SUBSCRIBED;
  }

  /** What waits for it in Redis. */
  bufferOf({ index }: Subscriber): FrameList {
    return this.state().all[index].buffer;
  }

  private stateOf({ index }: Subscriber): SubscriberState {
    return this.state().all[index];
  }

  private send(subscriber: Subscriber, event: 'connect' | 'subscribe' | 'disconnect' | 'leave'): boolean {
    return this.chart.send(subscriber.index, this.chart.eventIndex(event));
  }

  private bytesOfFrame(frame: number): number {
    return this.frames.plan[frame] === 0 ? 0 : this.bytesOf(this.frames.plan[frame] - 1);
  }

  private connect(subscriber: Subscriber, afterMs: number): void {
    const { network } = this;
    const { link, index } = subscriber;
    const atMs = network.kernel.now + afterMs + travelMs(network, link);
    this.stateOf(subscriber).entry = this.agenda.plan(atMs, Due.subscribe + DUE_KINDS * index);
  }

  /** A message for one subscription. Whoever is not subscribed misses it: Redis does not know that, the books do. */
  private give(subscriber: Subscriber, frame: number): void {
    const { frames, network } = this;
    if (!this.isSubscribed(subscriber)) {
      this.recordLost(subscriber, frame, Outcome.noSubscriber);
      frames.release(frame);
      return;
    }
    const own = this.stateOf(subscriber);
    // The link that it was published over says how large it is, also when it goes over another.
    frames.plan[frame] = frames.link[frame] + 1;
    frames.order[frame] = own.life;
    frames.phase[frame] = Phase.queued;
    frames.since[frame] = network.kernel.now;
    network.record(Fact.enqueued, 0, this.node, frames.serial[frame], subscriber.place, 0);
    append(frames, own.buffer, frame);
    own.bufferBytes += this.bytesOfFrame(frame);
    this.pump(subscriber);
    this.watch(subscriber);
  }

  /** Sends what the sockets take. */
  private pump(subscriber: Subscriber): void {
    const { frames } = this;
    const own = this.stateOf(subscriber);
    while (own.buffer.head !== NONE) {
      const bytes = this.bytesOfFrame(own.buffer.head);
      if (own.outstandingBytes > 0 && own.outstandingBytes + bytes > subscriber.params.socketBytes) break;
      const frame = takeFirst(frames, own.buffer);
      own.bufferBytes -= bytes;
      own.outstandingBytes += bytes;
      this.dispatch(subscriber, frame);
    }
    if (own.bufferBytes <= this.limits.softBytes) own.overSinceMs = Infinity;
  }

  private dispatch(subscriber: Subscriber, frame: number): void {
    const { frames, network } = this;
    const { link, place, index } = subscriber;
    const own = this.stateOf(subscriber);
    const { now } = network.kernel;
    const serial = frames.serial[frame];
    const isLost = network.paths.losesThere(link.index);
    const arrivalMs = Math.max(own.lastArrivalMs, now + travelMs(network, link));
    network.record(Fact.delivered, SentFlag.message, link.index, serial, place, now - frames.since[frame]);
    network.record(Fact.sent, SentFlag.message, link.index, serial, 0, isLost ? Infinity : arrivalMs - now);
    frames.link[frame] = link.index;
    frames.node[frame] = link.to;
    frames.flags[frame] = FrameFlag.message | FrameFlag.delivery;
    frames.phase[frame] = Phase.outbound;
    frames.hops[frame]++;
    if (isLost) {
      this.lose(subscriber, frame, Outcome.partitioned);
      return;
    }
    own.lastArrivalMs = arrivalMs;
    frames.since[frame] = arrivalMs;
    append(frames, own.wire, frame);
    this.agenda.plan(arrivalMs, Due.message + DUE_KINDS * index);
  }

  /** The client hands over what it has, as far as the consumer handles messages at once. */
  private read(subscriber: Subscriber): void {
    const { network, frames } = this;
    const { link, params, index } = subscriber;
    const own = this.stateOf(subscriber);
    if (own.inbox.head === NONE) return;
    if (network.pauses.isPaused(link.to)) {
      this.agenda.plan(network.kernel.now + LOOK_AGAIN_MS, Due.read + DUE_KINDS * index);
      return;
    }
    while (own.inHand < params.consumers && own.inbox.head !== NONE) {
      own.inHand++;
      network.messages.handOver(takeFirst(frames, own.inbox), link);
    }
  }

  /** A consumer that stood still is looked at again. */
  onRead(index: number): void {
    this.read(this.all[index]);
  }

  /** client-output-buffer-limit: a subscriber that is too far behind is disconnected. */
  private watch(subscriber: Subscriber): void {
    const own = this.stateOf(subscriber);
    const { hardBytes, softBytes, softMs } = this.limits;
    const { now } = this.network.kernel;
    if (softBytes > 0 && own.bufferBytes > softBytes) own.overSinceMs = Math.min(own.overSinceMs, now);
    const isOver = (hardBytes > 0 && own.bufferBytes > hardBytes) || now - own.overSinceMs >= softMs;
    if (!isOver) return;
    this.disconnect(subscriber, Outcome.overflow);
    this.owner.onDisconnected();
  }

  private disconnect(subscriber: Subscriber, why: Outcome): void {
    if (!this.send(subscriber, 'disconnect')) return;
    const own = this.stateOf(subscriber);
    this.loseAll(subscriber, own.buffer, why);
    own.bufferBytes = 0;
    own.overSinceMs = Infinity;
    this.connect(subscriber, REST_MS);
  }

  private reset(own: SubscriberState): void {
    own.bufferBytes = 0;
    own.overSinceMs = Infinity;
    own.outstandingBytes = 0;
    own.inHand = 0;
    own.lastArrivalMs = 0;
  }

  private loseAll(subscriber: Subscriber, list: FrameList, why: Outcome): void {
    for (let frame = takeFirst(this.frames, list); frame !== NONE; frame = takeFirst(this.frames, list)) {
      this.recordLost(subscriber, frame, why);
      this.frames.release(frame);
    }
  }

  /** One that was on its way, and takes no room there any more. */
  private lose(subscriber: Subscriber, frame: number, why: Outcome): void {
    this.stateOf(subscriber).outstandingBytes -= this.bytesOfFrame(frame);
    this.recordLost(subscriber, frame, why);
    this.frames.release(frame);
  }

  private recordLost({ place }: Subscriber, frame: number, why: Outcome): void {
    this.network.record(Fact.lost, why, this.node, this.frames.serial[frame], place, 0);
  }
}
