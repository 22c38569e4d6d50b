import type { Sampler } from '../../kernel/sampler';
import type { Population } from '../../kernel/statechart/population';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Fact } from '../../network/facts';
import { NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts, oneOf } from '../../network/live-chart';
import { type LiveMessages, NO_MESSAGES } from '../../network/messaging/live-message';
import {
  append,
  blockOf,
  emptyLog,
  type MessageLog,
  opensBlock,
  placeOf,
  roomOf,
} from '../../network/messaging/message-log';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { addWork } from '../../network/serving/only-work';
import { Program } from '../../network/serving/program';
import { emptyServer, Server, type ServerState } from '../../network/serving/server';
import { type Aggregates, appended, eventsToReplay, expect, noAggregates, takeExpected } from './aggregates';
import type { EventStoreParams } from './params';
import { subscriptionMachine } from './statechart';
import { newSubscription, Subscription, type SubscriptionState } from './subscription';

interface EventStoreState extends ServerState {
  readonly log: MessageLog;
  readonly aggregates: Aggregates;
  readonly subscriptions: SubscriptionState[];
}

/** Timers of the subscriptions; those before are the server's. */
const FIRST_TIMER = 32;
const MOST_SUBSCRIPTIONS = 200;

/**
 * Streams of events, one for each aggregate, that are only ever added to. An aggregate is what its events make of it: to
 * load it is to replay them. What is written goes, in its order, to everybody who has subscribed.
 */
class EventStore extends Server {
  override state: EventStoreState;
  private readonly params: EventStoreParams;
  private readonly loads: ReadonlySet<number>;
  private readonly loadTime: Sampler;
  private readonly subscriptions: readonly Subscription[];
  private readonly charts: Population<typeof subscriptionMachine>;

  constructor(context: ComponentContext<EventStoreParams>) {
    const { network, params } = context;
    const program = new Program();
    addWork(program, context, context.sampler('append time', params.appendTime));
    super(context, program, params.concurrency, params.queueLimit);
    this.params = params;
    this.loads = new Set(params.loadOperations.map((name) => network.operation(name)));
    this.loadTime = context.sampler('load time', params.loadTime);
    this.charts = network.statecharts.populate(subscriptionMachine);
    const links = context.outgoing.slice(0, MOST_SUBSCRIPTIONS);
    this.subscriptions = links.map(
      (link, number) => new Subscription(network, this, link, number, this.charts, FIRST_TIMER + number),
    );
    this.state = {
      ...emptyServer(),
      log: emptyLog(),
      aggregates: noAggregates(),
      subscriptions: links.map(() => newSubscription()),
    };
  }

  get log(): MessageLog {
    return this.state.log;
  }

  subscription(number: number): SubscriptionState {
    return this.state.subscriptions[number];
  }

  override get messagesWithoutFrames(): number {
    return this.subscriptions.reduce((sum, subscription) => sum + subscription.waiting, 0);
  }

  override get roomForMessages(): number {
    return roomOf(this.state.log);
  }

  protected override entry(): number {
    return 0;
  }

  /** To load an aggregate takes the longer the more events there are since its snapshot. */
  protected override work(frame: number, durationMs: number): void {
    const { frames } = this.network;
    if (!this.isLoad(frame)) {
      super.work(frame, durationMs);
      return;
    }
    const { snapshotEvery, perEventMs } = this.params;
    const events = eventsToReplay(this.state.aggregates, frames.key[frame], snapshotEvery);
    super.work(frame, (this.loadTime.sample() + events * perEventMs) * this.slowness);
  }

  override onWorked(frame: number): void {
    const { network, state, params } = this;
    const { frames } = network;
    const key = frames.key[frame];
    const caller = this.callerOf(frame);
    if (this.isLoad(frame)) {
      this.note(Note.reads, 0, 0, frame);
      if (params.checksVersion && caller !== 0) expect(state.aggregates, caller, key);
    } else if (params.checksVersion && !takeExpected(state.aggregates, caller, key)) {
      this.note(Note.conflicts, 0, 0, frame);
      this.finish(frame, Outcome.conflict);
      return;
    } else this.write(frame);
    super.onWorked(frame);
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    const subscription = this.subscriptionOf(this.network.links[this.network.frames.link[frame]]);
    subscription?.onAcknowledged(frame, outcome);
  }

