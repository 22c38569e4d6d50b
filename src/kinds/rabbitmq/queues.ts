import { Fact } from '../../network/facts';
import { append, takeFirst } from '../../network/frames/frame-list';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import { Outcome } from '../../network/outcomes';
import type { Confirms } from './confirms';
import { type DeathReason, deadLabel, goesInCircles, OUTCOME_OF_DEATH } from './deaths';
import { survives } from './durability';
import { type Host, Timer } from './host';
import { enqueue, forEachReady, levelOf, nextReady, oldestReady, requeue, takeOut } from './queue';
import type { Exchanges } from './routing/exchanges';

/** Whether a consumer has not said anything: its connection is gone. */
export const isBroken = (outcome: Outcome): boolean =>
  outcome === Outcome.connectionReset || outcome === Outcome.connectionRefused || outcome === Outcome.partitioned;

/**
 * What becomes of messages in the queues: they come in, wait until a majority has them, are too many or too old, are given
 * up and go on by the dead-letter exchange, and come back from consumers.
 */
export class Queues {
  constructor(
    private readonly host: Host,
    private readonly exchanges: Exchanges,
    private readonly confirms: Confirms,
    /** There is something in a queue that may be delivered. */
    private readonly onReady: (index: number) => void,
  ) {}

  /** Whether messages can go into a queue: it is declared, and somebody answers for it. */
  isThere(index: number): boolean {
    const { state, params, cluster } = this.host;
    if (!state.queues[index].isDeclared) return false;
    return params.queues[index].type === 'quorum' || cluster.serves(index);
  }

  /** Whether a queue is full and takes no more. */
  refuses(index: number): boolean {
    const { overflow, maxLength } = this.host.params.queues[index];
    if (overflow !== 'rejectPublish' || maxLength === null) return false;
    const queue = this.host.state.queues[index];
    return queue.ready + queue.uncommitted.length >= maxLength;
  }

  /** Whether a message is in a queue only when a majority has it, and that takes time. */
  commitsLater(index: number): boolean {
    const { params, cluster } = this.host;
    return params.queues[index].type === 'quorum' && (params.persistMs > 0 || !cluster.serves(index));
  }

  /** A message comes into a queue. @param confirm the frame that waits until it is safe there; NONE for none */
  store(frame: number, index: number, confirm: number): void {
    const { network, state, params } = this.host;
    const { frames, kernel } = network;
    const queue = state.queues[index];
    const { ttlMs } = network.labels.of(frames.label[frame]);
    frames.attempt[frame] = 1;
    frames.phase[frame] = Phase.queued;
    frames.since[frame] = kernel.now;
    frames.deadlineAt[frame] = kernel.now + Math.min(ttlMs ?? Infinity, params.queues[index].messageTtlMs ?? Infinity);
    this.host.count(1);
    network.record(Fact.enqueued, 0, this.host.index, frames.serial[frame], index, 0);
    if (this.commitsLater(index)) {
      frames.slot[frame] = confirm;
      append(frames, queue.uncommitted, frame);
      this.armCommit(index);
      return;
    }
    enqueue(frames, queue, this.level(index, frame), frame);
    this.onReady(index);
    this.dropExcess(index);
  }

  /**
   * The message that is to be delivered next; NONE where nothing is ready. Those before it whose time is over are given
   * up; what comes without any time to live still goes to whoever is ready for it.
   */
  next(index: number): number {
    const { network, state } = this.host;
    const queue = state.queues[index];
    for (let frame = nextReady(queue); ; frame = nextReady(queue)) {
      if (frame === NONE || network.frames.deadlineAt[frame] >= network.kernel.now) return frame;
      this.takeOut(index, frame);
      this.giveUp(frame, index, 'expired');
    }
  }

  /** Takes out a message that is ready. */
  takeOut(index: number, frame: number): void {
    takeOut(this.host.network.frames, this.host.state.queues[index], this.level(index, frame), frame);
  }

  /** Puts a message back to where it was. */
  requeue(index: number, frame: number): void {
    requeue(this.host.network.frames, this.host.state.queues[index], this.level(index, frame), frame);
  }

  /** Sets the timer for the oldest message that no majority has yet. */
  armCommit(index: number): void {
    const { network, params, state, isUp, cluster } = this.host;
    const queue = state.queues[index];
    const { head } = queue.uncommitted;
    if (head === NONE || queue.commitMs !== Infinity || !isUp || !cluster.serves(index)) return;
    queue.commitMs = Math.max(network.kernel.now, network.frames.since[head] + params.persistMs);
    network.startTimer(this.host.index, Timer.commit + index, queue.commitMs);
  }

  /** A majority has what came to a quorum queue so long ago. */
  onCommitted(index: number): void {
    const { network, params, state, isUp, cluster } = this.host;
    const { frames, kernel } = network;
    const queue = state.queues[index];
    if (queue.commitMs !== kernel.now) return;
    queue.commitMs = Infinity;
    if (!isUp || !cluster.serves(index)) return;
    const { uncommitted } = queue;
    while (uncommitted.head !== NONE && frames.since[uncommitted.head] + params.persistMs <= kernel.now) {
      const frame = takeFirst(frames, uncommitted);
      const confirm = frames.slot[frame];
      frames.slot[frame] = NONE;
      if (confirm !== NONE) this.confirms.settle(confirm);
      enqueue(frames, queue, this.level(index, frame), frame);
    }
    this.onReady(index);
    this.dropExcess(index);
    this.armCommit(index);
  }

