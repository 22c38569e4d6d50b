import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts } from '../../network/live-chart';
import { Agenda, type AgendaState, emptyAgenda } from '../../network/messaging/agenda';
import type { LiveMessages } from '../../network/messaging/live-message';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { Consumers } from './consumers';
import { DUE_KINDS, Due } from './due';
import { liveMessages } from './live-messages';
import type { SendParams, SqsParams } from './params';
import type { ConsumersState } from './pollers';
import { Producers, type ProducersState } from './producers';
import type { Queue } from './queue';
import { emptyStore, Store, type StoreState } from './store';

interface SqsState {
  readonly store: StoreState;
  readonly agenda: AgendaState;
  readonly consumers: ConsumersState;
  readonly producers: ProducersState;
}

/** Timers. */
const DUE = 0;
const RETENTION = 1;
const AGENDA = 2;

/** The longest message that SQS takes: 1 MiB since August 2025. */
const LONGEST_BYTES = 1_048_576;

/** Amazon SQS with its queues, and the SNS topics that they subscribe to. Consumers ask for what they get. */
class Sqs extends Component {
  override state: SqsState;
  private readonly store: Store;
  private readonly agenda: Agenda;
  private readonly consumers: Consumers;
  private readonly producers: Producers;
  /** By topic: the queues that get a copy. */
  private readonly subscribers: ReadonlyMap<string, readonly Queue[]>;

  constructor(context: ComponentContext<SqsParams>) {
    const { network, index, params, outgoing, incoming } = context;
    super(network, index, context.id, context.lifecycle(0));
    const owner = {
      onVisible: (queue: Queue) => this.consumers.serve(queue),
      onDelayed: (count: number) => this.note(Note.delayed, count),
      onOverLimit: (queue: Queue) => this.note(Note.overInFlightLimit, queue.index),
      canExtend: (link: number) => this.canExtend(network.links[link]),
    };
    this.store = new Store(
      network,
      index,
      params,
      { due: DUE, retention: RETENTION },
      () => this.state.store,
      owner,
      context.random('duplicates'),
      (queue) => context.random(`servers of queue ${queue}`),
    );
    this.agenda = new Agenda(network, index, AGENDA, () => this.state.agenda);
    this.consumers = new Consumers(
      network,
      index,
      outgoing,
      this.store,
      this.agenda,
      () => this.state.consumers,
      () => this.isUp,
      () => this.note(Note.emptyReceives),
      (name) => this.queueNamed(name),
    );
    this.producers = new Producers(network, incoming, this.agenda, () => this.state.producers);
    this.subscribers = new Map(
      params.topics.map(({ name, queues }) => [
        name,
        [...new Set(queues)].map((queue) => this.queueNamed(queue)).filter((queue) => queue !== null),
      ]),
    );
    this.state = {
      store: emptyStore(params),
      agenda: emptyAgenda(),
      consumers: this.consumers.initial,
      producers: this.producers.initial,
    };
  }

  override get relays(): boolean {
    return true;
  }

  override get hasProducers(): boolean {
    return this.producers.areThere;
  }

  override start(): void {
    this.agenda.plan(this.network.kernel.now, Due.begin);
  }

