import type { Population } from '../../kernel/statechart/population';
import { Fact, SentFlag } from '../../network/facts';
import { FrameFlag, type Frames, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Agenda } from '../../network/messaging/agenda';
import { tripBackMs, tripThereMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DUE_KINDS, Due } from './due';
import type { ReceiveParams } from './params';
import type { Queue } from './queue';
import { close, noReceipts, open, type Receipt, type Receipts, receiptOf } from './receipts';
import { pollerMachine } from './statechart';
import type { Store } from './store';

/** What changes in a poller during a run, besides its statechart: plain data. */
interface PollerState {
  /** The entry of the agenda that it waits for; 0: none. */
  entry: number;
  /** When it asked last. */
  askedAtMs: number;
  /** Receipts whose messages are on their way to it, or that it has not handed to the consumer yet. */
  batch: number[];
  /** Receipts whose messages the consumer has in hand. */
  inHand: number[];
  /** How often the consumer has come up. */
  life: number;
}

export interface ConsumersState {
  readonly pollers: readonly PollerState[];
  readonly receipts: Receipts;
  /** What has reached SQS while it stands still: pollers that ask, receipts that are to be deleted. */
  asking: number[];
  deleting: number[];
}

/** A thread that polls. */
interface Poller {
  readonly index: number;
  readonly link: Link;
  /** Its number behind its link. */
  readonly number: number;
  /** Null where the queue that it asks for does not exist. */
  readonly queue: Queue | null;
  readonly params: ReceiveParams;
}

/** A client that gets no answer gives up after that: the default of the AWS SDK for Java 2.x (socketTimeout, 30 s). */
const GIVE_UP_MS = 30_000;
/** How long a poller rests after an error. */
const REST_MS = 1_000;
/** No poller asks more often than once in so many ms, however near SQS is. */
const SHORTEST_POLL_MS = 1;
/** A consumer that stands still is looked at again after so many ms. */
const LOOK_AGAIN_MS = 10;

/** The client libraries of the consumers: threads that ask for messages, hand them over, and delete what is done. */
export class Consumers {
  readonly chart: Population<typeof pollerMachine>;
  readonly pollers: readonly Poller[];
  private readonly frames: Frames;
  private readonly events: Readonly<Record<'heard' | 'answered' | 'failed' | 'gotSome' | 'gotNone', number>> &
    Readonly<Record<'done' | 'rested' | 'joined' | 'left', number>>;
  private readonly ofLink: ReadonlyMap<number, readonly Poller[]>;