  /** Gives up those at the head whose time is over. One that waits behind another stays until it is the first. */
  expire(index: number): void {
    const { network, state } = this.host;
    const { frames, kernel } = network;
    const queue = state.queues[index];
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
    network.startTimer(this.host.index, Timer.expiry + index, nextMs);
  }

  /** The timer has come for the message whose time is over first. */
  onExpiry(index: number): void {
    const { network, state, isUp, cluster } = this.host;
    const queue = state.queues[index];
    if (queue.expiryMs !== network.kernel.now) return;
    queue.expiryMs = Infinity;
    if (isUp && cluster.serves(index)) this.expire(index);
  }

  /**
   * A queue gives up a message of the broker's own that is in no list any more: it goes on by the dead-letter exchange,
   * or is gone. Nobody confirms to a classic queue that it has arrived there; between queues of one broker nothing is
   * lost on that way here.
   */
  giveUp(frame: number, index: number, reason: DeathReason): void {
    const { network, params } = this.host;
    const { frames, labels } = network;
    const { name, deadLetterExchange, deadLetterRoutingKey } = params.queues[index];
    if (deadLetterExchange === '' && deadLetterRoutingKey === '') {
      this.end(frame, index, OUTCOME_OF_DEATH[reason]);
      return;
    }
    const label = labels.of(frames.label[frame]);
    const dead = deadLabel(label, deadLetterRoutingKey || label.routingKey || name, reason, name);
    const routed = this.exchanges.route(deadLetterExchange, dead).filter((queue) => this.isThere(queue));
    const queues = routed.filter((queue) => !goesInCircles(dead, params.queues[queue].name));
    let outcome = OUTCOME_OF_DEATH[reason];
    if (routed.length === 0) outcome = Outcome.noRoute;
    if (queues.length > 0) outcome = Outcome.deadLettered;
    const number = queues.length > 0 ? labels.intern(dead) : 0;
    const copies = queues.map(() => network.messages.copy(frame));
    this.end(frame, index, outcome);
    queues.forEach((queue, i) => {
      const copy = copies[i];
      frames.label[copy] = number;
      frames.flags[copy] &= ~FrameFlag.redelivered;
      if (this.refuses(queue)) {
        network.record(Fact.lost, Outcome.overflow, this.host.index, frames.serial[copy], -1, 0);
        frames.release(copy);
      } else this.store(copy, queue, NONE);
    });
  }

  /** A message comes back from a consumer that did not acknowledge it. */
  putBack(frame: number, index: number, why: Outcome): void {
    const { network, params, state } = this.host;
    const { frames } = network;
    const { type, deliveryLimit } = params.queues[index];
    const queue = state.queues[index];
    network.messages.takeBack(frame);
    if (!queue.isDeclared) {
      this.end(frame, index, Outcome.noSubscriber);
      return;
    }
    if (type === 'quorum' && deliveryLimit !== null && frames.attempt[frame] - 1 > deliveryLimit) {
      this.giveUp(frame, index, 'delivery_limit');
      return;
    }
    network.record(Fact.requeued, why, this.host.index, frames.serial[frame], index, 0);
    // Without a limit, a quorum queue puts what a consumer hands back behind all others.
    if (type === 'quorum' && deliveryLimit === null && !isBroken(why)) enqueue(frames, queue, 0, frame);
    else this.requeue(index, frame);
  }

  /** Its last consumer has gone: the queue is deleted, with what it holds, until somebody declares it again. */
  remove(index: number): void {
    this.host.state.queues[index].isDeclared = false;
    this.empty(index, Outcome.noSubscriber);
  }

  /** Empties a queue, but for what consumers have. */
  empty(index: number, outcome: Outcome): void {
    forEachReady(this.host.network.frames, this.host.state.queues[index], (frame) => {
      this.takeOut(index, frame);
      this.end(frame, index, outcome);
    });
  }

  /** The node that has a classic queue was killed: what waits in it is lost, but for what was written down. */
  loseReady(index: number): void {
    const { frames } = this.host.network;
    forEachReady(frames, this.host.state.queues[index], (frame) => {
      if (survives(this.host, frame, index)) frames.flags[frame] |= FrameFlag.redelivered;
      else {
        this.takeOut(index, frame);
        this.end(frame, index, Outcome.notPersisted);
      }
    });
  }

  /** All nodes were killed: what no majority has yet is lost. */
  loseUncommitted(index: number): void {
    const { frames } = this.host.network;
    const { uncommitted } = this.host.state.queues[index];
    for (let frame = takeFirst(frames, uncommitted); frame !== NONE; frame = takeFirst(frames, uncommitted)) {
      frames.slot[frame] = NONE;
      this.end(frame, index, Outcome.notPersisted);
    }
  }

  private level(index: number, frame: number): number {
    const { network, state } = this.host;
    const queue = state.queues[index];
    return queue.levels.length === 1 ? 0 : levelOf(queue, network.labels.of(network.frames.label[frame]).priority);
  }

  /** Gives up the oldest of those that are ready where there are more than the queue may hold. */
  private dropExcess(index: number): void {
    const { maxLength, overflow } = this.host.params.queues[index];
    if (maxLength === null || overflow !== 'dropHead') return;
    const queue = this.host.state.queues[index];
    while (queue.ready > maxLength) {
      const oldest = oldestReady(queue);
      this.takeOut(index, oldest);
      this.giveUp(oldest, index, 'maxlen');
    }
  }

  /** The end of a message that is in no list any more. */
  private end(frame: number, index: number, outcome: Outcome): void {
    const { network } = this.host;
    network.record(Fact.lost, outcome, this.host.index, network.frames.serial[frame], index, 0);
    network.frames.release(frame);
    this.host.count(-1);
  }
}