  override onPublish(frame: number, link: Link): void {
    this.producers.gather(frame, link);
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames, labels } = network;
    const params = network.links[frames.link[frame]].spec.params as unknown as SendParams;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    const { topic } = labels.of(frames.label[frame]);
    const queue = this.queueNamed(params.queue);
    const targets = topic === '' ? queue && [queue] : this.subscribers.get(topic);
    const refusal = this.refusalOf(frame, params, targets);
    if (refusal !== Outcome.ok) network.messages.refuse(frame, refusal);
    else this.take(network.messages.accept(frame), params, targets ?? []);
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    this.consumers.onProcessed(frame, outcome);
  }

  override onCallerDown(link: Link): void {
    this.producers.leave(link);
  }

  override onPeerUp(link: Link): void {
    this.consumers.join(link);
  }

  override onPeerDown(link: Link): void {
    this.consumers.leave(link);
  }

  override onTimer(timer: number): void {
    if (timer === DUE) this.store.ringDue();
    else if (timer === RETENTION) this.store.ringRetention();
    else this.agenda.ring((code, entry) => this.onDue(code % DUE_KINDS, Math.floor(code / DUE_KINDS), entry));
  }

  override liveMessages(queue: number, from: number, most: number): LiveMessages {
    return liveMessages(this.network, this.store, queue, from, most);
  }

  override liveCharts(): LiveChart[] {
    const { chart, pollers } = this.consumers;
    if (pollers.length === 0) return super.liveCharts();
    const counts = chart.states.map((_, state) => chart.count(state));
    return [manyCharts('pollers', chart, counts), ...super.liveCharts()];
  }

  override liveChartsOf(link: Link): LiveChart[] {
    return [manyCharts('pollers', this.consumers.chart, this.consumers.countsOf(link))];
  }

  /** Dead letters go back to the queues that they come from. */
  redrive(): void {
    this.store.redrive();
  }

  protected override onGoesOn(): void {
    this.consumers.goOn();
    for (const queue of this.store.queues) this.consumers.serve(queue);
    this.store.tellNews();
  }

  /** An outage loses nothing: requests fail, and visibility timeouts run on. */
  protected override loseEverything(): void {
    this.consumers.failAll();
  }

  private onDue(due: number, subject: number, entry: number): void {
    if (due === Due.flush) this.producers.onDue(subject, entry);
    else if (due === Due.begin) this.begin();
    else this.consumers.onDue(due, subject, entry);
  }

  private begin(): void {
    const { links, nodes } = this.network;
    for (const link of links) if (link.from === this.index && nodes[link.to].isUp) this.consumers.join(link);
  }

  private queueNamed(name: string): Queue | null {
    const { queues } = this.store;
    return (name === '' ? queues[0] : queues.find(({ params }) => params.name === name)) ?? null;
  }

  /** Why a request to send is answered with an error; `ok` where it is not. */
  private refusalOf(frame: number, params: SendParams, targets: readonly Queue[] | null | undefined): Outcome {
    if (!this.isUp) return Outcome.connectionRefused;
    if (params.messageBytes > LONGEST_BYTES) return Outcome.tooLarge;
    if (targets === null || targets === undefined) return Outcome.noRoute;
    const isUnnamed = (queue: Queue) => queue.isFifo && this.deduplicationId(frame, params, queue) === null;
    return targets.some(isUnnamed) ? Outcome.rejected : Outcome.ok;
  }

  /** Null for a message that a FIFO queue would not take: it could not tell whether it knows it. */
  private deduplicationId(frame: number, { deduplicationId }: SendParams, queue: Queue): string | null {
    const { frames } = this.network;
    if (deduplicationId === 'messageId') return `#${frames.call[frame]}`;
    return queue.params.contentBasedDeduplication ? `=${frames.operation[frame]}/${frames.key[frame]}` : null;
  }

  /** A message that SQS has taken goes into each of the queues; one that nobody subscribes to is gone. */
  private take(frame: number, params: SendParams, targets: readonly Queue[]): void {
    const { network } = this;
    if (targets.length === 0) {
      network.record(Fact.lost, Outcome.noSubscriber, this.index, network.frames.serial[frame], -1, 0);
      network.frames.release(frame);
      return;
    }
    const copies = targets.map((_, place) => (place === 0 ? frame : network.messages.copy(frame)));
    targets.forEach((queue, place) => {
      this.putInto(queue, copies[place], params);
    });
  }

  private putInto(queue: Queue, frame: number, params: SendParams): void {
    const { network } = this;
    const id = queue.isFifo ? this.deduplicationId(frame, params, queue) : null;
    if (id !== null && this.store.isDuplicate(queue, id)) {
      network.record(Fact.lost, Outcome.deduplicated, this.index, network.frames.serial[frame], -1, 0);
      network.frames.release(frame);
      return;
    }
    const own = queue.isFifo ? 0 : params.delayMs;
    this.store.put(frame, queue, own > 0 ? own : queue.params.delayMs);
  }

  private canExtend(link: Link): boolean {
    const { network } = this;
    const { pauses, paths, nodes } = network;
    const both = [this.index, link.to];
    return both.every((node) => nodes[node].isUp && !pauses.isPaused(node)) && !paths.isCutBack(link.index);
  }
}

export const sqs = defineBehaviour<SqsParams>({
  kind: 'sqs',
  create: (context) => new Sqs(context),
});
