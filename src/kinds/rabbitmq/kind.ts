import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { remove, takeFirst } from '../../network/frames/frame-list';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts, oneChart } from '../../network/live-chart';
import { Outcome } from '../../network/outcomes';
import { Consumer } from './consumer';
import type { RabbitmqParams } from './params';
import { emptyQueue, enqueue, type Queue, requeue } from './queue';

interface RabbitmqState {
  queues: Queue[];
}

/** A broker that pushes the messages of its queues to their consumers, as far as each one's prefetch allows. */
class Rabbitmq extends Component {
  override state: RabbitmqState;
  private readonly durable: readonly boolean[];
  private readonly consumers: readonly Consumer[];
  /** By queue: indices of its consumers. */
  private readonly consumersOf: readonly number[][];
  /** By link: index of the consumer, or of the queue that a producer publishes to. */
  private readonly consumerOfLink = new Map<number, number>();
  private readonly queueOfLink = new Map<number, number>();

  constructor(context: ComponentContext<RabbitmqParams>) {
    super(context.network, context.index, context.id, context.lifecycle(context.params.startupMs));
    const { queues } = context.params;
    this.durable = queues.map((queue) => queue.durable);
    const queueNamed = (name: unknown) => queues.findIndex((queue) => name === '' || queue.name === name);
    this.consumers = context.outgoing.map((link) => {
      const { queue, prefetch } = link.spec.params;
      const limit = typeof prefetch === 'number' && prefetch > 0 ? prefetch : Infinity;
      return new Consumer(context.network.statecharts, link, queueNamed(queue), limit);
    });
    this.consumersOf = queues.map((_, queue) =>
      this.consumers.flatMap((consumer, index) => (consumer.queue === queue ? [index] : [])),
    );
    this.consumers.forEach((consumer, index) => {
      this.consumerOfLink.set(consumer.link.index, index);
    });
    for (const link of context.incoming) this.queueOfLink.set(link.index, queueNamed(link.spec.params.queue));
    this.state = { queues: queues.map(emptyQueue) };
  }

