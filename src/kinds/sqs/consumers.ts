import { Fact, SentFlag } from '../../network/facts';
import { FrameFlag, type Frames, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Agenda } from '../../network/messaging/agenda';
import { PollLoop } from '../../network/messaging/poll-loop';
import { tripThereMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DUE_KINDS, Due } from './due';
import { Handling } from './handling';
import { type ConsumersState, idlePollers, pollersOf, type SqsPoller, type SqsPollerState } from './pollers';
import type { Queue } from './queue';
import { Receipts } from './receipts';
import { pollerMachine } from './statechart';
import type { Store } from './store';

/** A client that gets no answer gives up after that: the default of the AWS SDK for Java 2.x (socketTimeout, 30 s). */
const GIVE_UP_MS = 30_000;
/** No poller asks more often than once in so many ms, however near SQS is. */
const SHORTEST_POLL_MS = 1;

/** The client libraries of the consumers: threads that ask for messages, hand them over, and delete what is done. */
export class Consumers extends PollLoop<SqsPoller, SqsPollerState> {
  readonly initial: ConsumersState;
  private readonly frames: Frames;
  private readonly receipts: Receipts;
  private readonly handling: Handling;

  /** @param tellEmpty hears of every answer without messages */
  constructor(
    network: Network,
    node: number,
    links: readonly Link[],
    private readonly store: Store,
    agenda: Agenda,
    private readonly state: () => ConsumersState,
    private readonly isUp: () => boolean,
    private readonly tellEmpty: () => void,
    queueNamed: (name: string) => Queue | null,
  ) {
    const pollers = pollersOf(links, queueNamed);
    const chart = network.statecharts.populate(pollerMachine);
    const plan = (atMs: number, due: number, subject: number) => agenda.plan(atMs, due + DUE_KINDS * subject);
    super(network, node, chart, pollers, Due, plan);
    this.frames = network.frames;
    this.initial = idlePollers(pollers);
    this.receipts = new Receipts(network, node, store, pollers, state, isUp, (atMs, number) => {
      plan(atMs, Due.delete, number);
    });
    this.handling = new Handling(network, this.receipts, pollers, state, (poller) => this.finish(poller));
  }

  /** Something of the agenda has come. */
  override onDue(due: number, subject: number, entry: number): void {
    if (due === Due.delete) this.receipts.onDelete(subject);
    else super.onDue(due, subject, entry);
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
    for (const number of deleting) this.receipts.endDelete(number);
  }

  /** SQS goes on after a pause. */
  goOn(): void {
    const { asking, deleting } = this.takeHalted();
    for (const number of deleting) this.receipts.onDelete(number);
    for (const index of asking) this.onQuestion(this.pollers[index]);
  }

  /** What the consumer got has come to an end there. */
  onProcessed(frame: number, outcome: Outcome): void {
    this.handling.onProcessed(frame, outcome);
  }

  protected override stateOf(poller: SqsPoller): SqsPollerState {
    return this.state().pollers[poller.index];
  }

  protected override onAsked(poller: SqsPoller): void {
    this.stateOf(poller).askedAtMs = this.now;
  }

  protected override askAgain(poller: SqsPoller): void {
    const atMs = this.stateOf(poller).askedAtMs + SHORTEST_POLL_MS;
    if (this.now < atMs) this.waitFor(poller, atMs, Due.ask);
    else this.ask(poller);
  }

  protected override onQuestion(poller: SqsPoller): void {
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
      if (this.stateOf(poller).batch.length > 0 || !isLong) this.answer(poller, trip);
      else {
        store.stateOf(queue.index).waiting.push(poller.index);
        this.waitFor(poller, this.now + params.waitTimeMs, Due.waitOver);
      }
      store.tellNews();
    }
  }

  protected override stopWaiting(poller: SqsPoller): void {
    if (poller.queue === null) return;
    const { waiting } = this.store.stateOf(poller.queue.index);
    const place = waiting.indexOf(poller.index);
    if (place >= 0) waiting.splice(place, 1);
  }

  protected override givesUpAtMs(poller: SqsPoller): number {
    return Math.max(this.now, this.stateOf(poller).askedAtMs + GIVE_UP_MS);
  }

  /** What was in the answer stays hidden until its visibility timeout. */
  protected override loseBatch(poller: SqsPoller): void {
    this.handling.discardBatch(poller);
  }

  protected override onGot(poller: SqsPoller): void {
    this.handling.begin(poller);
  }

  protected override onEmpty(): void {
    this.tellEmpty();
  }

  /** SQS does not notice. */
  protected override onLeft(poller: SqsPoller): void {
    const state = this.state();
    state.asking = state.asking.filter((index) => index !== poller.index);
    this.handling.onLeft(poller);
  }

  /** What has reached SQS while it stood still. */
  private takeHalted(): Pick<ConsumersState, 'asking' | 'deleting'> {
    const state = this.state();
    const { asking, deleting } = state;
    state.asking = [];
    state.deleting = [];
    return { asking, deleting };
  }

  /** Takes what there is for a poller, and sends it on its way. */
  private receive(poller: SqsPoller, queue: Queue, travelMs: number): void {
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
  private dispatch(message: number, poller: SqsPoller, queue: Queue, travelMs: number): number {
    const { frames, network, store } = this;
    const { link } = poller;
    const frame = network.copy(message);
    const redelivered = frames.flags[message] & FrameFlag.redelivered;
    const serial = frames.serial[message];
    const number = this.receipts.open({
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
}
