import { Fact } from '../../network/facts';
import { FrameFlag, NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts, oneChart } from '../../network/live-chart';
import { Outcome } from '../../network/outcomes';
import { Consumer } from './consumer';
import { survives } from './durability';
import { type Host, Timer } from './host';
import type { ConsumeParams } from './params';
import { isBroken, type Queues } from './queues';

/** How many times within a consumer's timeout it is looked whether it has passed. RabbitMQ looks every minute. */
const CHECKS_PER_TIMEOUT = 20;
/** Deliveries of a message are counted in a byte of its frame, in which 1 stands for none. */
const MOST_DELIVERIES = 254;

/**
 * Queues and their consumers: who gets the next message, what they acknowledge or do not, and what becomes of what they
 * have when their connections are closed.
 */
export class Deliveries {
  private readonly consumers: readonly Consumer[];
  /** By queue: indices of its consumers. */
  private readonly consumersOf: readonly (readonly number[])[];
  /** By link: index of the consumer. */
  private readonly consumerOfLink = new Map<number, number>();
  /** The shortest time after which some consumer holds a message for too long. */
  private readonly shortestTimeoutMs: number;

  /** @param queueNamed the index of the queue that a link names; NONE where there is none */
  constructor(
    private readonly host: Host,
    private readonly queues: Queues,
    links: readonly Link[],
    queueNamed: (name: string) => number,
  ) {
    this.consumers = links.map((link) => {
      const terms = link.spec.params as unknown as ConsumeParams;
      const automatic = terms.ack === 'auto';
      const limit = automatic || terms.prefetch === 0 ? Infinity : terms.prefetch;
      return new Consumer(host.network.statecharts, link, queueNamed(terms.queue), limit, {
        automatic,
        rejects: terms.onFailure === 'reject',
        priority: terms.priority,
        ackTimeoutMs: automatic ? Infinity : (terms.ackTimeoutMs ?? Infinity),
      });
    });
    this.shortestTimeoutMs = Math.min(Infinity, ...this.consumers.map(({ terms }) => terms.ackTimeoutMs));
    this.consumersOf = host.params.queues.map(({ type, exclusive }, queue) => {
      const all = this.consumers.flatMap((consumer, index) => (consumer.queue === queue ? [index] : []));
      return exclusive && type === 'classic' ? all.slice(0, 1) : all;
    });
    this.consumers.forEach((consumer, index) => {
      this.consumerOfLink.set(consumer.link.index, index);
    });
  }

  /** Delivers what may be delivered: consumers take turns, as far as they are connected and have room. */
  push(index: number): void {
    const { host, queues } = this;
    if (!host.isUp || !host.state.queues[index].isDeclared || !host.cluster.serves(index)) return;
    for (let frame = queues.next(index); frame !== NONE; frame = queues.next(index)) {
      const consumer = this.nextConsumer(index);
      if (consumer === null) break;
      queues.takeOut(index, frame);
      this.deliver(frame, consumer);
    }
    queues.expire(index);
  }

