import type { TraceColumns, TraceFold } from '../../kernel/trace';
import { Fact, SentFlag } from '../../network/facts';
import { Outcome } from '../../network/outcomes';
import type { Topology } from '../topology';
import type { BrokerDeliveries } from './delivery-counts';
import { COUNTER, DeliveryTally } from './delivery-tally';
import { LatestExamples } from './latest-examples';
import { MessageFlag, MessageTable, NONE } from './message-table';
import { RecentPairs } from './recent-pairs';

/** A repetition is recognised among so many messages, and so many keys are known to be in order, at least. */
const PAIRS = 32_768;
/** A message that is in a queue, or with the consumer at the end of a link. */
export interface HeldMessage {
  readonly serial: number;
  readonly enteredMs: number;
  /** The link's index; −1: it waits. */
  readonly link: number;
}

const TOLD: ReadonlySet<number> = new Set([
  Fact.published,
  Fact.republished,
  Fact.copied,
  Fact.enqueued,
  Fact.delivered,
  Fact.recognised,
  Fact.acked,
  Fact.requeued,
  Fact.duplicated,
  Fact.revived,
  Fact.lost,
]);
const IS_TOLD = Uint8Array.from({ length: 64 }, (_, fact) => Number(TOLD.has(fact)));
/** 1 for what counts only on a link over which a broker pushes. */
const IS_ANSWER = Uint8Array.from({ length: 64 }, (_, fact) => Number(fact === Fact.replied));

/**
 * What becomes of messages at each broker, in each queue and with each consumer; who got one twice or too late.
 *
 * A *group* is whoever shares the work: those that read a log under one name, or those that take from the same queue. It
 * has processed a message when one of its consumers answers that all is well, unless that recognised the message as one
 * that it knows. A message that a group has processed before is *duplicated*. One that it processes for the first time
 * after another with the same key, which was published later, is *out of order*; those without a key are compared
 * within their queue. Repetitions that were asked for, by going back in a log, are neither.
 *
 * What has not ended takes some 60 bytes a message, however long it waits. Of the rest there is a bounded memory: a
 * repetition is recognised as long as the group has not processed 32,768 others in between.
 */
export class Deliveries implements TraceFold {
  readonly messages: MessageTable;
  /** The last of which each queue's consumers got twice, or too late. */
  readonly duplicates: LatestExamples;
  readonly disorders: LatestExamples;
  /** By queue, never counted back: messages that became ready, and that were not any more. */
  readonly cameIn: Float64Array;
  readonly wentOut: Float64Array;
  /** Messages whose serial is not above it began in the warm-up, and are not counted. */
  lastEarly = NONE;
  private readonly brokers: DeliveryTally;
  private readonly queues: DeliveryTally;
  private readonly consumers: DeliveryTally;
  /** By link: messages that its consumer has. */
  private readonly unacked: Int32Array;
  /** By queue: its group; and how many groups there are. */
  private readonly groupOf: Int32Array;
  private readonly groups: number;
  /** By id and group: 1 for what has been processed. */
  private readonly processed = new RecentPairs(PAIRS);
  /** By key and group (or queue, without a key): the one published last of those processed. */
  private readonly newest = new RecentPairs(PAIRS);

  /** Rows that are told. */
  private told = new Int32Array(0);

  constructor(private readonly topology: Topology) {
    const { nodes, links, queues } = topology;
    this.messages = new MessageTable(queues.length);
    this.brokers = new DeliveryTally(nodes.length);
    this.queues = new DeliveryTally(queues.length);
    this.consumers = new DeliveryTally(links.length);
    this.unacked = new Int32Array(links.length);
    this.duplicates = new LatestExamples(queues.length);
    this.disorders = new LatestExamples(queues.length);
    this.cameIn = new Float64Array(queues.length);
    this.wentOut = new Float64Array(queues.length);
    const names = queues.map(({ node, group }, queue) => (group === undefined ? `${queue}` : `${node} ${group}`));
    const distinct = [...new Set(names)];
    this.groupOf = Int32Array.from(names, (name) => distinct.indexOf(name));
    this.groups = distinct.length;
  }

  read(columns: TraceColumns, from: number, to: number): void {
    const { fact, place } = columns;
    const { isPush } = this.topology;
    if (this.told.length < to - from) this.told = new Int32Array(to - from);
    const { told } = this;
    // Listed first, without asking: which facts are told nobody can guess.
    let count = 0;
    for (let row = from; row < to; row++) {
      const isAnswer = IS_ANSWER[fact[row]];
      told[count] = row;
      count += IS_TOLD[fact[row]] | (isAnswer & isPush[place[row] & -isAnswer]);
    }
    for (let i = 0; i < count; i++) this.take(columns, told[i]);
  }

