import type { Sampler } from '../kernel/sampler';
import { Fact } from './facts';
import { NONE } from './frames/frames';
import type { Lifecycle } from './lifecycle';
import type { Link } from './links/link';
import { type LiveChart, oneChart, oneOf } from './live-chart';
import { type LiveTarget, NO_TARGETS } from './live-targets';
import { type LiveMessages, NO_MESSAGES } from './messaging/live-message';
import type { Network } from './network';
import type { Outcome } from './outcomes';
import { type LiveReplica, NO_REPLICAS } from './serving/live-replicas';

/**
 * A node of the scenario, at work. The network calls it when a frame that it owns needs a decision; it answers by
 * calling the network. Everything that changes in it during a run is plain data under `state` or a statechart: a
 * checkpoint needs nothing else.
 */
export abstract class Component {
  abstract state: object;

  constructor(
    protected readonly network: Network,
    /** Its place in the trace. */
    readonly index: number,
    readonly id: string,
    /** Up, crashed or starting; null for what cannot crash. */
    readonly lifecycle: Lifecycle | null,
  ) {
    network.standing.set(index, true);
    lifecycle?.onChange((mode, isUp) => {
      network.standing.set(index, isUp);
      network.record(Fact.mode, 0, index, 0, mode, 0);
      if (isUp) this.onUp();
      this.tellCallers(isUp);
    });
  }

  /** Whether it hands on what others wrote, unread: a broker, a proxy. Contracts are none of its business. */
  get relays(): boolean {
    return false;
  }

  /** Whether it passes the messages of streams on over a link, as they come: a proxy. */
  passesStreamsOn(_link: Link): boolean {
    return false;
  }

  get isUp(): boolean {
    return this.network.standing.isUp(this.index);
  }

  /** Whether it is told what arrives while it is paused: only of what then has a queue in which it waits. */
  get takesInWhilePaused(): boolean {
    return false;
  }

  /** All links that begin and end here are known; nothing has happened yet. */
  start(): void {}

  /** A request or message has arrived. The frame is this component's until it replies. */
  abstract onArrival(frame: number): void;

  /** The work that it gave to `frame` is done. */
  onWorked(_frame: number): void {
    throw new Error(`${this.id} does no work`);
  }

  /** A call that `frame` waited for is over. */
  onReply(_frame: number, _outcome: Outcome, _link: Link): void {
    throw new Error(`${this.id} makes no calls`);
  }

  /** The caller of a request that it holds waits for it no longer. A component that does not care works on. */
  onCalledOff(_frame: number): void {}

  /** A stream that `frame` waited for has said and heard all, or leads nowhere. */
  onStreamed(_frame: number, _outcome: Outcome): void {
    throw new Error(`${this.id} answers no streams`);
  }

  /** A message that it pushed to a consumer came back: acknowledged, or not. The frame is this component's again. */
  onAcknowledged(_frame: number, _outcome: Outcome): void {
    throw new Error(`${this.id} delivers no messages`);
  }

  /** Whether what is published for it goes through {@link onPublish} before it is sent. */
  get hasProducers(): boolean {
    return false;
  }

  /**
   * A producer publishes a message for this broker, whose client library at the producer has it from now on. It sends
   * it by {@link Messages.sendPublished} when it likes. Called only where {@link hasProducers}.
   */
  onPublish(_frame: number, _link: Link): void {
    throw new Error(`${this.id} has no producers`);
  }

  /** The component at the other end of an incoming link is up (again): a producer has started. */
  onCallerUp(_link: Link): void {}

  /** The component at the other end of an incoming link went down: what its client library had in hand is gone. */
  onCallerDown(_link: Link): void {}

  /** How many messages it holds that have no frame of their own: what its groups have still to do of a log. */
  get messagesWithoutFrames(): number {
    return 0;
  }

  /** How many messages its logs have room for: they take memory, and none of them is a frame. */
  get roomForMessages(): number {
    return 0;
  }

  /** Some of the messages in one of its queues, oldest first. */
  liveMessages(_queue: number, _from: number, _most: number): LiveMessages {
    return NO_MESSAGES;
  }

  onTimer(_timer: number): void {
    throw new Error(`${this.id} has no timers`);
  }

  /** It is up (again). */
  protected onUp(): void {}

  /** The component at the other end of an outgoing link is ready (again). */
  onPeerUp(_link: Link): void {}

  /** The component at the other end of an outgoing link went down, or is not up yet. */
  onPeerDown(_link: Link): void {}

