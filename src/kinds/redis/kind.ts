import type { Sampler } from '../../kernel/sampler';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts, oneOf } from '../../network/live-chart';
import { Agenda, type AgendaState, emptyAgenda } from '../../network/messaging/agenda';
import type { LiveMessages } from '../../network/messaging/live-message';
import { offsetAt } from '../../network/messaging/message-log';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { readersOf, subscribersOf } from './connections';
import { DUE_KINDS, Due } from './due';
import { Durability, type DurabilityState, nothingKept } from './durability';
import { Keyspace } from './keyspace';
import type { KeyspaceState } from './keyspace-state';
import { liveBuffer, liveEntries } from './live-messages';
import { Memory } from './memory';
import type { RedisParams } from './params';
import { type Place, placesOf } from './places';
import type { ReadersState } from './reader';
import { Readers } from './readers';
import { Subscribers, type SubscribersState } from './subscribers';
import { Command, idleThread, type Order, Thread, type ThreadState } from './thread';

interface RedisState {
  readonly thread: ThreadState;
  readonly agenda: AgendaState;
  readonly keyspace: KeyspaceState;
  readonly readers: ReadersState;
  readonly subscribers: SubscribersState;
  readonly durability: DurabilityState;
  /** When the replica takes over, ms; Infinity: there is nothing to take over. */
  failoverMs: number;
}

/** Timers. */
const THREAD = 0;
const AGENDA = 1;

/** One server of Redis, with one thread: channels, lists and streams, and the clients of those who read them. */
class Redis extends Component {
  override state: RedisState;
  private readonly params: RedisParams;
  private readonly commandTime: Sampler;
  private readonly places: readonly Place[];
  private readonly agenda: Agenda;
  private readonly thread: Thread;
  private readonly keyspace: Keyspace;
  private readonly readers: Readers;
  private readonly subscribers: Subscribers;
  private readonly durability: Durability;
  private readonly memory: Memory;

  constructor(context: ComponentContext<RedisParams>) {
    const { network, index, params, outgoing } = context;
    super(network, index, context.id, context.lifecycle(params.replica === null ? params.startupMs : 0));
    const { structures } = params;
    this.params = params;
    this.commandTime = context.sampler('command time', params.commandTime);
    const consumers = outgoing.map((link) => ({
      link: link.id,
      node: context.peerId(link),
      params: link.spec.params as unknown as Readonly<Record<string, unknown>>,
    }));
    this.places = placesOf(structures, consumers);
    const bytesOf = (link: number) => this.bytesOf(link);
    this.agenda = new Agenda(network, index, AGENDA, () => this.state.agenda);
    this.thread = new Thread(
      network,
      index,
      THREAD,
      () => this.state.thread,
      (order) => this.timeOf(order),
      (order) => this.carryOut(order),
    );
    this.keyspace = new Keyspace(
      network,
      index,
      structures,
      this.places,
      () => this.state.keyspace,
      bytesOf,
      (structure) => this.durability.floorOf(structure),
      (serial) => this.readers.takeFromHand(serial),
    );
    this.readers = new Readers(
      network,
      index,
      readersOf(structures, this.places, outgoing),
      this.keyspace,
      this.agenda,
      () => this.thread,
      () => this.state.readers,
      this,
    );
    this.subscribers = new Subscribers(
      network,
      index,
      subscribersOf(structures, this.places, outgoing),
      params.outputBuffer,
      this.agenda,
      () => this.state.subscribers,
      bytesOf,
      this,
    );
    this.durability = new Durability(
      network,
      this.agenda,
      params,
      this.keyspace,
      () => this.state.durability,
      () => this.note(Note.snapshots),
    );
    this.memory = new Memory(params, this.keyspace, () => this.note(Note.evictions));
    this.state = {
      thread: idleThread(),
      agenda: emptyAgenda(),
      keyspace: this.keyspace.initial,
      readers: this.readers.initial,
      subscribers: this.subscribers.initial,
      durability: nothingKept(),
      failoverMs: Infinity,
    };
  }