  /** Leaves out everything that was counted up to now, but not what is under way. */
  restart(): void {
    this.brokers.clear();
    this.queues.clear();
    this.consumers.clear();
  }

  /** When the oldest message came into a queue that is still there, whoever has it; null where none is. */
  oldestMs(queue: number): number | null {
    const slot = this.messages.oldest(queue);
    return slot === NONE ? null : this.messages.enteredAt[slot];
  }

  /** Messages in a queue, those that came first first; where a link is named (by its index), those that its consumer has. */
  heldIn(queue: number, most: number, link = NONE): HeldMessage[] {
    const { messages } = this;
    const found: HeldMessage[] = [];
    for (let slot = messages.oldest(queue); slot !== NONE && found.length < most; slot = messages.next(slot)) {
      if (link !== NONE && messages.link[slot] !== link) continue;
      found.push({ serial: messages.serial[slot], enteredMs: messages.enteredAt[slot], link: messages.link[slot] });
    }
    return found;
  }

  /** What became of the messages of a broker. */
  report(node: number): BrokerDeliveries {
    const { topology, brokers, queues, consumers, messages, unacked } = this;
    return {
      // What nobody publishes comes about where it is kept.
      ...brokers.figures(node, topology.isBroker[node] === 1 ? undefined : this.heldBy(node)),
      queues: topology.queues.flatMap(({ node: broker, name, group }, queue) =>
        broker === node
          ? [
              {
                queue: name,
                ...(group === undefined ? {} : { group }),
                ...queues.figures(queue, messages.held(queue)),
              },
            ]
          : [],
      ),
      consumers: topology.links.flatMap(({ id, from }, link) => {
        if (from !== node) return [];
        const { published: _, copies: _none, ...figures } = consumers.figures(link, unacked[link]);
        return [{ link: id, ...figures }];
      }),
    };
  }

  private heldBy(node: number): number {
    const { topology, messages } = this;
    return topology.queues.reduce((sum, one, queue) => (one.node === node ? sum + messages.held(queue) : sum), 0);
  }