  /** Its statecharts as they stand. */
  liveCharts(): LiveChart[] {
    const { lifecycle, index } = this;
    const { nodePaces, pauses, nodeFaults, links } = this.network;
    if (lifecycle === null) return [];
    const charts = [
      oneChart('lifecycle', lifecycle.chart),
      oneOf('pace', nodePaces.population, index),
      oneOf('pause', pauses.population, index),
    ];
    const isConsumer = !this.relays && links.some(({ to, carriesMessages }) => to === index && carriesMessages);
    if (isConsumer) charts.push(oneOf('intake', nodeFaults.intakes, index));
    return charts;
  }

  /** The statecharts that it keeps for one of its outgoing links, as they stand. */
  liveChartsOf(_link: Link): LiveChart[] {
    return [];
  }

  /** How it sees whom it chooses among, as it stands; nothing for a component that does not choose. */
  liveTargets(): readonly LiveTarget[] {
    return NO_TARGETS;
  }

  /** Calls over that link take their answer slowly: whoever works for them is held for so long once the work is done. */
  holdForCallers(_link: Link, _time: Sampler): void {}

  /** Its replicas, where there are few. */
  liveReplicas(): readonly LiveReplica[] {
    return NO_REPLICAS;
  }

  /** What only its own kind's face and controls understand, as plain data; null where there is no such thing. */
  liveInside(): unknown {
    return null;
  }

  /** Loses everything it holds, as a killed process does, and stays down until {@link startAgain}. */
  crash(): void {
    this.goOn();
    this.lifecycle?.crash();
    this.loseEverything();
    this.network.connections?.resetTo(this.index);
  }

  /** Comes up after a crash; does nothing when it is up. */
  startAgain(): void {
    this.lifecycle?.restart();
  }

  /** A crash and a start at once. */
  restart(): void {
    this.crash();
    this.startAgain();
  }

  /** Stands still until it goes on or crashes: does no work, reads nothing, loses nothing. */
  pause(): void {
    if (this.network.pauses.pause(this.index)) this.onPaused();
  }

  /** Goes on after a pause; does nothing otherwise. */
  goOn(): void {
    if (this.network.pauses.resume(this.index)) this.onGoesOn();
  }

  /** From now on it answers so large a share of what arrives with an error. */
  setErrorShare(share: number): void {
    this.network.errorShares.set(this.index, share);
  }

  /** From now on its own work takes `factor` times as long; 1 is as configured. */
  setPace(factor: number): void {
    this.network.nodePaces.set(this.index, factor);
  }

  /** Tells something of its own affairs: one of `Note`, which says what `extra` and `value` are. `frame`: what it happened to. */
  protected note(note: number, extra = 0, value = 0, frame = NONE): void {
    const { network, index } = this;
    network.record(Fact.noted, note, index, frame === NONE ? 0 : network.frames.serial[frame], extra, value);
  }

  /** From now on its own clock is off by so much, ms; 0: it is right. */
  setClockSkew(byMs: number): void {
    const { nodeFaults } = this.network;
    if (nodeFaults.skewOf(this.index) === byMs) return;
    nodeFaults.setSkew(this.index, byMs);
    this.onClockSet();
  }

  /** Takes no more messages from brokers, or does so again; what it has in hand goes on. */
  setConsuming(consumes: boolean): void {
    if (this.network.nodeFaults.setConsuming(this.index, consumes) && this.isUp) this.tellBrokers(consumes);
  }

  /** What its own clock shows, ms. */
  protected get clockMs(): number {
    return this.network.kernel.now + this.network.nodeFaults.skewOf(this.index);
  }

  /** Its clock has been put forward or back. */
  protected onClockSet(): void {}

  /** Multiplies the time that its own work takes. */
  protected get slowness(): number {
    return this.network.nodePaces.factorOf(this.index);
  }

  /** It stands still from now on. */
  protected onPaused(): void {}

  /** It goes on after a pause. */
  protected onGoesOn(): void {}

  protected loseEverything(): void {}

  protected tellCallers(isUp: boolean): void {
    for (const link of this.network.links) {
      if (link.from === this.index && link.carriesMessages) {
        const broker = this.network.nodes[link.to];
        if (isUp) broker.onCallerUp(link);
        else broker.onCallerDown(link);
      }
      if (link.to !== this.index) continue;
      // Whoever consumes nothing is away for its brokers, whether it is up or not.
      if (link.carriesMessages && this.network.nodeFaults.isNotConsuming(this.index)) continue;
      const caller = this.network.nodes[link.from];
      if (isUp) caller.onPeerUp(link);
      else caller.onPeerDown(link);
    }
  }

  private tellBrokers(isThere: boolean): void {
    for (const link of this.network.links) {
      if (link.to !== this.index || !link.carriesMessages) continue;
      const broker = this.network.nodes[link.from];
      if (isThere) broker.onPeerUp(link);
      else broker.onPeerDown(link);
    }
  }
}