  override get relays(): boolean {
    return true;
  }

  override get messagesWithoutFrames(): number {
    return this.keyspace.owed;
  }

  override get roomForMessages(): number {
    return this.keyspace.room;
  }

  get isFull(): boolean {
    return this.memory.isFull;
  }

  override start(): void {
    const { now } = this.network.kernel;
    this.agenda.plan(now, Due.begin);
    if (this.params.slowCommand) this.agenda.plan(now + this.params.slowCommand.everyMs, Due.slow);
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      network.messages.refuse(frame, Outcome.connectionRefused);
      return;
    }
    // In the socket: Redis has not read it yet.
    frames.phase[frame] = Phase.outbound;
    this.thread.enqueue({ command: Command.publish, subject: frame, number: 0, serial: 0 });
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    const subscriber = this.subscribers.behind(this.network.links[this.network.frames.link[frame]]);
    if (subscriber === undefined) this.readers.onProcessed(frame, outcome);
    else this.subscribers.onProcessed(subscriber, frame, outcome);
  }

  override onPeerUp(link: Link): void {
    this.readers.join(link);
    this.subscribers.join(link);
  }

  override onPeerDown(link: Link): void {
    this.readers.leave(link);
    this.subscribers.leave(link);
  }

  override onTimer(timer: number): void {
    if (timer === THREAD) this.thread.ring();
    else this.agenda.ring((code, entry) => this.onDue(code % DUE_KINDS, Math.floor(code / DUE_KINDS), entry));
  }

  onEmpty(): void {
    this.note(Note.emptyReceives);
  }

  onChange(): void {
    this.durability.onWrite();
  }

  onDisconnected(): void {
    this.note(Note.clientsDisconnected);
  }

  /** FLUSHALL. */
  purge(): void {
    for (let structure = 0; structure < this.params.structures.length; structure++) {
      this.keyspace.empty(structure, Outcome.cancelled);
    }
    this.onChange();
  }

  /** XGROUP SETID: a group, or every one of a stream or of all, goes on somewhere else. */
  resetOffsets(group: string, topic: string, to: 'earliest' | 'latest' | 'offset' | 'time', value: number): void {
    const { structures } = this.params;
    this.places.forEach((place, index) => {
      if (place.kind !== 'stream' || place.group === null) return;
      if (group !== '' && place.group !== group && place.shownGroup !== group) return;
      if (topic !== '' && structures[place.structure].name !== topic) return;
      const { log, first } = this.keyspace.entries.log(place.structure);
      const offset =
        to === 'earliest' ? first : to === 'latest' ? log.next : to === 'offset' ? value : offsetAt(log, value);
      this.keyspace.setNext(index, Math.floor(offset));
      if (this.isUp) this.readers.serve(index);
    });
    this.onChange();
  }

  override liveMessages(queue: number, from: number, most: number): LiveMessages {
    const { network, places } = this;
    const bytesOf = (link: number) => this.bytesOf(link);
    return places[queue]?.kind === 'channel'
      ? liveBuffer(network, this.subscribers, queue, from, most, bytesOf)
      : liveEntries(network, this.keyspace, queue, from, most, bytesOf);
  }

  override liveCharts(): LiveChart[] {
    const charts = [oneOf('thread', this.thread.chart, 0), ...super.liveCharts()];
    for (const { chart } of [this.readers, this.subscribers]) {
      if (chart.size === 0) continue;
      const counts = chart.states.map((_, state) => chart.count(state));
      charts.unshift(manyCharts(chart === this.readers.chart ? 'readers' : 'subscribers', chart, counts));
    }
    return charts;
  }

  override liveChartsOf(link: Link): LiveChart[] {
    const subscriber = this.subscribers.behind(link);
    return subscriber === undefined
      ? [manyCharts('readers', this.readers.chart, this.readers.countsOf(link))]
      : [oneOf('subscriber', this.subscribers.chart, subscriber.index)];
  }

  protected override onGoesOn(): void {
    this.thread.goOn();
  }

  protected override onUp(): void {
    this.state.failoverMs = Infinity;
  }

  protected override loseEverything(): void {
    const { network, params, state } = this;
    for (const { command, subject, number } of this.thread.drop()) {
      if (command === Command.publish) network.messages.refuse(subject, Outcome.connectionReset);
      if (command === Command.read) this.readers.onUnread(subject, number);
    }
    this.readers.failAll();
    this.subscribers.failAll();
    this.durability.recover();
    if (params.replica !== null) {
      state.failoverMs = network.kernel.now + params.replica.failoverMs;
      this.agenda.plan(state.failoverMs, Due.failover);
    }
  }

  private onDue(due: number, subject: number, entry: number): void {
    switch (due) {
      case Due.begin:
        this.begin();
        return;
      case Due.slow:
        this.runSlow();
        return;
      case Due.backup:
        this.durability.onDue(subject, entry);
        return;
      case Due.failover:
        if (this.state.failoverMs === this.network.kernel.now) this.startAgain();
        return;
      case Due.subscribe:
        this.subscribers.onSubscribe(subject, entry);
        return;
      case Due.message:
        this.subscribers.onMessage(subject);
        return;
      case Due.read:
        this.subscribers.onRead(subject);
        return;
      default:
        this.readers.onDue(due, subject, entry);
    }
  }

  private begin(): void {
    const { links, nodes } = this.network;
    for (const link of links) if (link.from === this.index && nodes[link.to].isUp) this.onPeerUp(link);
  }

  private runSlow(): void {
    const { slowCommand } = this.params;
    if (slowCommand === null) return;
    const { everyMs, takesMs } = slowCommand;
    if (this.isUp) this.thread.enqueue({ command: Command.slow, subject: takesMs, number: 0, serial: 0 });
    this.agenda.plan(this.network.kernel.now + everyMs, Due.slow);
  }

  /** How long a command takes, ms. */
  private timeOf({ command, subject }: Order): number {
    if (command === Command.slow) return subject * this.slowness;
    const isWrite = command === Command.publish ? this.structureOf(subject) >= 0 : command === Command.acknowledge;
    return (this.commandTime.sample() + (isWrite ? this.durability.writeMs : 0)) * this.slowness;
  }

  private carryOut({ command, subject, number, serial }: Order): void {
    switch (command) {
      case Command.publish:
        this.write(subject);
        return;
      case Command.read:
        this.readers.onRead(subject, number);
        return;
      case Command.acknowledge:
        this.keyspace.pending.acknowledge(subject, number, serial);
        this.onChange();
        return;
      case Command.slow:
        this.note(Note.slowCommands);
        return;
    }
  }

  /** PUBLISH, LPUSH or XADD. */
  private write(frame: number): void {
    const { network } = this;
    const structure = this.structureOf(frame);
    if (structure < 0) {
      this.subscribers.publish(this.topicOf(frame), network.messages.accept(frame));
      return;
    }
    if (!this.memory.makeRoom()) {
      network.messages.refuse(frame, Outcome.outOfMemory);
      return;
    }
    this.keyspace.add(structure, network.messages.accept(frame));
    this.onChange();
    this.places.forEach((place, index) => {
      if (place.structure === structure) this.readers.serve(index);
    });
  }

  private topicOf(frame: number): string {
    const { frames, labels } = this.network;
    return labels.of(frames.label[frame]).topic || (this.params.structures[0]?.name ?? '');
  }

  /** The index of the list or stream that a message is for; −1 where that is a channel. */
  private structureOf(frame: number): number {
    const topic = this.topicOf(frame);
    return this.params.structures.findIndex(({ name, type }) => name === topic && type !== 'channel');
  }

  private bytesOf(link: number): number {
    const { entryBytes } = this.network.links[link].spec.params as { readonly entryBytes?: unknown };
    return typeof entryBytes === 'number' ? entryBytes : 0;
  }
}

export const redisServer = defineBehaviour<RedisParams>({
  kind: 'redis',
  create: (context) => new Redis(context),
});
