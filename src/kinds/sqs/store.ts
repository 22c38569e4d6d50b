import type { RandomStream } from '../../kernel/random';
import { Fact } from '../../network/facts';
import { type AlarmsState, FrameAlarms, noAlarms } from '../../network/frames/frame-alarms';
import { append, remove } from '../../network/frames/frame-list';
import { FrameFlag, type Frames, Phase } from '../../network/frames/frames';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DeadLetters, type Shelves } from './dead-letters';
import { isKnown } from './deduplication';
import { FifoQueue } from './fifo-queue';
import { Messages, Place } from './message';
import type { SqsParams } from './params';
import { deadLetterQueueOf, emptyQueue, type Queue, type QueueState } from './queue';
import { StandardQueue } from './standard-queue';
import { VisibilityTimeout } from './visibility-timeout';

export interface StoreState {
  readonly queues: readonly QueueState[];
  /** Ends of delays and of visibility timeouts, and their extensions. */
  readonly due: AlarmsState;
  readonly retention: AlarmsState;
}

export const emptyStore = ({ queues, servers }: SqsParams): StoreState => ({
  queues: queues.map(({ type }) => emptyQueue(type, servers)),
  due: noAlarms(),
  retention: noAlarms(),
});

/** Who uses a store. */
export interface StoreOwner {
  /** A message of that queue may be received. */
  onVisible(queue: Queue): void;
  /** So many messages are delayed, in all queues. */
  onDelayed(count: number): void;
  /** Messages of that queue would have been handed out, had there not been too many in flight. */
  onOverLimit(queue: Queue): void;
  /** Whether the consumer at the end of a link can extend a visibility timeout just now. */
  canExtend(link: number): boolean;
}

/** The numbers of the two timers that a store needs. */
export interface StoreTimers {
  readonly due: number;
  readonly retention: number;
}

/** How messages are received. */
export interface Receive {
  readonly most: number;
  /** All servers, as long polling does. */
  readonly asksAll: boolean;
  /** The consumer's link, and whether it extends the visibility timeout while it works. */
  readonly link: number;
  readonly heartbeat: boolean;
}

