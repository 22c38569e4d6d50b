import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, oneChart } from '../../network/live-chart';
import type { LiveMessages } from '../../network/messaging/live-message';
import type { Network } from '../../network/network';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { BlockedProducers } from './blocked-producers';
import { Cluster } from './cluster';
import { Confirms } from './confirms';
import { Deliveries } from './deliveries';
import { type Host, Timer } from './host';
import { liveMessagesOf } from './live-messages';
import type { RabbitmqParams } from './params';
import { Publishing } from './publishing';
import { Queues } from './queues';
import { Exchanges } from './routing/exchanges';
import { emptyRabbitmq, type RabbitmqState } from './state';

/** A broker that pushes the messages of its queues to their consumers, as far as each one's prefetch allows. */
class Rabbitmq extends Component implements Host {
  override state: RabbitmqState;
  override readonly network: Network;
  readonly params: RabbitmqParams;
  readonly cluster: Cluster;
  private readonly confirms: Confirms;
  private readonly queues: Queues;
  private readonly publishing: Publishing;
  private readonly deliveries: Deliveries;
  /** Null where memory does not end. */
  private readonly producers: BlockedProducers | null;

  constructor(context: ComponentContext<RabbitmqParams>) {
    const { network, params } = context;
    super(network, context.index, context.id, context.lifecycle(params.startupMs));
    this.network = network;
    this.params = params;
    const exchanges = new Exchanges(params);
    const queueNamed = (name: string) => (name === '' ? Math.min(0, params.queues.length - 1) : exchanges.queue(name));
    this.confirms = new Confirms(network, context.index, Timer.confirms, params.persistMs, () => this.state.confirms);
    this.queues = new Queues(this, exchanges, this.confirms, (queue) => this.deliveries.push(queue));
    this.deliveries = new Deliveries(this, this.queues, context.outgoing, queueNamed);
    this.publishing = new Publishing(this, exchanges, this.queues, this.confirms);
    this.cluster = new Cluster(
      context,
      () => this.state.leaders,
      (node) => this.onNodeDown(node),
      (queue) => this.onServed(queue),
      (down) => this.note(Note.nodesDown, down),
    );
    const { memoryLimit } = params;
    this.producers =
      memoryLimit === null ? null : new BlockedProducers(network, memoryLimit, () => this.state.heldBack);
    this.producers?.chart.onTransition(() => {
      this.note(Note.memoryAlarm, this.producers?.chart.state === 'alarm' ? 1 : 0);
    });
    this.state = emptyRabbitmq(params);
  }

  override get relays(): boolean {
    return true;
  }

  override get hasProducers(): boolean {
    return this.producers !== null;
  }

  count(change: number): void {
    this.state.messages += change;
    this.producers?.observe(this.state.messages);
  }

  tell(note: number, extra = 0, value = 0, frame = NONE): void {
    this.note(note, extra, value, frame);
  }

  override onPublish(frame: number): void {
    this.producers?.publish(frame);
  }

  override onCallerDown(link: Link): void {
    this.producers?.lose(link);
  }

  override onArrival(frame: number): void {
    this.network.record(Fact.arrived, 0, this.index, this.network.frames.serial[frame], 0, 0);
    this.publishing.onArrival(frame);
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    this.deliveries.onAcknowledged(frame, outcome);
  }

  override onTimer(timer: number): void {
    if (timer === Timer.confirms) this.confirms.ring();
    else if (timer === Timer.ackCheck) this.deliveries.onAckCheck();
    else if (timer >= Timer.commit) this.queues.onCommitted(timer - Timer.commit);
    else this.queues.onExpiry(timer - Timer.expiry);
  }

  /** Its own start: consumers connect again. */
  protected override onUp(): void {
    for (let queue = 0; queue < this.state.queues.length; queue++) this.onServed(queue);
  }

  override onPeerUp(link: Link): void {
    this.deliveries.join(link);
  }

  override onPeerDown(link: Link): void {
    this.deliveries.leave(link);
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
    for (let queue = 0; queue < this.state.queues.length; queue++) this.queues.empty(queue, Outcome.cancelled);
  }

  override liveCharts(): LiveChart[] {
    const charts = [...this.cluster.liveCharts(), ...super.liveCharts()];
    if (this.producers !== null) charts.unshift(oneChart('memoryAlarm', this.producers.chart));
    const consumers = this.deliveries.liveChart();
    return consumers === null ? charts : [consumers, ...charts];
  }

  override liveChartsOf(link: Link): LiveChart[] {
    return [this.deliveries.liveChartOf(link)];
  }

  override liveMessages(queue: number, from: number, most: number): LiveMessages {
    return liveMessagesOf(this.network, this.state.queues[queue], this.deliveries.linksOf(queue), from, most);
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
    for (const index of everything) this.queues.loseUncommitted(index);
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
    this.queues.armCommit(queue);
    this.deliveries.push(queue);
  }

  /** Everything that waits in some queues is lost, but for what survives; their consumers are disconnected. */
  private loseQueues(indices: readonly number[]): void {
    for (const index of indices) if (this.params.queues[index].type === 'classic') this.queues.loseReady(index);
    this.deliveries.onQueuesLost(new Set(indices));
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
}

export const rabbitmq = defineBehaviour<RabbitmqParams>({
  kind: 'rabbitmq',
  create: (context) => new Rabbitmq(context),
});