  /** @param onEmpty hears of every answer without messages */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    links: readonly Link[],
    private readonly store: Store,
    private readonly agenda: Agenda,
    private readonly state: () => ConsumersState,
    private readonly isUp: () => boolean,
    private readonly onEmpty: () => void,
    queueNamed: (name: string) => Queue | null,
  ) {
    this.frames = network.frames;
    const chart = network.statecharts.populate(pollerMachine);
    this.chart = chart;
    const numbers = ['heard', 'answered', 'failed', 'gotSome', 'gotNone', 'done', 'rested', 'joined', 'left'] as const;
    this.events = Object.fromEntries(numbers.map((name) => [name, chart.eventIndex(name)])) as typeof this.events;
    this.pollers = links
      .flatMap((link) => {
        const params = link.spec.params as unknown as ReceiveParams;
        const queue = queueNamed(params.queue);
        return Array.from({ length: params.pollers }, (_, number) => ({ link, number, queue, params }));
      })
      .map((poller) => ({ ...poller, index: chart.add() }));
    this.ofLink = new Map(links.map((link) => [link.index, this.pollers.filter((one) => one.link === link)]));
  }

  /** Pollers before anything has happened. */
  get initial(): ConsumersState {
    const pollers = this.pollers.map(() => ({ entry: 0, askedAtMs: 0, batch: [], inHand: [], life: 0 }));
    return { pollers, receipts: noReceipts(), asking: [], deleting: [] };
  }

  /** How many of a link's pollers are in each state. */
  countsOf(link: Link): number[] {
    const states = this.behind(link).map(({ index }) => this.chart.stateIndex(index));
    return this.chart.states.map((_, state) => states.filter((one) => one === state).length);
  }

  /** A consumer is up: its pollers begin to ask. */
  join(link: Link): void {
    for (const poller of this.behind(link)) {
      if (!this.send(poller, 'joined')) continue;
      this.stateOf(poller).life++;
      this.ask(poller);
    }
  }

  /** A consumer has gone down, and SQS does not notice. What its library has is lost with it. */
  leave(link: Link): void {
    const state = this.state();
    for (const poller of this.behind(link)) {
      if (!this.send(poller, 'left')) continue;
      state.asking = state.asking.filter((index) => index !== poller.index);
      const own = this.stateOf(poller);
      this.stopWaiting(poller);
      own.entry = 0;
      own.life++;
      own.inHand = [];
      const { batch } = own;
      own.batch = [];
      // It comes to a process that is not there.
      for (const number of batch) this.handOver(this.receipt(number), poller.link);
    }
  }

  /** Something of the agenda has come. */
  onDue(due: number, subject: number, entry: number): void {
    if (due === Due.delete) {
      this.onDelete(subject);
      return;
    }
    const poller = this.pollers[subject];
    const own = this.stateOf(poller);
    if (own.entry !== entry) return;
    own.entry = 0;
    switch (due) {
      case Due.ask:
        this.ask(poller);
        return;
      case Due.question:
        this.onQuestion(poller);
        return;
      case Due.waitOver:
        this.onWaitOver(poller);
        return;
      case Due.answer:
        this.onAnswer(poller);
        return;
      case Due.failure:
        this.send(poller, 'failed');
        own.entry = this.plan(this.now + REST_MS, Due.rested, subject);
        return;
      case Due.rested:
        this.send(poller, 'rested');
        this.ask(poller);
        return;
    }
  }

  /** Messages of a queue may be received: whoever waits for them gets them, first come, first served. */
  serve(queue: Queue): void {
    if (!this.isUp() || this.network.pauses.isPaused(this.node)) return;
    const { waiting } = this.store.stateOf(queue.index);
    while (waiting.length > 0 && queue.visible.hasNext) {
      const poller = this.pollers[waiting[0]];
      const trip = tripThereMs(this.network, poller.link);
      this.receive(poller, queue, trip);
      if (this.stateOf(poller).batch.length === 0) return;
      this.stopWaiting(poller);
      this.answer(poller, trip);
    }
  }

  /** SQS is out of order: whoever waits there hears it. */
  failAll(): void {
    const { asking, deleting } = this.takeHalted();
    for (const { index } of this.store.queues) {
      for (const waiting of [...this.store.stateOf(index).waiting]) this.fail(this.pollers[waiting]);
    }
    for (const index of asking) this.fail(this.pollers[index]);
    for (const number of deleting) this.endDelete(number);
  }

  /** SQS goes on after a pause. */
  goOn(): void {
    const { asking, deleting } = this.takeHalted();
    for (const number of deleting) this.onDelete(number);
    for (const index of asking) this.onQuestion(this.pollers[index]);
  }

  /** What the consumer got has come to an end there. */
  onProcessed(frame: number, outcome: Outcome): void {
    const { frames, store } = this;
    const number = frames.order[frame];
    const receipt = this.receipt(number);
    const poller = this.pollers[receipt.poller];
    receipt.ended = outcome;
    if (store.holds(receipt.message, receipt.serial)) store.letGo(receipt.message, receipt.receives);
    if (receipt.isForgotten) this.settle(receipt);
    else if (poller.params.deleteAfter === 'processing' && outcome === Outcome.ok) this.sendDelete(number);
    const own = this.stateOf(poller);
    const isAlive = own.life === receipt.life;
    if (isAlive) {
      own.inHand = own.inHand.filter((other) => other !== number);
      if (outcome !== Outcome.ok && receipt.group !== null) this.skipGroup(poller, receipt.group);
    }
    receipt.frame = NONE;
    frames.release(frame);
    this.closeIfOver(number);
    if (isAlive) this.handNext(poller);
  }

  /** What has reached SQS while it stood still. */
  private takeHalted(): Pick<ConsumersState, 'asking' | 'deleting'> {
    const state = this.state();
    const { asking, deleting } = state;
    state.asking = [];
    state.deleting = [];
    return { asking, deleting };
  }

  private get now(): number {
    return this.network.kernel.now;
  }

  private stateOf(poller: Poller): PollerState {
    return this.state().pollers[poller.index];
  }

  private receipt(number: number): Receipt {
    return receiptOf(this.state().receipts, number);
  }

  private behind(link: Link): readonly Poller[] {
    return this.ofLink.get(link.index) ?? [];
  }

  private send(poller: Poller, event: keyof Consumers['events']): boolean {
    return this.chart.send(poller.index, this.events[event]);
  }

  private plan(atMs: number, due: number, subject: number): number {
    return this.agenda.plan(atMs, due + DUE_KINDS * subject);
  }

  private isPausedAt(link: Link): boolean {
    return this.network.pauses.isPaused(link.to);
  }

  private ask(poller: Poller): void {
    const { network } = this;
    const { link, index } = poller;
    const own = this.stateOf(poller);
    if (this.isPausedAt(link)) {
      own.entry = this.plan(this.now + LOOK_AGAIN_MS, Due.ask, index);
      return;
    }
    own.askedAtMs = this.now;
    const travelMs = tripBackMs(this.network, link);
    network.record(Fact.polled, 0, link.index, 0, poller.number, travelMs);
    own.entry =
      travelMs === Infinity
        ? this.plan(this.now + GIVE_UP_MS, Due.failure, index)
        : this.plan(this.now + travelMs, Due.question, index);
  }

  private askAgain(poller: Poller): void {
    const own = this.stateOf(poller);
    const atMs = own.askedAtMs + SHORTEST_POLL_MS;
    if (this.now < atMs) own.entry = this.plan(atMs, Due.ask, poller.index);
    else this.ask(poller);
  }

  private onQuestion(poller: Poller): void {
    const { network, store } = this;
    const { link, queue, params } = poller;
    if (network.pauses.isPaused(this.node)) {
      this.state().asking.push(poller.index);
      return;
    }
    if (network.paths.isCutBack(link.index)) this.giveUp(poller);
    else if (!this.isUp() || queue === null || network.errorShares.strikes(this.node)) this.fail(poller);
    else {
      this.send(poller, 'heard');
      const isLong = params.waitTimeMs > 0;
      const trip = queue.visible.hasNext || !isLong ? tripThereMs(this.network, link) : 0;
      if (queue.visible.hasNext) this.receive(poller, queue, trip);
      const own = this.stateOf(poller);
      if (own.batch.length > 0 || !isLong) this.answer(poller, trip);
      else {
        store.stateOf(queue.index).waiting.push(poller.index);
        own.entry = this.plan(this.now + params.waitTimeMs, Due.waitOver, poller.index);
      }
      store.tellNews();
    }
  }

  private onWaitOver(poller: Poller): void {
    if (this.network.pauses.isPaused(this.node)) {
      this.stateOf(poller).entry = this.plan(this.now + LOOK_AGAIN_MS, Due.waitOver, poller.index);
      return;
    }
    this.stopWaiting(poller);
    this.answer(poller, tripThereMs(this.network, poller.link));
  }

  /** It hears that its request has failed. */
  private fail(poller: Poller): void {
    this.stopWaiting(poller);
    const travelMs = tripThereMs(this.network, poller.link);
    if (travelMs === Infinity) this.giveUp(poller);
    else this.stateOf(poller).entry = this.plan(this.now + travelMs, Due.failure, poller.index);
  }

  /** No answer will come. */
  private giveUp(poller: Poller): void {
    const own = this.stateOf(poller);
    own.entry = this.plan(Math.max(this.now, own.askedAtMs + GIVE_UP_MS), Due.failure, poller.index);
  }

  private stopWaiting(poller: Poller): void {
    if (poller.queue === null) return;
    const { waiting } = this.store.stateOf(poller.queue.index);
    const place = waiting.indexOf(poller.index);
    if (place >= 0) waiting.splice(place, 1);
  }

  /** Takes what there is for a poller, and sends it on its way. */
  private receive(poller: Poller, queue: Queue, travelMs: number): void {
    const { link, params } = poller;
    const { batch } = this.stateOf(poller);
    const how = {
      most: params.batchSize,
      asksAll: params.waitTimeMs > 0,
      link: link.index,
      heartbeat: params.heartbeat,
    };
    this.store.receive(queue, how, (message) => batch.push(this.dispatch(message, poller, queue, travelMs)));
  }

  /** A message goes to its consumer, in a frame of its own. Returns the number of its receipt. */
  private dispatch(message: number, poller: Poller, queue: Queue, travelMs: number): number {
    const { frames, network, store } = this;
    const { link } = poller;
    const frame = network.copy(message);
    const redelivered = frames.flags[message] & FrameFlag.redelivered;
    const serial = frames.serial[message];
    const number = open(this.state().receipts, {
      message,
      serial,
      receives: store.messages.receivesOf(message),
      queue: queue.index,
      group: queue.isFifo ? store.groupOf(message) : null,
      poller: poller.index,
      life: this.stateOf(poller).life,
      frame,
      isDeleting: false,
      ended: Outcome.pending,
      isForgotten: false,
    });
    frames.link[frame] = link.index;
    frames.node[frame] = link.to;
    frames.flags[frame] = FrameFlag.message | FrameFlag.delivery | FrameFlag.detached | redelivered;
    frames.phase[frame] = Phase.outbound;
    frames.hops[frame]++;
    frames.order[frame] = number;
    frames.backoffMs[frame] = 0;
    frames.attempt[frame] = 1;
    const flags = SentFlag.message | (redelivered ? SentFlag.redelivered : 0);
    const waitedMs = this.now - frames.since[message];
    network.record(Fact.delivered, flags, link.index, serial, queue.index, waitedMs);
    network.record(Fact.sent, flags, link.index, serial, 0, travelMs);
    return number;
  }

  /** What a poller got, or that it got nothing, goes on its way. */
  private answer(poller: Poller, travelMs: number): void {
    const { link, index } = poller;
    const own = this.stateOf(poller);
    this.send(poller, 'answered');
    if (own.batch.length === 0) {
      this.network.record(Fact.polled, 1, link.index, 0, poller.number, travelMs);
      this.onEmpty();
    }
    if (travelMs === Infinity) this.loseBatch(poller);
    else own.entry = this.plan(this.now + travelMs, Due.answer, index);
  }

  /** The answer is lost on its way. What was in it stays hidden until its visibility timeout. */
  private loseBatch(poller: Poller): void {
    const own = this.stateOf(poller);
    for (const number of own.batch) this.discard(number);
    own.batch = [];
    this.giveUp(poller);
  }

  /** Nobody will work on what the consumer's library has of it. */
  private discard(number: number): void {
    const { store, frames } = this;
    const receipt = this.receipt(number);
    if (store.holds(receipt.message, receipt.serial)) store.letGo(receipt.message, receipt.receives);
    receipt.ended = Outcome.cancelled;
    if (receipt.isForgotten) this.settle(receipt);
    frames.release(receipt.frame);
    receipt.frame = NONE;
    this.closeIfOver(number);
  }

  private onAnswer(poller: Poller): void {
    const { network } = this;
    const { link, params, index } = poller;
    const own = this.stateOf(poller);
    if (network.paths.isCutThere(link.index)) {
      this.loseBatch(poller);
      return;
    }
    if (this.isPausedAt(link)) {
      own.entry = this.plan(this.now + LOOK_AGAIN_MS, Due.answer, index);
      return;
    }
    if (own.batch.length === 0) {
      this.send(poller, 'gotNone');
      this.askAgain(poller);
      return;
    }
    this.send(poller, 'gotSome');
    if (params.deleteAfter === 'receive') for (const number of own.batch) this.sendDelete(number);
    this.handNext(poller);
  }

  /** Hands over what may be handed over, and asks for more when all of the batch is done. */
  private handNext(poller: Poller): void {
    const own = this.stateOf(poller);
    const { link, params } = poller;
    if (params.processing === 'together') {
      const { batch } = own;
      own.batch = [];
      for (const number of batch) {
        if (this.isBehind(number, own)) own.batch.push(number);
        else this.hand(own, number, link);
      }
    } else if (own.inHand.length === 0) {
      const number = own.batch.shift();
      if (number !== undefined) this.hand(own, number, link);
    }
    if (own.inHand.length > 0 || own.batch.length > 0) return;
    this.send(poller, 'done');
    this.askAgain(poller);
  }

  /** Whether another one of its group is in hand: those are never processed at once. */
  private isBehind(number: number, { inHand }: PollerState): boolean {
    const { group } = this.receipt(number);
    return group !== null && inHand.some((other) => this.receipt(other).group === group);
  }

  private hand(own: PollerState, number: number, link: Link): void {
    own.inHand.push(number);
    this.handOver(this.receipt(number), link);
  }

  private handOver({ frame }: Receipt, link: Link): void {
    this.network.handOver(frame, link);
  }

  /** A message of a group has failed: those behind it in the batch must not overtake it, and come again with it. */
  private skipGroup(poller: Poller, group: string): void {
    const { network } = this;
    const own = this.stateOf(poller);
    const skipped = own.batch.filter((number) => this.receipt(number).group === group);
    own.batch = own.batch.filter((number) => !skipped.includes(number));
    for (const number of skipped) {
      network.record(Fact.replied, Outcome.cancelled, poller.link.index, this.receipt(number).serial, 0, 0);
      this.discard(number);
    }
  }

  private sendDelete(number: number): void {
    const receipt = this.receipt(number);
    const travelMs = tripBackMs(this.network, this.pollers[receipt.poller].link);
    if (travelMs === Infinity) return;
    receipt.isDeleting = true;
    this.plan(this.now + travelMs, Due.delete, number);
  }

  private onDelete(number: number): void {
    const { network, store } = this;
    const receipt = this.receipt(number);
    if (network.pauses.isPaused(this.node)) {
      this.state().deleting.push(number);
      return;
    }
    const { link, params } = this.pollers[receipt.poller];
    const comes = this.isUp() && !network.paths.isCutBack(link.index) && !network.errorShares.strikes(this.node);
    const { message, serial, receives } = receipt;
    if (comes && store.holds(message, serial) && store.isDeletable(message, receives)) {
      if (params.deleteAfter === 'processing') store.acknowledge(message);
      else {
        store.forget(message);
        receipt.isForgotten = true;
        if (receipt.ended !== Outcome.pending) this.settle(receipt);
      }
    }
    this.endDelete(number);
  }

  private endDelete(number: number): void {
    this.receipt(number).isDeleting = false;
    this.closeIfOver(number);
  }

  /** What was deleted before it was processed has come to its end. */
  private settle({ message, ended }: Receipt): void {
    if (ended === Outcome.ok) this.store.acknowledge(message);
    else this.store.lose(message, ended);
  }

  private closeIfOver(number: number): void {
    const { frame, isDeleting } = this.receipt(number);
    if (frame === NONE && !isDeleting) close(this.state().receipts, number);
  }
}