/** The queues of SQS and everything that happens to the messages in them. It outlives any outage. */
export class Store implements Shelves {
  readonly messages: Messages;
  readonly queues: readonly Queue[];
  private readonly frames: Frames;
  private readonly due: FrameAlarms;
  private readonly retention: FrameAlarms;
  private readonly visibility: VisibilityTimeout;
  private readonly deadLetters: DeadLetters;
  /** Queues of which there is news for the owner, who is told when nothing is half done. */
  private readonly news: Queue[] = [];
  private isBusy = false;

  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly params: SqsParams,
    timers: StoreTimers,
    private readonly state: () => StoreState,
    private readonly owner: StoreOwner,
    private readonly chance: RandomStream,
    serversOf: (queue: number) => RandomStream,
  ) {
    const { frames } = network;
    this.frames = frames;
    const messages = new Messages(frames);
    this.messages = messages;
    this.queues = params.queues.map((own, index): Queue => {
      const isFifo = own.type === 'fifo';
      const visible = isFifo
        ? new FifoQueue(
            frames,
            messages,
            (frame) => this.groupOf(frame),
            () => this.stateOf(index).fifo,
          )
        : new StandardQueue(frames, messages, serversOf(index), () => this.stateOf(index).standard);
      return { index, params: own, isFifo, deadLetterQueue: deadLetterQueueOf(params.queues, index), visible };
    });
    this.due = new FrameAlarms(
      network,
      node,
      timers.due,
      () => this.state().due,
      (frame, atMs) => this.isDue(frame, atMs),
    );
    this.retention = new FrameAlarms(
      network,
      node,
      timers.retention,
      () => this.state().retention,
      (frame, atMs) => this.isKept(frame) && this.expiryOf(frame) === atMs,
    );
    this.visibility = new VisibilityTimeout(network, messages, this.due, (link) => owner.canExtend(link));
    this.deadLetters = new DeadLetters(network, node, messages, this);
  }

  /** What a queue has, by its index. */
  stateOf(queue: number): QueueState {
    return this.state().queues[queue];
  }

  /** The MessageGroupId: what its label says, or the key of the request on whose behalf it was sent. */
  groupOf(frame: number): string {
    const { key } = this.network.labels.of(this.frames.label[frame]);
    if (key !== '') return `#${key}`;
    return this.frames.key[frame] === 0 ? '#' : `#${this.frames.key[frame]}`;
  }

  /** Whether a FIFO queue knows a message by that id already; if not, it does from now on. */
  isDuplicate(queue: Queue, id: string): boolean {
    return isKnown(this.stateOf(queue.index).known, id, this.network.kernel.now);
  }

  /** A message has been sent to a queue. */
  put(frame: number, queue: Queue, delayMs: number): void {
    this.enter(frame, queue);
    if (delayMs > 0) this.delay(frame, queue, delayMs);
    else this.show(frame, queue);
    this.tellNews();
  }

  /** The timer for what is due has come. */
  ringDue(): void {
    this.due.ring((frame) => {
      this.onDue(frame);
      this.tellNews();
    });
  }

  /** The timer for what is too old has come. */
  ringRetention(): void {
    this.retention.ring((frame) => this.lose(frame, Outcome.expired));
  }

  /**
   * Hands out messages of a queue, as far as it has visible ones and not too many are in flight. `deliver` is told of each
   * before its visibility timeout begins.
   */
  receive(queue: Queue, { most, asksAll, link, heartbeat }: Receive, deliver: (frame: number) => void): void {
    const room = queue.params.maxInFlight - this.stateOf(queue.index).inFlight.length;
    if (room <= 0) {
      if (queue.visible.hasNext) this.owner.onOverLimit(queue);
      return;
    }
    const twins: number[] = [];
    const { duplicateShare } = this.params;
    const wasBusy = this.isBusy;
    this.isBusy = true;
    queue.visible.select(Math.min(most, room), asksAll, (frame) => {
      if (this.deadLetters.isReceivedTooOften(frame, queue)) {
        this.deadLetters.take(frame, queue);
        return false;
      }
      this.handOut(frame, queue, link, heartbeat, deliver);
      if (!queue.isFifo && duplicateShare > 0 && this.chance.unit() < duplicateShare) twins.push(frame);
      return true;
    });
    for (const frame of twins) this.appearTwice(frame, queue);
    this.isBusy = wasBusy;
  }

  /** Whether that frame still holds that message. What is handed to a consumer is another frame of the same name. */
  holds(frame: number, serial: number): boolean {
    const { frames } = this;
    const isOurs = frames.serial[frame] === serial && frames.node[frame] === this.node;
    return isOurs && frames.phase[frame] === Phase.queued && (frames.flags[frame] & FrameFlag.detached) === 0;
  }

  /**
   * Whether DeleteMessage with the receipt handle of a receive would delete a message that is held: only the latest does,
   * and that of a FIFO queue only until the visibility timeout.
   */
  isDeletable(frame: number, receives: number): boolean {
    const { messages } = this;
    const place = messages.placeOf(frame);
    if (messages.receivesOf(frame) !== receives || place === Place.forgotten) return false;
    return place === Place.inFlight || !this.queues[messages.queueOf(frame)].isFifo;
  }

  /** A message is done with. */
  acknowledge(frame: number): void {
    const { frames, network } = this;
    const queue = this.queues[this.messages.queueOf(frame)];
    const tookMs = network.kernel.now - frames.firstSentAt[frame];
    network.record(Fact.acked, 0, this.node, frames.serial[frame], queue.index, tookMs);
    this.drop(frame, queue);
  }

  /** A message is gone. */
  lose(frame: number, why: Outcome): void {
    const queue = this.queues[this.messages.queueOf(frame)];
    this.network.record(Fact.lost, why, this.node, this.frames.serial[frame], queue.index, 0);
    this.drop(frame, queue);
  }

  /** It has been deleted while somebody still has to work on it: the queue knows it no longer, the books do. */
  forget(frame: number): void {
    this.takeOut(frame, this.queues[this.messages.queueOf(frame)]);
    this.messages.setPlace(frame, Place.forgotten);
    this.tellNews();
  }

  /** Nobody works any more on what was received so often. */
  letGo(frame: number, receives: number): void {
    if (this.messages.receivesOf(frame) === receives) this.messages.setInHand(frame, false);
  }

  /** Dead letters go back to where they came from. */
  redrive(): void {
    this.deadLetters.sendBack();
    this.tellNews();
  }

  /** To be called when what was begun is done. What the owner does may bring about more news. */
  tellNews(): void {
    if (this.isBusy) return;
    this.isBusy = true;
    for (let queue = this.news.shift(); queue !== undefined; queue = this.news.shift()) this.owner.onVisible(queue);
    this.isBusy = false;
  }

  enter(frame: number, queue: Queue): void {
    this.open(frame, queue);
    this.network.record(Fact.enqueued, 0, this.node, this.frames.serial[frame], queue.index, 0);
  }

  open(frame: number, queue: Queue): void {
    const state = this.stateOf(queue.index);
    this.frames.phase[frame] = Phase.queued;
    this.messages.open(frame, queue.index, state.nextOrder++, this.network.kernel.now);
    this.retention.set(frame, this.expiryOf(frame));
  }

  show(frame: number, queue: Queue): void {
    this.messages.setPlace(frame, Place.visible);
    this.frames.since[frame] = this.network.kernel.now;
    queue.visible.add(frame);
    this.news.push(queue);
  }

  keepAge(frame: number, sentAtMs: number): void {
    this.frames.sentAt[frame] = sentAtMs;
    this.retention.set(frame, this.expiryOf(frame));
  }

  private expiryOf(frame: number): number {
    const { messages } = this;
    return messages.sentAtMs(frame) + this.queues[messages.queueOf(frame)].params.retentionMs;
  }

  private delay(frame: number, queue: Queue, delayMs: number): void {
    const { messages } = this;
    const untilMs = this.network.kernel.now + delayMs;
    messages.setPlace(frame, Place.delayed);
    messages.hideUntil(frame, untilMs);
    append(this.frames, this.stateOf(queue.index).delayed, frame);
    this.countDelayed();
    this.due.set(frame, untilMs);
  }

  private countDelayed(): void {
    this.owner.onDelayed(this.state().queues.reduce((sum, { delayed }) => sum + delayed.length, 0));
  }

  /** Whether a message is still in its queue; a frame of ours that is free looks like what it was. */
  private isKept(frame: number): boolean {
    return this.frames.phase[frame] === Phase.queued && this.messages.placeOf(frame) !== Place.forgotten;
  }

  private isDue(frame: number, atMs: number): boolean {
    const { messages } = this;
    const place = messages.placeOf(frame);
    if (!this.isKept(frame) || place === Place.visible) return false;
    return messages.hiddenUntilMs(frame) === atMs || messages.nextBeatMs(frame) === atMs;
  }

  private onDue(frame: number): void {
    const { messages, visibility } = this;
    const queue = this.queues[messages.queueOf(frame)];
    const state = this.stateOf(queue.index);
    if (messages.placeOf(frame) === Place.delayed) {
      remove(this.frames, state.delayed, frame);
      this.countDelayed();
      this.show(frame, queue);
    } else if (visibility.isOver(frame)) this.reappear(frame, queue);
    else visibility.extend(frame, queue);
  }

  /** Its visibility timeout is over, and it has not been deleted. */
  private reappear(frame: number, queue: Queue): void {
    const { frames, network, messages } = this;
    remove(frames, this.stateOf(queue.index).inFlight, frame);
    messages.setPlace(frame, Place.visible);
    frames.since[frame] = network.kernel.now;
    frames.flags[frame] |= FrameFlag.redelivered;
    network.record(Fact.requeued, Outcome.timeout, this.node, frames.serial[frame], queue.index, 0);
    queue.visible.putBack(frame);
    queue.visible.settle(frame);
    this.news.push(queue);
  }

  private handOut(
    frame: number,
    queue: Queue,
    link: number,
    heartbeat: boolean,
    deliver: (frame: number) => void,
  ): void {
    const { messages, frames, network } = this;
    // Another consumer has not finished with it, and does not know that its time is up.
    if (messages.isInHand(frame)) {
      network.record(Fact.duplicated, 0, this.node, frames.serial[frame], queue.index, 0);
    }
    messages.countReceive(frame);
    messages.setPlace(frame, Place.inFlight);
    messages.setInHand(frame, true);
    messages.setReceiver(frame, link);
    append(frames, this.stateOf(queue.index).inFlight, frame);
    deliver(frame);
    this.visibility.begin(frame, queue, heartbeat);
  }

  /** A server that was out of reach has not heard that a message was received: it still has its copy. */
  private appearTwice(frame: number, queue: Queue): void {
    const { frames, network, messages } = this;
    const twin = network.messages.copy(frame);
    const sentAtMs = messages.sentAtMs(frame);
    this.enter(twin, queue);
    this.keepAge(twin, sentAtMs);
    frames.flags[twin] |= FrameFlag.redelivered;
    network.record(Fact.duplicated, 0, this.node, frames.serial[twin], queue.index, 0);
    this.show(twin, queue);
  }

  private drop(frame: number, queue: Queue): void {
    this.takeOut(frame, queue);
    this.frames.release(frame);
    this.tellNews();
  }

  private takeOut(frame: number, queue: Queue): void {
    const { frames, messages } = this;
    const state = this.stateOf(queue.index);
    switch (messages.placeOf(frame)) {
      case Place.visible:
        queue.visible.remove(frame);
        return;
      case Place.inFlight:
        remove(frames, state.inFlight, frame);
        queue.visible.settle(frame);
        this.news.push(queue);
        return;
      case Place.delayed:
        remove(frames, state.delayed, frame);
        this.countDelayed();
        return;
      case Place.forgotten:
        return;
    }
  }
}
