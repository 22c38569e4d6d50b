import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { append, takeFirst } from '../../network/frames/frame-list';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts, oneChart } from '../../network/live-chart';
import type { LiveMessages } from '../../network/messaging/live-message';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { BlockedProducers, type HeldBack, nothingHeldBack } from './blocked-producers';
import { Cluster, type Leaders } from './cluster';
import { Confirms, type ConfirmsState, noConfirms } from './confirms';
import { Consumer } from './consumer';
import { type DeathReason, deadLabel, goesInCircles, OUTCOME_OF_DEATH } from './deaths';
import { liveMessagesOf } from './live-messages';
import type { ConsumeParams, PublishParams, QueueParams, RabbitmqParams } from './params';
import {
  emptyQueue,
  enqueue,
  forEachReady,
  levelOf,
  nextReady,
  oldestReady,
  type Queue,
  requeue,
  takeOut,
} from './queue';
import { Exchanges } from './routing/exchanges';

interface RabbitmqState {
  queues: Queue[];
  leaders: Leaders;
  confirms: ConfirmsState;
  heldBack: HeldBack;
  /** Messages in the broker: ready, with consumers, and not committed. */
  messages: number;
  /** The timer that is set for consumers which may hold a message for too long, virtual ms; Infinity for none. */
  ackCheckMs: number;
}

/** Where the messages of a link with a label go. */
interface Way {
  /** Whether the exchange is there. */
  readonly exists: boolean;
  readonly queues: readonly number[];
}

/** Timers: one of each for a queue, of which there are at most 50; then those of the broker. */
const EXPIRY = 0;
const COMMIT = 50;
const CONFIRMS = 100;
const ACK_CHECK = 101;
/** How many times within a consumer's timeout it is looked whether it has passed. RabbitMQ looks every minute. */
const CHECKS_PER_TIMEOUT = 20;
/** Deliveries of a message are counted in a byte of its frame, in which 1 stands for none. */
const MOST_DELIVERIES = 254;
const MOST_LABELS = 65_536;

/** A broker that pushes the messages of its queues to their consumers, as far as each one's prefetch allows. */
class Rabbitmq extends Component {
  override state: RabbitmqState;
  private readonly params: RabbitmqParams;
  private readonly exchanges: Exchanges;
  private readonly cluster: Cluster;
  private readonly confirms: Confirms;
  /** Null where memory does not end. */
  private readonly producers: BlockedProducers | null;
  private readonly consumers: readonly Consumer[];
  /** By queue: indices of its consumers. */
  private readonly consumersOf: readonly (readonly number[])[];
  /** By link: index of the consumer. */
  private readonly consumerOfLink = new Map<number, number>();
  /** The shortest time after which some consumer holds a message for too long. */
  private readonly shortestTimeoutMs: number;
  /** By link and label. */
  private readonly ways = new Map<number, Way>();