  override onTimer(timer: number): void {
    if (timer >= FIRST_TIMER) this.subscriptions[timer - FIRST_TIMER].onTimer();
    else super.onTimer(timer);
  }

  override onPeerUp(link: Link): void {
    this.subscriptionOf(link)?.join();
  }

  override onPeerDown(link: Link): void {
    this.subscriptionOf(link)?.onConsumerDown();
  }

  /** Lets whoever is behind a link, or else everybody, begin again with the first event. */
  rebuild(link?: Link): void {
    for (const subscription of this.subscriptions) {
      if (link === undefined || subscription.link === link) subscription.rebuild();
    }
  }

  override liveCharts(): LiveChart[] {
    if (this.subscriptions.length === 0) return super.liveCharts();
    const counts = this.charts.states.map((_, state) => this.charts.count(state));
    return [manyCharts('subscriptions', this.charts, counts), ...super.liveCharts()];
  }

  override liveChartsOf(link: Link): LiveChart[] {
    const number = this.subscriptions.findIndex((subscription) => subscription.link === link);
    return number < 0 ? [] : [oneOf('subscription', this.charts, number)];
  }

  override liveMessages(queue: number, from: number, most: number): LiveMessages {
    const { state, network } = this;
    const subscription = state.subscriptions[queue];
    if (subscription === undefined) return NO_MESSAGES;
    const { log } = state;
    const first = log.first + from;
    const count = Math.max(0, Math.min(most, log.next - first));
    const messages = Array.from({ length: count }, (_, i) => {
      const offset = first + i;
      const block = blockOf(log, offset);
      const at = placeOf(offset);
      const label = network.labels.of(block.label[at]);
      const isHandled = offset < subscription.position;
      return {
        serial: block.serial[at] + queue,
        key: String(block.key[at]),
        label: { ...label, topic: label.topic || network.operationName(block.operation[at]) },
        bytes: null,
        publishedAtMs: block.publishedAt[at],
        deliveries: offset < subscription.sentTo ? 1 : 0,
        state: isHandled
          ? ('kept' as const)
          : offset < subscription.fetchedTo
            ? ('unacked' as const)
            : ('ready' as const),
        offset,
      };
    });
    return { total: log.next - log.first, from, messages };
  }

  protected override onUp(): void {
    super.onUp();
    for (const subscription of this.subscriptions) subscription.join();
  }

  /** What is written stays. */
  protected override loseEverything(): void {
    super.loseEverything();
    for (const subscription of this.subscriptions) subscription.onStoreDown();
  }

  private isLoad(frame: number): boolean {
    return this.loads.has(this.network.frames.operation[frame]);
  }

  /** Adds events to the stream of an aggregate. */
  private write(frame: number): void {
    const { network, state, params, subscriptions } = this;
    const { frames, kernel } = network;
    const serial = frames.serial[frame];
    for (let event = 0; event < params.eventsPerAppend; event++) {
      appended(state.aggregates, frames.key[frame]);
      this.note(Note.events, state.log.next + 1, 0, frame);
      // A name for the copy of each subscription, one after the other.
      const first = network.newSerial();
      for (let number = 1; number < subscriptions.length; number++) network.newSerial();
      const offset = append(state.log, frames, frame, kernel.now);
      const block = blockOf(state.log, offset);
      block.serial[placeOf(offset)] = first;
      block.id[placeOf(offset)] = first;
      block.publishedAt[placeOf(offset)] = kernel.now;
      for (let number = 0; number < subscriptions.length; number++) {
        network.record(Fact.copied, 0, this.index, first + number, serial, 0);
        network.record(Fact.enqueued, 0, this.index, first + number, number, 0);
      }
      if (opensBlock(offset)) network.onLogGrown();
    }
    for (const subscription of subscriptions) subscription.wake();
  }

  /** The request that the caller works on: it may load an aggregate first and append to it later. */
  private callerOf(frame: number): number {
    const { frames } = this.network;
    const parent = frames.parent[frame];
    return parent === NONE ? 0 : frames.serial[parent];
  }

  private subscriptionOf(link: Link): Subscription | undefined {
    return this.subscriptions.find((subscription) => subscription.link === link);
  }
}

export const eventStore = defineBehaviour<EventStoreParams>({
  kind: 'event-store',
  create: (context) => new EventStore(context),
});