  private take({ at, fact, detail, place, serial, extra, value }: TraceColumns, row: number): void {
    const name = serial[row];
    const where = place[row];
    const { messages, topology } = this;
    switch (fact[row]) {
      case Fact.published: {
        const slot = this.slotOf(name, topology.links[where].to);
        messages.key[slot] = value[row];
        this.count(slot, COUNTER.published);
        return;
      }
      case Fact.republished: {
        const slot = messages.find(name);
        if (slot !== NONE) messages.id[slot] = extra[row];
        return;
      }
      case Fact.copied:
        this.copy(name, extra[row], where);
        return;
      case Fact.enqueued:
        this.enter(this.slotOf(name, where), topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.delivered:
        this.deliver(name, where, extra[row], detail[row], at[row]);
        return;
      case Fact.replied:
        if (detail[row] === Outcome.ok) this.process(name, where, at[row]);
        return;
      case Fact.recognised: {
        const slot = messages.find(name);
        if (slot !== NONE) messages.flags[slot] |= MessageFlag.recognised;
        return;
      }
      case Fact.acked:
        this.acknowledge(name);
        return;
      case Fact.requeued:
        this.takeBack(name, topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.duplicated:
        this.comeBack(name, topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.revived:
        this.revive(name, where, topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.lost:
        this.lose(name, where, detail[row]);
        return;
    }
  }

  private slotOf(serial: number, broker: number): number {
    const known = this.messages.find(serial);
    return known === NONE ? this.messages.add(serial, broker) : known;
  }

  /** Counts something of a message at its broker, and in the queue and with the consumer that have it. */
  private count(slot: number, counter: number, inQueue = false): void {
    const { messages } = this;
    if (messages.serial[slot] <= this.lastEarly) return;
    this.brokers.add(messages.broker[slot], counter);
    if (!inQueue || messages.queue[slot] === NONE) return;
    this.queues.add(messages.queue[slot], counter);
    if (messages.link[slot] !== NONE) this.consumers.add(messages.link[slot], counter);
  }

  private copy(serial: number, source: number, broker: number): void {
    const { messages } = this;
    const slot = this.slotOf(serial, broker);
    const from = messages.find(source);
    if (from !== NONE) {
      messages.origin[slot] = messages.origin[from];
      messages.id[slot] = messages.id[from];
      messages.key[slot] = messages.key[from];
    }
    this.count(slot, COUNTER.copies);
  }

  private enter(slot: number, queue: number, at: number): void {
    const { messages } = this;
    this.cameIn[queue]++;
    this.letGo(slot);
    messages.link[slot] = NONE;
    if (messages.enter(slot, queue, at) && messages.serial[slot] > this.lastEarly)
      this.queues.add(queue, COUNTER.published);
  }

  private deliver(serial: number, link: number, index: number, flags: number, at: number): void {
    const { messages, topology } = this;
    const broker = topology.links[link].from;
    const slot = this.slotOf(serial, broker);
    const queue = topology.firstQueue[broker] + index;
    this.letGo(slot);
    messages.enter(slot, queue, at);
    messages.link[slot] = link;
    this.unacked[link]++;
    this.wentOut[queue]++;
    this.count(slot, COUNTER.delivered, true);
    if (flags & SentFlag.redelivered) this.count(slot, COUNTER.redelivered, true);
  }

  private acknowledge(serial: number): void {
    const { messages } = this;
    const slot = messages.find(serial);
    if (slot === NONE || messages.flags[slot] & MessageFlag.ended) return;
    this.count(slot, COUNTER.acked, true);
    this.letGo(slot);
    messages.end(slot);
  }

  private takeBack(serial: number, queue: number, at: number): void {
    const slot = this.slotOf(serial, this.topology.queues[queue].node);
    this.count(slot, COUNTER.returned, true);
    this.comeBack(serial, queue, at);
  }

  /** It waits again, and no consumer has it. */
  private comeBack(serial: number, queue: number, at: number): void {
    const { messages, topology } = this;
    const slot = this.slotOf(serial, topology.queues[queue].node);
    const waited = messages.link[slot] === NONE;
    this.letGo(slot);
    messages.link[slot] = NONE;
    if (messages.enter(slot, queue, at) || !waited) this.cameIn[queue]++;
  }

  private revive(serial: number, broker: number, queue: number, at: number): void {
    const { messages } = this;
    const slot = this.slotOf(serial, broker);
    this.letGo(slot);
    messages.link[slot] = NONE;
    messages.enter(slot, queue, at);
    messages.flags[slot] |= MessageFlag.replayed;
    this.processed.set(messages.id[slot], this.groupOf[queue], 0);
    this.cameIn[queue]++;
    this.count(slot, COUNTER.replayed, true);
  }

  private lose(serial: number, where: number, reason: number): void {
    const { messages, topology } = this;
    const known = messages.find(serial);
    if (known === NONE && topology.isBroker[where] + topology.hasQueues[where] === 0) return;
    const slot = this.slotOf(serial, where);
    if (messages.flags[slot] & MessageFlag.ended) return;
    const queue = messages.queue[slot];
    const link = messages.link[slot];
    if (serial > this.lastEarly) {
      this.brokers.addLost(messages.broker[slot], reason);
      if (queue !== NONE) this.queues.addLost(queue, reason);
      if (link !== NONE) this.consumers.addLost(link, reason);
    }
    if (queue !== NONE && link === NONE) this.wentOut[queue]++;
    this.letGo(slot);
    messages.end(slot);
  }

  /** A consumer has it no longer. */
  private letGo(slot: number): void {
    const link = this.messages.link[slot];
    if (link === NONE || this.messages.flags[slot] & MessageFlag.ended) return;
    this.unacked[link]--;
  }

  /** A consumer is done with a message, and all is well. */
  private process(serial: number, link: number, at: number): void {
    const { messages, groupOf, groups, processed, newest } = this;
    const slot = messages.find(serial);
    if (slot === NONE) return;
    const queue = messages.queue[slot];
    if (queue === NONE) return;
    if (messages.flags[slot] & MessageFlag.recognised) {
      messages.flags[slot] &= ~MessageFlag.recognised;
      return;
    }
    const group = groupOf[queue];
    if (processed.get(messages.id[slot], group) !== 0) {
      this.countAt(slot, queue, link, COUNTER.duplicated);
      this.duplicates.add(queue, serial, at, link);
      return;
    }
    processed.set(messages.id[slot], group, 1);
    const key = messages.key[slot];
    const scope = key === 0 ? groups + queue : group;
    const origin = messages.origin[slot];
    if (origin >= newest.get(key >>> 0, scope)) newest.set(key >>> 0, scope, origin);
    else if ((messages.flags[slot] & MessageFlag.replayed) === 0) {
      this.countAt(slot, queue, link, COUNTER.outOfOrder);
      this.disorders.add(queue, serial, at, link);
    }
  }

  private countAt(slot: number, queue: number, link: number, counter: number): void {
    if (this.messages.serial[slot] <= this.lastEarly) return;
    this.brokers.add(this.messages.broker[slot], counter);
    this.queues.add(queue, counter);
    this.consumers.add(link, counter);
  }
}