  constructor(context: ComponentContext<RabbitmqParams>) {
    const { network, params } = context;
    super(network, context.index, context.id, context.lifecycle(params.startupMs));
    this.params = params;
    const { queues } = params;
    this.exchanges = new Exchanges(params);
    const queueNamed = (name: string) => (name === '' ? Math.min(0, queues.length - 1) : this.exchanges.queue(name));
    this.consumers = context.outgoing.map((link) => {
      const terms = link.spec.params as unknown as ConsumeParams;
      const automatic = terms.ack === 'auto';
      const limit = automatic || terms.prefetch === 0 ? Infinity : terms.prefetch;
      return new Consumer(network.statecharts, link, queueNamed(terms.queue), limit, {
        automatic,
        rejects: terms.onFailure === 'reject',
        priority: terms.priority,
        ackTimeoutMs: automatic ? Infinity : (terms.ackTimeoutMs ?? Infinity),
      });
    });
    this.shortestTimeoutMs = Math.min(Infinity, ...this.consumers.map(({ terms }) => terms.ackTimeoutMs));
    this.consumersOf = queues.map(({ type, exclusive }, queue) => {
      const all = this.consumers.flatMap((consumer, index) => (consumer.queue === queue ? [index] : []));
      return exclusive && type === 'classic' ? all.slice(0, 1) : all;
    });
    this.consumers.forEach((consumer, index) => {
      this.consumerOfLink.set(consumer.link.index, index);
    });
    this.cluster = new Cluster(
      context,
      () => this.state.leaders,
      (node) => this.onNodeDown(node),
      (queue) => this.onServed(queue),
      (down) => this.note(Note.nodesDown, down),
    );
    this.confirms = new Confirms(network, context.index, CONFIRMS, params.persistMs, () => this.state.confirms);
    const { memoryLimit } = params;
    this.producers =
      memoryLimit === null ? null : new BlockedProducers(network, memoryLimit, () => this.state.heldBack);
    this.producers?.chart.onTransition(() => {
      this.note(Note.memoryAlarm, this.producers?.chart.state === 'alarm' ? 1 : 0);
    });
    this.state = {
      queues: queues.map(({ type, maxPriority }) => emptyQueue(type === 'classic' ? (maxPriority ?? 0) + 1 : 1)),
      leaders: Cluster.leadersAtFirst(params),
      confirms: noConfirms(),
      heldBack: nothingHeldBack(),
      messages: 0,
      ackCheckMs: Infinity,
    };
  }

  override get relays(): boolean {
    return true;
  }

  override get hasProducers(): boolean {
    return this.producers !== null;
  }

  override onPublish(frame: number): void {
    this.producers?.publish(frame);
  }