  override get relays(): boolean {
    return true;
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      network.refuseMessage(frame, Outcome.connectionRefused);
      return;
    }
    const queue = this.queueOfLink.get(frames.link[frame]) ?? -1;
    const stored = network.acceptMessage(frame);
    if (queue < 0) {
      // An unroutable message is confirmed all the same, and dropped.
      network.record(Fact.lost, Outcome.noRoute, this.index, frames.serial[stored], -1, 0);
      frames.release(stored);
      return;
    }
    frames.phase[stored] = Phase.queued;
    frames.since[stored] = network.kernel.now;
    enqueue(frames, this.state.queues[queue], stored);
    network.record(Fact.enqueued, 0, this.index, frames.serial[stored], queue, 0);
    this.push(queue);
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    const { network } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.detached) {
      frames.release(frame);
      return;
    }
    const consumer = this.consumers[this.consumerOfLink.get(frames.link[frame]) ?? 0];
    const { queue } = consumer;
    consumer.settle();
    if (outcome === Outcome.ok) {
      const tookMs = network.kernel.now - frames.firstSentAt[frame];
      network.record(Fact.acked, 0, this.index, frames.serial[frame], queue, tookMs);
      frames.release(frame);
    } else {
      this.putBack(frame, queue, outcome);
    }
    this.push(queue);
  }

  /** Its own start: consumers connect again. */
  protected override onUp(): void {
    for (let queue = 0; queue < this.state.queues.length; queue++) this.push(queue);
  }

  override onPeerUp(link: Link): void {
    const consumer = this.consumerBehind(link);
    consumer.join();
    if (consumer.queue !== NONE) this.push(consumer.queue);
  }

  override onPeerDown(link: Link): void {
    this.consumerBehind(link).leave();
  }

  override liveCharts(): LiveChart[] {
    if (this.consumers.length === 0) return super.liveCharts();
    const { chart } = this.consumers[0];
    const counts = chart.states.map(
      (_, state) => this.consumers.filter((one) => one.chart.stateIndex === state).length,
    );
    return [manyCharts('consumers', chart, counts), ...super.liveCharts()];
  }

  override liveChartsOf(link: Link): LiveChart[] {
    return [oneChart('consumer', this.consumerBehind(link).chart)];
  }

  /**
   * A restart keeps persistent messages in durable queues, all of them marked as redelivered: after a kill the broker
   * cannot tell which of them consumers have seen. Deliveries without an acknowledgement count as never made:
   * what survives of them will be delivered again, while their consumers still work on them.
   */
  protected override loseEverything(): void {
    const { network, state } = this;
    const { frames } = network;
    state.queues.forEach((queue, index) => {
      for (let frame = queue.ready.head; frame !== NONE; ) {
        const following = frames.next[frame];
        if (this.survives(frame, index)) frames.flags[frame] |= FrameFlag.redelivered;
        else this.drop(queue, frame, index);
        frame = following;
      }
    });
    const delivered: number[] = [];
    frames.forEach((frame) => {
      const isOurs = frames.flags[frame] & FrameFlag.delivery && this.consumerOfLink.has(frames.link[frame]);
      if (isOurs && !(frames.flags[frame] & FrameFlag.detached)) delivered.push(frame);
    });
    for (const frame of delivered) this.loseConnection(frame);
    for (const consumer of this.consumers) consumer.forget();
  }

  private consumerBehind(link: Link): Consumer {
    return this.consumers[this.consumerOfLink.get(link.index) ?? 0];
  }

  private loseConnection(frame: number): void {
    const { network, consumers, state } = this;
    const { frames } = network;
    const { queue } = consumers[this.consumerOfLink.get(frames.link[frame]) ?? 0];
    if (this.survives(frame, queue)) {
      const again = network.copy(frame);
      network.takeBack(again);
      network.record(Fact.requeued, Outcome.connectionReset, this.index, frames.serial[again], queue, 0);
      network.record(Fact.duplicated, 0, this.index, frames.serial[again], queue, 0);
      requeue(frames, state.queues[queue], again);
    } else {
      network.record(Fact.lost, Outcome.notPersisted, this.index, frames.serial[frame], queue, 0);
    }
    frames.flags[frame] |= FrameFlag.detached;
  }

  private survives(frame: number, queue: number): boolean {
    return this.durable[queue] && (this.network.frames.flags[frame] & FrameFlag.persistent) !== 0;
  }

  private drop(queue: Queue, frame: number, index: number): void {
    const { network } = this;
    network.record(Fact.lost, Outcome.notPersisted, this.index, network.frames.serial[frame], index, 0);
    remove(network.frames, queue.ready, frame);
    network.frames.release(frame);
  }

  private putBack(frame: number, queue: number, why: Outcome): void {
    const { network } = this;
    const { frames } = network;
    network.takeBack(frame);
    network.record(Fact.requeued, why, this.index, frames.serial[frame], queue, 0);
    requeue(frames, this.state.queues[queue], frame);
  }

  /** Delivers what may be delivered: consumers take turns, as far as they are connected and have room. */
  private push(index: number): void {
    const { network, state } = this;
    const queue = state.queues[index];
    if (!this.isUp) return;
    while (queue.ready.length > 0) {
      const consumer = this.nextConsumer(index);
      if (consumer === null) return;
      consumer.deliver();
      network.deliver(takeFirst(network.frames, queue.ready), consumer.link, index);
    }
  }

  private nextConsumer(index: number): Consumer | null {
    const queue = this.state.queues[index];
    const candidates = this.consumersOf[index];
    for (let i = 0; i < candidates.length; i++) {
      const position = (queue.turn + i) % candidates.length;
      const consumer = this.consumers[candidates[position]];
      if (!consumer.mayTake) continue;
      queue.turn = (position + 1) % candidates.length;
      return consumer;
    }
    return null;
  }
}

export const rabbitmq = defineBehaviour<RabbitmqParams>({
  kind: 'rabbitmq',
  create: (context) => new Rabbitmq(context),
});