  /** A consumer has dealt with a message, or its connection is gone. */
  onAcknowledged(frame: number, outcome: Outcome): void {
    const { host, queues } = this;
    const { network } = host;
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
      network.record(Fact.acked, 0, host.index, frames.serial[frame], queue, tookMs);
      frames.release(frame);
      if (!terms.automatic) host.count(-1);
    } else if (terms.automatic) {
      // The broker forgot it when it went out: there is nobody who could give it again.
      network.record(Fact.lost, outcome, host.index, frames.serial[frame], queue, 0);
      frames.release(frame);
    } else if (terms.rejects && !isBroken(outcome)) {
      network.messages.takeBack(frame);
      queues.giveUp(frame, queue, 'rejected');
    } else queues.putBack(frame, queue, outcome);
    this.push(queue);
  }

  /** The process behind a link is there (again), and declares its queue. */
  join(link: Link): void {
    const consumer = this.consumerBehind(link);
    const { queue } = consumer;
    consumer.join();
    if (queue === NONE) return;
    this.host.state.queues[queue].isDeclared = true;
    this.push(queue);
  }

  /** It is gone; with the last consumer, some queues go as well. */
  leave(link: Link): void {
    const consumer = this.consumerBehind(link);
    const { queue } = consumer;
    consumer.leave();
    if (queue === NONE) return;
    const { type, autoDelete, exclusive } = this.host.params.queues[queue];
    const isLast = this.consumersOf[queue].every((index) => !this.consumers[index].isThere);
    if (type === 'classic' && (autoDelete || exclusive) && isLast) this.queues.remove(queue);
    else this.push(queue);
  }

  /** The timer has come: closes the channels of consumers that have held a message for too long. */
  onAckCheck(): void {
    const { network, state } = this.host;
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

  /** Some queues were lost with their node: the connections of their consumers are closed. */
  onQueuesLost(queues: ReadonlySet<number>): void {
    this.disconnect(({ queue }) => queues.has(queue), Outcome.connectionReset);
  }

  /** The indices of the links that consume a queue. */
  linksOf(queue: number): Set<number> {
    return new Set(this.consumers.filter((one) => one.queue === queue).map(({ link }) => link.index));
  }

  /** How many consumers are in each state; null where there are none. */
  liveChart(): LiveChart | null {
    if (this.consumers.length === 0) return null;
    const { chart } = this.consumers[0];
    const counts = chart.states.map(
      (_, state) => this.consumers.filter((one) => one.chart.stateIndex === state).length,
    );
    return manyCharts('consumers', chart, counts);
  }

  /** The state of the consumer behind a link. */
  liveChartOf(link: Link): LiveChart {
    return oneChart('consumer', this.consumerBehind(link).chart);
  }

  private consumerBehind(link: Link): Consumer {
    return this.consumers[this.consumerOfLink.get(link.index) ?? 0];
  }

  private deliver(frame: number, consumer: Consumer): void {
    const { network } = this.host;
    const { frames, kernel } = network;
    const { ackTimeoutMs, automatic } = consumer.terms;
    consumer.deliver();
    if (frames.attempt[frame] <= MOST_DELIVERIES) frames.attempt[frame]++;
    if (automatic) this.host.count(-1);
    if (ackTimeoutMs !== Infinity) {
      frames.sentAt[frame] = kernel.now;
      this.armAckCheck(kernel.now + ackTimeoutMs);
    }
    network.messages.deliver(frame, consumer.link, consumer.queue);
  }

  private nextConsumer(index: number): Consumer | null {
    const queue = this.host.state.queues[index];
    const candidates = this.consumersOf[index];
    if (this.host.params.queues[index].singleActiveConsumer) return this.activeConsumer(index);
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
    const queue = this.host.state.queues[index];
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

  private armAckCheck(atMs: number): void {
    const { network, state, index } = this.host;
    if (atMs >= state.ackCheckMs) return;
    state.ackCheckMs = atMs;
    network.startTimer(index, Timer.ackCheck, atMs);
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
    const { frames } = this.host.network;
    frames.forEach((frame) => {
      const isDelivery = (frames.flags[frame] & (FrameFlag.delivery | FrameFlag.detached)) === FrameFlag.delivery;
      const index = isDelivery ? this.consumerOfLink.get(frames.link[frame]) : undefined;
      if (index !== undefined && !this.consumers[index].terms.automatic) visit(frame, this.consumers[index]);
    });
  }

  private loseConnection(frame: number, why: Outcome): void {
    const { host } = this;
    const { network } = host;
    const { frames } = network;
    const { queue } = this.consumers[this.consumerOfLink.get(frames.link[frame]) ?? 0];
    if (why === Outcome.timeout || survives(host, frame, queue)) {
      const again = network.copy(frame);
      network.messages.takeBack(again);
      network.record(Fact.requeued, why, host.index, frames.serial[again], queue, 0);
      network.record(Fact.duplicated, 0, host.index, frames.serial[again], queue, 0);
      this.queues.requeue(queue, again);
    } else {
      network.record(Fact.lost, Outcome.notPersisted, host.index, frames.serial[frame], queue, 0);
      host.count(-1);
    }
    frames.flags[frame] |= FrameFlag.detached;
  }
}