  override onCallerDown(link: Link): void {
    this.producers?.lose(link);
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp || !this.cluster.isUp) {
      network.refuseMessage(frame, Outcome.connectionRefused);
      return;
    }
    const link = network.links[frames.link[frame]];
    const way = this.wayOf(link, frames.label[frame]);
    // The channel is closed with 404; whoever publishes opens another.
    if (!way.exists) network.refuseMessage(frame, Outcome.noRoute);
    else this.take(frame, way.queues, link.spec.params.mandatory === true);
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    const { network } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.detached) {
      frames.release(frame);
      return;
    }
    const consumer = this.consumers[this.consumerOfLink.get(frames.link[frame]) ?? 0];
    const { queue, terms } = consumer;
    consumer.settle();
    if (outcome === Outcome.ok) {
      const tookMs = network.kernel.now - frames.firstSentAt[frame];
      network.record(Fact.acked, 0, this.index, frames.serial[frame], queue, tookMs);
      frames.release(frame);
      if (!terms.automatic) this.count(-1);
    } else if (terms.automatic) {
      // The broker forgot it when it went out: there is nobody who could give it again.
      network.record(Fact.lost, outcome, this.index, frames.serial[frame], queue, 0);
      frames.release(frame);
    } else if (terms.rejects && !isBroken(outcome)) {
      network.takeBack(frame);
      this.giveUp(frame, queue, 'rejected');
    } else this.putBack(frame, queue, outcome);
    this.push(queue);
  }

  override onTimer(timer: number): void {
    if (timer === CONFIRMS) this.confirms.ring();
    else if (timer === ACK_CHECK) this.checkAcknowledgements();
    else if (timer >= COMMIT) this.onCommitted(timer - COMMIT);
    else this.onExpiry(timer - EXPIRY);
  }

  /** Its own start: consumers connect again. */
  protected override onUp(): void {
    for (let queue = 0; queue < this.state.queues.length; queue++) this.onServed(queue);
  }

  override onPeerUp(link: Link): void {
    const consumer = this.consumerBehind(link);
    const { queue } = consumer;
    consumer.join();
    if (queue === NONE) return;
    this.state.queues[queue].isDeclared = true;
    this.push(queue);
  }

  override onPeerDown(link: Link): void {
    const consumer = this.consumerBehind(link);
    const { queue } = consumer;
    consumer.leave();
    if (queue === NONE) return;
    const { type, autoDelete, exclusive } = this.params.queues[queue];
    const isLast = this.consumersOf[queue].every((index) => !this.consumers[index].isThere);
    if (type === 'classic' && (autoDelete || exclusive) && isLast) this.remove(queue);
    else this.push(queue);
  }

  override startAgain(): void {
    super.startAgain();
    this.cluster.restartAll();
  }

  /** Kills one node of its cluster. */
  crashMember(node: number): void {
    this.cluster.crash(node);
  }

  restartMember(node: number): void {
    this.cluster.restart(node);
  }

  /** Empties its queues, but for what consumers have. */
  purge(): void {
    for (let queue = 0; queue < this.state.queues.length; queue++) this.empty(queue, Outcome.cancelled);
  }

  override liveCharts(): LiveChart[] {
    const charts = [...this.cluster.liveCharts(), ...super.liveCharts()];
    if (this.producers !== null) charts.unshift(oneChart('memoryAlarm', this.producers.chart));
    if (this.consumers.length === 0) return charts;
    const { chart } = this.consumers[0];
    const counts = chart.states.map(
      (_, state) => this.consumers.filter((one) => one.chart.stateIndex === state).length,
    );
    return [manyCharts('consumers', chart, counts), ...charts];
  }

  override liveChartsOf(link: Link): LiveChart[] {
    return [oneChart('consumer', this.consumerBehind(link).chart)];
  }

  override liveMessages(queue: number, from: number, most: number): LiveMessages {
    const links = new Set(this.consumers.filter((one) => one.queue === queue).map(({ link }) => link.index));
    return liveMessagesOf(this.network, this.state.queues[queue], links, from, most);
  }

  /**
   * A restart keeps persistent messages in durable classic queues, all of them marked as redelivered: after a kill the
   * broker cannot tell which of them consumers have seen. Quorum queues keep everything that a majority had, and know
   * more. Deliveries without an acknowledgement count as never made: what survives of them will be delivered again, while
   * their consumers still work on them.
   */
  protected override loseEverything(): void {
    const { state } = this;
    const everything = state.queues.map((_, index) => index);
    this.resetConfirms(true);
    for (const index of everything) this.loseUncommitted(index);
    this.loseQueues(everything);
    for (const queue of state.queues) queue.isDeclared = true;
    this.producers?.letGo();
  }

  /** What a node of the cluster takes with it: the classic queues that live there. */
  private onNodeDown(node: number): void {
    const { leaders } = this.state;
    const lost = this.params.queues.flatMap(({ type }, queue) =>
      type === 'classic' && leaders[queue] === node ? [queue] : [],
    );
    if (lost.length > 0) this.resetConfirms(false);
    this.loseQueues(lost);
  }

  private onServed(queue: number): void {
    this.armCommit(queue);
    this.push(queue);
  }

  private consumerBehind(link: Link): Consumer {
    return this.consumers[this.consumerOfLink.get(link.index) ?? 0];
  }

  /** Where messages of that link and label go: asked once, for both say the same for ever. */
  private wayOf(link: Link, label: number): Way {
    const place = link.index * MOST_LABELS + label;
    let way = this.ways.get(place);
    if (way === undefined) {
      way = this.findWay(link.spec.params as unknown as PublishParams, label);
      this.ways.set(place, way);
    }
    return way;
  }

  private findWay({ exchange, queue }: PublishParams, label: number): Way {
    const { exchanges } = this;
    const said = this.network.labels.of(label);
    if (exchange !== '') return { exists: exchanges.has(exchange), queues: exchanges.route(exchange, said) };
    const named = exchanges.queue(said.routingKey || queue || (this.params.queues[0]?.name ?? ''));
    return { exists: true, queues: named < 0 ? [] : [named] };
  }

  /** Takes a message over into as many of the queues as there are and have room. */
  private take(frame: number, queues: readonly number[], mandatory: boolean): void {
    const { network } = this;
    const { frames } = network;
    // Most messages go into one queue, which is there and has room, and nothing has to be waited for.
    if (
      queues.length === 1 &&
      this.isThere(queues[0]) &&
      !this.refuses(queues[0]) &&
      this.waitsFor(frame, queues) === 0
    ) {
      this.store(network.acceptMessage(frame), queues[0], NONE);
      return;
    }
    const there = queues.filter((queue) => this.isThere(queue));
    const open = there.filter((queue) => !this.refuses(queue));
    if (open.length === 0 && (there.length > 0 || mandatory)) {
      if (there.length === 0) this.note(Note.returned, 0, 0, frame);
      network.refuseMessage(frame, there.length > 0 ? Outcome.overflow : Outcome.noRoute);
      return;
    }
    if (open.length === 0) {
      // An unroutable message is confirmed all the same, and dropped.
      const stored = network.acceptMessage(frame);
      network.record(Fact.lost, Outcome.noRoute, this.index, frames.serial[stored], -1, 0);
      frames.release(stored);
      return;
    }
    const isRefusedBySome = open.length < there.length;
    const waitsFor = this.waitsFor(frame, open);
    const confirmsNow = waitsFor === 0 && !isRefusedBySome;
    const confirm = confirmsNow || !(frames.flags[frame] & FrameFlag.confirm) ? NONE : frame;
    const stored = confirm === NONE ? network.acceptMessage(frame) : network.copy(frame);
    if (confirm !== NONE) {
      frames.flags[stored] &= ~FrameFlag.confirm;
      // Whoever gets it from some of the queues only is told no, although the others have it.
      this.confirms.put(confirm, waitsFor + 1, isRefusedBySome ? Outcome.overflow : Outcome.ok);
      if (this.awaitsDisk(stored, open)) this.confirms.awaitDisk(confirm);
    }
    for (const queue of open.slice(1)) this.store(network.copyMessage(stored), queue, confirm);
    this.store(stored, open[0], confirm);
    if (confirm !== NONE) this.confirms.settle(confirm);
  }

  /** How many things must happen before a message is safe in all of these queues. */
  private waitsFor(frame: number, queues: readonly number[]): number {
    let commits = 0;
    for (const queue of queues) if (this.commitsLater(queue)) commits++;
    return this.awaitsDisk(frame, queues) ? commits + 1 : commits;
  }

  private awaitsDisk(frame: number, queues: readonly number[]): boolean {
    if (this.params.persistMs === 0 || !(this.network.frames.flags[frame] & FrameFlag.persistent)) return false;
    return queues.some((queue) => isOnDisk(this.params.queues[queue]));
  }

  private isThere(queue: number): boolean {
    if (!this.state.queues[queue].isDeclared) return false;
    return this.params.queues[queue].type === 'quorum' || this.cluster.serves(queue);
  }

  private refuses(index: number): boolean {
    const { overflow, maxLength } = this.params.queues[index];
    const queue = this.state.queues[index];
    return overflow === 'rejectPublish' && maxLength !== null && queue.ready + queue.uncommitted.length >= maxLength;
  }

  /** Whether a message is in a queue only when a majority has it, and that takes time. */
  private commitsLater(queue: number): boolean {
    return this.params.queues[queue].type === 'quorum' && (this.params.persistMs > 0 || !this.cluster.serves(queue));
  }

  /** A message comes into a queue. @param confirm the frame that waits until it is safe there; NONE for none */
  private store(frame: number, index: number, confirm: number): void {
    const { network } = this;
    const { frames, kernel } = network;
    const queue = this.state.queues[index];
    const { ttlMs } = network.labels.of(frames.label[frame]);
    frames.attempt[frame] = 1;
    frames.phase[frame] = Phase.queued;
    frames.since[frame] = kernel.now;
    frames.deadlineAt[frame] =
      kernel.now + Math.min(ttlMs ?? Infinity, this.params.queues[index].messageTtlMs ?? Infinity);
    this.count(1);
    network.record(Fact.enqueued, 0, this.index, frames.serial[frame], index, 0);
    if (this.commitsLater(index)) {
      frames.slot[frame] = confirm;
      append(frames, queue.uncommitted, frame);
      this.armCommit(index);
      return;
    }
    enqueue(frames, queue, this.level(index, frame), frame);
    this.push(index);
    this.dropExcess(index);
  }

  private level(index: number, frame: number): number {
    const { frames, labels } = this.network;
    const queue = this.state.queues[index];
    return queue.levels.length === 1 ? 0 : levelOf(queue, labels.of(frames.label[frame]).priority);
  }

  private armCommit(index: number): void {
    const { network, params } = this;
    const queue = this.state.queues[index];
    const { head } = queue.uncommitted;
    if (head === NONE || queue.commitMs !== Infinity || !this.isUp || !this.cluster.serves(index)) return;
    queue.commitMs = Math.max(network.kernel.now, network.frames.since[head] + params.persistMs);
    network.startTimer(this.index, COMMIT + index, queue.commitMs);
  }

  /** A majority has what came to a quorum queue so long ago. */
  private onCommitted(index: number): void {
    const { network, params } = this;
    const { frames, kernel } = network;
    const queue = this.state.queues[index];
    if (queue.commitMs !== kernel.now) return;
    queue.commitMs = Infinity;
    if (!this.isUp || !this.cluster.serves(index)) return;
    const { uncommitted } = queue;
    while (uncommitted.head !== NONE && frames.since[uncommitted.head] + params.persistMs <= kernel.now) {
      const frame = takeFirst(frames, uncommitted);
      const confirm = frames.slot[frame];
      frames.slot[frame] = NONE;
      if (confirm !== NONE) this.confirms.settle(confirm);
      enqueue(frames, queue, this.level(index, frame), frame);
    }
    this.push(index);
    this.dropExcess(index);
    this.armCommit(index);
  }

  /** Delivers what may be delivered: consumers take turns, as far as they are connected and have room. */
  private push(index: number): void {
    const { network, state } = this;
    const { frames, kernel } = network;
    const queue = state.queues[index];
    if (!this.isUp || !queue.isDeclared || !this.cluster.serves(index)) return;
    for (let frame = nextReady(queue); frame !== NONE; frame = nextReady(queue)) {
      // What comes without any time to live still goes to whoever is ready for it.
      if (frames.deadlineAt[frame] < kernel.now) {
        takeOut(frames, queue, this.level(index, frame), frame);
        this.giveUp(frame, index, 'expired');
        continue;
      }
      const consumer = this.nextConsumer(index);
      if (consumer === null) break;
      takeOut(frames, queue, this.level(index, frame), frame);
      this.deliver(frame, consumer);
    }
    this.expire(index);
  }

  private deliver(frame: number, consumer: Consumer): void {
    const { network } = this;
    const { frames, kernel } = network;
    const { ackTimeoutMs, automatic } = consumer.terms;
    consumer.deliver();
    if (frames.attempt[frame] <= MOST_DELIVERIES) frames.attempt[frame]++;
    if (automatic) this.count(-1);
    if (ackTimeoutMs !== Infinity) {
      frames.sentAt[frame] = kernel.now;
      this.armAckCheck(kernel.now + ackTimeoutMs);
    }
    network.deliver(frame, consumer.link, consumer.queue);
  }

  private nextConsumer(index: number): Consumer | null {
    const queue = this.state.queues[index];
    const candidates = this.consumersOf[index];
    if (this.params.queues[index].singleActiveConsumer) return this.activeConsumer(index);
    let found: Consumer | null = null;
    let next = queue.turn;
    for (let i = 0; i < candidates.length; i++) {
      const position = (queue.turn + i) % candidates.length;
      const consumer = this.consumers[candidates[position]];
      if (!consumer.mayTake || (found !== null && consumer.terms.priority <= found.terms.priority)) continue;
      found = consumer;
      next = (position + 1) % candidates.length;
    }
    queue.turn = next;
    return found;
  }

  /** The one consumer that gets everything until it goes; then the next, the one of the highest priority first. */
  private activeConsumer(index: number): Consumer | null {
    const queue = this.state.queues[index];
    if (queue.active === NONE || !this.consumers[queue.active].isThere) {
      queue.active = NONE;
      for (const candidate of this.consumersOf[index]) {
        const { isThere, terms } = this.consumers[candidate];
        const isAhead = queue.active === NONE || terms.priority > this.consumers[queue.active].terms.priority;
        if (isThere && isAhead) queue.active = candidate;
      }
    }
    if (queue.active === NONE) return null;
    const active = this.consumers[queue.active];
    return active.mayTake ? active : null;
  }

  /** Gives up the oldest of those that are ready where there are more than the queue may hold. */
  private dropExcess(index: number): void {
    const { frames } = this.network;
    const { maxLength, overflow } = this.params.queues[index];
    if (maxLength === null || overflow !== 'dropHead') return;
    const queue = this.state.queues[index];
    while (queue.ready > maxLength) {
      const oldest = oldestReady(queue);
      takeOut(frames, queue, this.level(index, oldest), oldest);
      this.giveUp(oldest, index, 'maxlen');
    }
  }

  /** Gives up those at the head whose time is over. One that waits behind another stays until it is the first. */
  private expire(index: number): void {
    const { network } = this;
    const { frames, kernel } = network;
    const queue = this.state.queues[index];
    let nextMs = Infinity;
    for (let level = 0; level < queue.levels.length; level++) {
      const list = queue.levels[level];
      while (list.head !== NONE && frames.deadlineAt[list.head] <= kernel.now) {
        const { head } = list;
        takeOut(frames, queue, level, head);
        this.giveUp(head, index, 'expired');
      }
      if (list.head !== NONE) nextMs = Math.min(nextMs, frames.deadlineAt[list.head]);
    }
    if (nextMs >= queue.expiryMs) return;
    queue.expiryMs = nextMs;
    network.startTimer(this.index, EXPIRY + index, nextMs);
  }

  private onExpiry(index: number): void {
    const queue = this.state.queues[index];
    if (queue.expiryMs !== this.network.kernel.now) return;
    queue.expiryMs = Infinity;
    if (this.isUp && this.cluster.serves(index)) this.expire(index);
  }

  /**
   * A queue gives up a message of the broker's own that is in no list any more: it goes on by the dead-letter exchange,
   * or is gone. Nobody confirms to a classic queue that it has arrived there; between queues of one broker nothing is
   * lost on that way here.
   */
  private giveUp(frame: number, index: number, reason: DeathReason): void {
    const { network } = this;
    const { frames, labels } = network;
    const { name, deadLetterExchange, deadLetterRoutingKey } = this.params.queues[index];
    let outcome = OUTCOME_OF_DEATH[reason];
    if (deadLetterExchange !== '' || deadLetterRoutingKey !== '') {
      const label = labels.of(frames.label[frame]);
      const dead = deadLabel(label, deadLetterRoutingKey || label.routingKey || name, reason, name);
      const routed = this.exchanges.route(deadLetterExchange, dead).filter((queue) => this.isThere(queue));
      const queues = routed.filter((queue) => !goesInCircles(dead, this.params.queues[queue].name));
      if (routed.length === 0) outcome = Outcome.noRoute;
      if (queues.length > 0) outcome = Outcome.deadLettered;
      const number = queues.length > 0 ? labels.intern(dead) : 0;
      const copies = queues.map(() => network.copyMessage(frame));
      this.end(frame, index, outcome);
      queues.forEach((queue, i) => {
        const copy = copies[i];
        frames.label[copy] = number;
        frames.flags[copy] &= ~FrameFlag.redelivered;
        if (this.refuses(queue)) {
          network.record(Fact.lost, Outcome.overflow, this.index, frames.serial[copy], -1, 0);
          frames.release(copy);
        } else this.store(copy, queue, NONE);
      });
      return;
    }
    this.end(frame, index, outcome);
  }

  /** The end of a message that is in no list any more. */
  private end(frame: number, queue: number, outcome: Outcome): void {
    const { network } = this;
    network.record(Fact.lost, outcome, this.index, network.frames.serial[frame], queue, 0);
    network.frames.release(frame);
    this.count(-1);
  }

  /** A message comes back from a consumer that did not acknowledge it. */
  private putBack(frame: number, index: number, why: Outcome): void {
    const { network } = this;
    const { frames } = network;
    const { type, deliveryLimit } = this.params.queues[index];
    const queue = this.state.queues[index];
    network.takeBack(frame);
    if (!queue.isDeclared) {
      this.end(frame, index, Outcome.noSubscriber);
      return;
    }
    if (type === 'quorum' && deliveryLimit !== null && frames.attempt[frame] - 1 > deliveryLimit) {
      this.giveUp(frame, index, 'delivery_limit');
      return;
    }
    network.record(Fact.requeued, why, this.index, frames.serial[frame], index, 0);
    // Without a limit, a quorum queue puts what a consumer hands back behind all others.
    if (type === 'quorum' && deliveryLimit === null && !isBroken(why)) enqueue(frames, queue, 0, frame);
    else requeue(frames, queue, this.level(index, frame), frame);
  }

  private armAckCheck(atMs: number): void {
    const { state } = this;
    if (atMs >= state.ackCheckMs) return;
    state.ackCheckMs = atMs;
    this.network.startTimer(this.index, ACK_CHECK, atMs);
  }

  /** Closes the channels of consumers that have held a message for too long: all they have is delivered again. */
  private checkAcknowledgements(): void {
    const { network, state } = this;
    const { frames, kernel } = network;
    if (state.ackCheckMs !== kernel.now) return;
    state.ackCheckMs = Infinity;
    const overdue = new Set<Consumer>();
    let nextMs = Infinity;
    this.forEachDelivered((frame, consumer) => {
      const dueMs = frames.sentAt[frame] + consumer.terms.ackTimeoutMs;
      if (dueMs <= kernel.now) overdue.add(consumer);
      else nextMs = Math.min(nextMs, dueMs);
    });
    this.disconnect((consumer) => overdue.has(consumer), Outcome.timeout);
    if (nextMs !== Infinity) {
      this.armAckCheck(Math.max(nextMs, kernel.now + this.shortestTimeoutMs / CHECKS_PER_TIMEOUT));
    }
    for (const { queue } of overdue) this.push(queue);
  }

  /** Everything that waits in some queues is lost, but for what survives; their consumers are disconnected. */
  private loseQueues(indices: readonly number[]): void {
    const { frames } = this.network;
    for (const index of indices) {
      if (this.params.queues[index].type === 'quorum') continue;
      const queue = this.state.queues[index];
      forEachReady(frames, queue, (frame) => {
        if (this.survives(frame, index)) frames.flags[frame] |= FrameFlag.redelivered;
        else {
          takeOut(frames, queue, this.level(index, frame), frame);
          this.end(frame, index, Outcome.notPersisted);
        }
      });
    }
    const lost = new Set(indices);
    this.disconnect(({ queue }) => lost.has(queue), Outcome.connectionReset);
  }

  /** Some consumers' connections are closed: their deliveries count as never made, and they begin anew. */
  private disconnect(isGone: (consumer: Consumer) => boolean, why: Outcome): void {
    const delivered: number[] = [];
    this.forEachDelivered((frame, consumer) => {
      if (isGone(consumer)) delivered.push(frame);
    });
    for (const frame of delivered) this.loseConnection(frame, why);
    for (const consumer of this.consumers) if (isGone(consumer)) consumer.forget();
  }

  /** What consumers have that acknowledge what they get. */
  private forEachDelivered(visit: (frame: number, consumer: Consumer) => void): void {
    const { frames } = this.network;
    frames.forEach((frame) => {
      const isDelivery = (frames.flags[frame] & (FrameFlag.delivery | FrameFlag.detached)) === FrameFlag.delivery;
      const index = isDelivery ? this.consumerOfLink.get(frames.link[frame]) : undefined;
      if (index !== undefined && !this.consumers[index].terms.automatic) visit(frame, this.consumers[index]);
    });
  }

  private loseConnection(frame: number, why: Outcome): void {
    const { network, consumers, state } = this;
    const { frames } = network;
    const { queue } = consumers[this.consumerOfLink.get(frames.link[frame]) ?? 0];
    if (why === Outcome.timeout || this.survives(frame, queue)) {
      const again = network.copy(frame);
      network.takeBack(again);
      network.record(Fact.requeued, why, this.index, frames.serial[again], queue, 0);
      network.record(Fact.duplicated, 0, this.index, frames.serial[again], queue, 0);
      requeue(frames, state.queues[queue], this.level(queue, again), again);
    } else {
      network.record(Fact.lost, Outcome.notPersisted, this.index, frames.serial[frame], queue, 0);
      this.count(-1);
    }
    frames.flags[frame] |= FrameFlag.detached;
  }

  /** Whether a message is still there after the node has been killed that has it. What a consumer has, has been written. */
  private survives(frame: number, index: number): boolean {
    const { frames, kernel } = this.network;
    const queue = this.params.queues[index];
    if (queue.type === 'quorum') return true;
    if (!isOnDisk(queue) || !(frames.flags[frame] & FrameFlag.persistent)) return false;
    const { persistMs } = this.params;
    const isNew = persistMs > 0 && frames.phase[frame] === Phase.queued && frames.attempt[frame] === 1;
    return !isNew || frames.since[frame] + persistMs <= kernel.now;
  }

  private loseUncommitted(index: number): void {
    const { frames } = this.network;
    const { uncommitted } = this.state.queues[index];
    for (let frame = takeFirst(frames, uncommitted); frame !== NONE; frame = takeFirst(frames, uncommitted)) {
      frames.slot[frame] = NONE;
      this.end(frame, index, Outcome.notPersisted);
    }
  }

  /** Producers whose confirms are not out yet learn that their connection is gone. @param all also those of quorum queues */
  private resetConfirms(all: boolean): void {
    const { network, state } = this;
    const { frames } = network;
    const waiting = new Set<number>();
    for (let confirm = state.confirms.syncing.head; confirm !== NONE; confirm = frames.next[confirm])
      waiting.add(confirm);
    for (const { uncommitted } of state.queues) {
      for (let frame = uncommitted.head; frame !== NONE; frame = frames.next[frame]) {
        if (all && frames.slot[frame] !== NONE) waiting.add(frames.slot[frame]);
        if (waiting.has(frames.slot[frame])) frames.slot[frame] = NONE;
      }
    }
    this.confirms.reset(waiting);
  }

  /** Its last consumer has gone: the queue is deleted, with what it holds, until somebody declares it again. */
  private remove(index: number): void {
    this.state.queues[index].isDeclared = false;
    this.empty(index, Outcome.noSubscriber);
  }

  private empty(index: number, outcome: Outcome): void {
    const { frames } = this.network;
    const queue = this.state.queues[index];
    forEachReady(frames, queue, (frame) => {
      takeOut(frames, queue, this.level(index, frame), frame);
      this.end(frame, index, outcome);
    });
  }

  private count(change: number): void {
    this.state.messages += change;
    this.producers?.observe(this.state.messages);
  }
}

/** Whether a consumer has not said anything: its connection is gone. */
const isBroken = (outcome: Outcome): boolean =>
  outcome === Outcome.connectionReset || outcome === Outcome.connectionRefused || outcome === Outcome.partitioned;

/** Whether persistent messages of a queue are written down. */
const isOnDisk = ({ type, durable, exclusive }: QueueParams): boolean => type === 'classic' && durable && !exclusive;

export const rabbitmq = defineBehaviour<RabbitmqParams>({
  kind: 'rabbitmq',
  create: (context) => new Rabbitmq(context),
});
