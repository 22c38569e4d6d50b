import type { RandomStream } from '../../kernel/random';
import type { Statecharts } from '../../kernel/statechart/statecharts';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { LiveChart } from '../../network/live-chart';
import { Agenda } from '../../network/messaging/agenda';
import { type LiveMessage, type LiveMessages, NO_MESSAGES } from '../../network/messaging/live-message';
import { blockOf, isRemoved, placeOf, roomOf } from '../../network/messaging/message-log';
import { travelMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { Books } from './books';
import { Cluster } from './cluster';
import { Consumers, type Whence } from './consumers/consumers';
import { type Host, WHATS, What } from './host';
import type { KafkaInside, MemberInside } from './inside';
import { type Layout, layoutOf } from './layout';
import { partitionOfKey } from './murmur2';
import type { KafkaParams } from './params';
import { Producers } from './producers/producers';
import { emptyKafka, emptyPartition, type KafkaState } from './state';

/** The one timer: when the next task of the agenda is due. */
const AGENDA = 0;
/** Of a record that comes from another Kafka, which says nothing of sizes. */
const MIRRORED_BYTES = 1_000;

/** A cluster of brokers, with the client libraries of its producers and consumers. */
class Kafka extends Component implements Host {
  override state: KafkaState;
  readonly layout: Layout;
  readonly statecharts: Statecharts;
  override readonly network: Network;
  private readonly agenda: Agenda;
  private readonly books: Books;
  private readonly cluster: Cluster;
  private readonly producers: Producers;
  private readonly consumers: Consumers;
  private readonly random: RandomStream;

  constructor(context: ComponentContext<KafkaParams>) {
    super(context.network, context.index, context.id, context.lifecycle(context.params.startupMs));
    this.network = context.network;
    this.statecharts = context.network.statecharts;
    for (const columns of ['subject', 'attempts', 'messages'] as const) context.network.frames.keep(columns);
    this.layout = layoutOf(context.params, context.outgoing, context.incoming, (link) => context.peerId(link));
    const { partitions, backlogs, groups, producers } = this.layout;
    this.state = emptyKafka(
      partitions.map(({ replicas }) => emptyPartition(replicas)),
      backlogs.length,
      groups.length,
      producers.length,
    );
    this.agenda = new Agenda(context.network, context.index, AGENDA, () => this.state.agenda);
    this.random = context.random('partitioner');
    this.books = new Books(this);
    this.cluster = new Cluster(this, this.books, {
      onVisible: (partition) => this.consumers.onVisible(partition),
      onReplicated: (batch) => this.producers.onReplicated(batch),
      onLeaderGone: (partition) => this.producers.onLeaderGone(partition),
      onLeader: (partition) => {
        this.producers.onLeader(partition);
        this.consumers.onVisible(partition);
      },
      takesBack: (partition, offset) => this.producers.takesBack(partition, offset),
      onTruncated: (partition, end) => this.consumers.onTruncated(partition, end),
    });
    this.producers = new Producers(this, this.cluster, this.random);
    this.consumers = new Consumers(this, this.cluster, this.books, (topic, frame) => this.deadLetter(topic, frame));
  }

  override get relays(): boolean {
    return true;
  }

  override get hasProducers(): boolean {
    return true;
  }

  override start(): void {
    // Not at once: those behind its links may not have started yet.
    this.plan(this.network.kernel.now, What.begin, 0);
    this.plan(this.layout.params.retentionCheckMs, What.retention, 0);
  }

  plan(atMs: number, what: number, a: number, b = 0): void {
    this.agenda.plan(atMs, what + WHATS * a, b);
  }

  travelMs(link: Link): number {
    return travelMs(this.network, link);
  }

  tell(note: number, extra = 0, value = 0): void {
    this.note(note, extra, value);
  }

  override onTimer(timer: number): void {
    if (timer !== AGENDA) return;
    // A cluster that stands still does so until it goes on.
    const waits = this.network.pauses.isPaused(this.index);
    this.agenda.ring((code, _, b) => this.perform(code % WHATS, Math.floor(code / WHATS), b), waits);
  }

  override onPublish(frame: number, link: Link): void {
    this.producers.take(frame, link);
  }

  /** What another Kafka hands over is written as a copy, as MirrorMaker does. */
  override onArrival(frame: number): void {
    const { network } = this;
    network.record(Fact.arrived, 0, this.index, network.frames.serial[frame], 0, 0);
    const { topic } = network.labels.of(network.frames.label[frame]);
    const first = this.layout.params.topics.at(0)?.name ?? '';
    const isWritten = this.isUp && (this.writeCopy(topic || first, frame) ?? false);
    network.record(
      Fact.finished,
      isWritten ? Outcome.ok : Outcome.connectionRefused,
      this.index,
      network.frames.serial[frame],
      0,
      0,
    );
    network.reply(frame, isWritten ? Outcome.ok : Outcome.connectionRefused);
  }

  override onAcknowledged(frame: number, outcome: Outcome): void {
    this.consumers.onAcknowledged(frame, outcome);
  }

  override onCallerDown(link: Link): void {
    this.producers.onCrash(link);
  }

  override onPeerUp(link: Link): void {
    this.consumers.onPeerUp(link);
  }

  override onPeerDown(link: Link): void {
    this.consumers.onPeerDown(link);
  }

  /** All brokers that are down start again, too. */
  override startAgain(): void {
    super.startAgain();
    this.cluster.healAll();
  }

  /** One broker of the cluster is killed. */
  crashMember(broker: number): void {
    this.cluster.crash(broker);
  }

  restartMember(broker: number): void {
    this.cluster.restart(broker);
  }

  /** The replicas of one broker fall behind, or catch up. */
  setMemberLag(broker: number, lags: boolean): void {
    this.cluster.setLag(broker, lags);
  }

  /** A group, or all where `group` is empty, reads on from somewhere else: of one topic, or of all where `topic` is. */
  resetOffsets(group: string, topic: string, to: Whence, value: number): void {
    this.consumers.reset(group, topic, to, value);
  }

  /** From now on there are so many consumers behind a link; null: as many as configured. */
  setConsumers(link: Link, count: number | null): void {
    this.consumers.scale(link, count);
  }

  override get messagesWithoutFrames(): number {
    let open = this.state.takenBack - this.consumers.framesInHand;
    for (const backlog of this.layout.backlogs.keys()) open += this.books.openIn(backlog);
    return open;
  }

  override get roomForMessages(): number {
    return this.state.partitions.reduce((sum, { log }) => sum + roomOf(log), 0);
  }

  override liveMessages(queue: number, from: number, most: number): LiveMessages {
    const place = this.layout.backlogs.at(queue);
    if (place === undefined) return NO_MESSAGES;
    const { log } = this.state.partitions[place.at];
    const { done, delivered, position } = this.state.cursors[queue];
    const { labels } = this.network;
    const first = Math.min(Math.max(done + from, log.first), log.next);
    const count = Math.max(Math.min(log.next - first, most), 0);
    const { producers } = this.layout;
    return {
      total: log.next - done,
      from,
      messages: Array.from({ length: count }, (_, i) => first + i).flatMap((offset): LiveMessage[] => {
        if (isRemoved(log, offset)) return [];
        const block = blockOf(log, offset);
        const at = placeOf(offset);
        const label = labels.of(block.label[at]);
        return [
          {
            serial: this.books.serialOf(queue, offset),
            key: label.key || (block.key[at] === 0 ? '' : String(block.key[at])),
            label,
            bytes: producers.find(({ link }) => link.index === block.link[at])?.params.recordBytes ?? null,
            publishedAtMs: block.publishedAt[at],
            deliveries: offset < delivered ? 1 : 0,
            state: offset < position && place.group !== null ? 'unacked' : place.group === null ? 'kept' : 'ready',
            offset,
          },
        ];
      }),
    };
  }

  override liveCharts(): LiveChart[] {
    return [...this.consumers.liveCharts(), ...this.cluster.liveCharts(), ...super.liveCharts()];
  }

  override liveChartsOf(link: Link): LiveChart[] {
    return this.consumers.liveChartsOf(link);
  }

  override liveInside(): KafkaInside {
    const { layout, state, cluster, consumers } = this;
    return {
      brokers: Array.from({ length: layout.params.brokers }, (_, broker) => cluster.stateOf(broker)),
      partitions: layout.partitions.map(({ topic, partition, replicas, backlogs }, at) => {
        const { leader, isr, start, log, highWatermark } = state.partitions[at];
        const readers = backlogs.flatMap((backlog) => {
          const { groupIndex } = layout.backlogs[backlog];
          const { committed, position } = state.cursors[backlog];
          return groupIndex < 0 ? [] : [{ group: layout.groups[groupIndex].name, committed, position }];
        });
        const isReached = leader !== NONE && cluster.isServed(at);
        return {
          topic: topic.name,
          partition,
          leader: isReached ? leader : NONE,
          replicas,
          isr: [...isr],
          start,
          end: log.next,
          highWatermark,
          readers,
        };
      }),
      groups: layout.groups.map(({ name }, group) => ({
        name,
        state: consumers.groupStateOf(group),
        members: state.members.flatMap((member, at): MemberInside[] => {
          const { link, group: own } = layout.consumers[member.link];
          const shown = consumers.memberStateOf(at);
          if (own !== group || (shown === 'away' && member.id === '')) return [];
          const partitions = member.owned.map((backlog) => layout.backlogs[backlog].at);
          return [{ link: link.id, number: member.number, state: shown, partitions }];
        }),
      })),
    };
  }

  protected override onUp(): void {
    this.consumers.onClusterUp();
    this.cluster.resume();
  }

  protected override loseEverything(): void {
    this.state.partitions.forEach((_, partition) => {
      this.producers.onLeaderGone(partition);
    });
    this.consumers.onClusterDown();
  }

  protected override onGoesOn(): void {
    this.consumers.onClusterUp();
    this.agenda.arm();
  }

  private perform(what: number, a: number, b: number): void {
    if (what === What.followersFetched) this.cluster.onFollowersFetched(a, b);
    else if (what === What.lagCheck) this.cluster.onLagCheck(a, b);
    else if (what === What.retention) {
      if (this.isUp) this.cluster.retain();
      this.plan(this.network.kernel.now + this.layout.params.retentionCheckMs, What.retention, 0);
    } else if (what < What.joinArrives) this.producers.onTask(what, a, b);
    else this.consumers.onTask(what, a, b);
  }

  /** Where there is no such topic, what is given up is gone. */
  private deadLetter(topic: string, frame: number): boolean {
    return this.writeCopy(topic, frame) ?? true;
  }

  /** Writes what a frame carries under a name of its own; null where there is no such topic, false where nobody leads. */
  private writeCopy(topic: string, frame: number): boolean | null {
    const { network, layout, index } = this;
    const { serial, key, label } = network.frames;
    const at = layout.params.topics.findIndex(({ name }) => name === topic);
    if (at < 0) return null;
    const count = layout.params.topics[at].partitions;
    const text = network.labels.of(label[frame]).key || (key[frame] === 0 ? '' : String(key[frame]));
    const partition =
      layout.firstPartition[at] + (text === '' ? this.random.below(count) : partitionOfKey(text, count));
    if (!this.cluster.isServed(partition)) return false;
    const own = serial[frame];
    const copy = network.newSerial();
    network.record(Fact.copied, 0, index, copy, own, 0);
    serial[frame] = copy;
    this.cluster.appendOne(partition, frame, MIRRORED_BYTES);
    serial[frame] = own;
    return true;
  }
}

export const kafka = defineBehaviour<KafkaParams>({ kind: 'kafka', create: (context) => new Kafka(context) });
