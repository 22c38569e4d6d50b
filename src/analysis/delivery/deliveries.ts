import type { TraceColumns } from '../../kernel/trace';
import { Fact, SentFlag } from '../../network/facts';
import type { BrokerQueues } from '../broker-queues';
import type { MessageTally } from '../message-tally';
import type { Topology } from '../topology';
import type { BrokerDeliveries } from './delivery-counts';
import { COUNTER, DeliveryTally } from './delivery-tally';
import { LatestExamples } from './latest-examples';
import { MessageFlag, MessageTable, MessageWord, NONE } from './message-table';
import { Processed, Processing } from './processed';

const { origin: ORIGIN, id: ID, key: KEY, broker: BROKER, queue: QUEUE, link: LINK, flags: FLAGS } = MessageWord;

/** A message that is in a queue, or with the consumer at the end of a link. */
export interface HeldMessage {
  readonly serial: number;
  readonly enteredMs: number;
  /** The link's index; −1: it waits. */
  readonly link: number;
}

/**
 * What becomes of messages at each broker, in each queue and with each consumer; who got one twice or too late.
 *
 * What has not ended takes some 60 bytes a message, however long it waits. Of the rest there is a bounded memory: a
 * repetition is recognised as long as the message is known, or its group has not processed 32,768 others in between.
 *
 * One look at the row of a message tells all that a fact changes: so the levels of queues are stepped here as well, and
 * what is counted of messages elsewhere is counted from here.
 */
export class Deliveries {
  readonly messages: MessageTable;
  /** The last of which each queue's consumers got twice, or too late. */
  readonly duplicates: LatestExamples;
  readonly disorders: LatestExamples;
  /** By queue, never counted back: messages that became ready, and that were not any more. */
  readonly cameIn: Float64Array;
  readonly wentOut: Float64Array;
  /** Messages whose serial is not above it began in the warm-up, and are not counted. */
  private lastEarly = NONE;
  /** By queue; and behind these by broker: of messages that are in none. */
  private readonly counts: DeliveryTally;
  private readonly consumers: DeliveryTally;
  /** By link: the broker. */
  private readonly brokerOf: Int32Array;
  private readonly processed: Processed;

  constructor(
    private readonly topology: Topology,
    private readonly levels: BrokerQueues,
    private readonly tally: MessageTally,
  ) {
    const { nodes, links, queues } = topology;
    this.messages = new MessageTable(queues.length);
    this.counts = new DeliveryTally(queues.length + nodes.length);
    this.consumers = new DeliveryTally(links.length);
    this.brokerOf = Int32Array.from(links, ({ from }) => from);
    this.duplicates = new LatestExamples(queues.length);
    this.disorders = new LatestExamples(queues.length);
    this.cameIn = new Float64Array(queues.length);
    this.wentOut = new Float64Array(queues.length);
    this.processed = new Processed(queues);
  }

  /** Reads the facts that tell of messages, in order: of answers, the good ones of consumers. `lastEarly`: the last serial of the warm-up. */
  read(columns: TraceColumns, rows: Int32Array, count: number, lastEarly: number): void {
    this.lastEarly = lastEarly;
    for (let i = 0; i < count; i++) this.take(columns, rows[i]);
  }

  /** Leaves out everything that was counted up to now, but not what is under way. */
  restart(): void {
    this.counts.clear();
    this.consumers.clear();
  }

  /** When the oldest message came into a queue that is still there, whoever has it; null where none is. */
  oldestMs(queue: number): number | null {
    const slot = this.messages.oldest(queue);
    return slot === NONE ? null : this.messages.enteredMs(slot);
  }

  /** Messages in a queue, those that came first first; where a link is named (by its index), those that its consumer has. */
  heldIn(queue: number, most: number, link = NONE): HeldMessage[] {
    const { messages } = this;
    const { words } = messages;
    const found: HeldMessage[] = [];
    for (let slot = messages.oldest(queue); slot !== NONE && found.length < most; slot = messages.next(slot)) {
      const at = words[slot + LINK];
      if (link !== NONE && at !== link) continue;
      const serial = words[slot + MessageWord.serial] >>> 0;
      found.push({ serial, enteredMs: messages.enteredMs(slot), link: at });
    }
    return found;
  }

  /** What became of the messages of a broker. */
  report(node: number): BrokerDeliveries {
    const { topology, counts, consumers, messages, levels } = this;
    const own = topology.queues.flatMap(({ node: broker }, queue) => (broker === node ? [queue] : []));
    const ofNone = topology.queues.length + node;
    const isBroker = topology.isBroker[node] === 1;
    return {
      ...counts.figures([...own, ofNone], {
        // What came into a queue was published to its broker, or is a copy.
        published: counts.count(ofNone, 'published'),
        // What nobody publishes comes about where it is kept.
        held: isBroker ? undefined : own.reduce((sum, queue) => sum + messages.held(queue), 0),
      }),
      queues: own.map((queue) => {
        const { name, group } = topology.queues[queue];
        return {
          queue: name,
          ...(group === undefined ? {} : { group }),
          ...counts.figures([queue], { held: messages.held(queue) }),
        };
      }),
      consumers: topology.links.flatMap(({ id, from }, link) => {
        if (from !== node) return [];
        const {
          published: _,
          copies: _none,
          ...figures
        } = consumers.figures([link], {
          held: levels.unackedByLink[link],
        });
        return [{ link: id, ...figures }];
      }),
    };
  }

  private take({ at, fact, detail, place, serial, extra, value }: TraceColumns, row: number): void {
    const name = serial[row];
    const where = place[row];
    const { topology } = this;
    switch (fact[row]) {
      case Fact.published:
        this.publish(name, topology.links[where].to, value[row]);
        return;
      case Fact.republished:
        this.rename(name, extra[row]);
        return;
      case Fact.copied:
        this.copy(name, extra[row], where);
        return;
      case Fact.enqueued:
        this.enqueue(name, where, topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.delivered:
        this.deliver(name, where, extra[row], detail[row], at[row], value[row]);
        return;
      case Fact.replied:
        this.process(name, where, at[row]);
        return;
      case Fact.recognised: {
        const slot = this.messages.find(name);
        if (slot !== NONE) this.messages.words[slot + FLAGS] |= MessageFlag.recognised;
        return;
      }
      case Fact.acked:
        this.acknowledge(name, where, at[row], value[row]);
        return;
      case Fact.requeued:
        this.takeBack(name, topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.duplicated:
        if (name > this.lastEarly) this.tally.handedTwice++;
        this.comeBack(this.slotOf(name, where), topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.revived:
        this.revive(name, where, topology.firstQueue[where] + extra[row], at[row]);
        return;
      case Fact.lost:
        this.lose(name, where, detail[row], at[row]);
        return;
    }
  }

  /** The slot of a message that is to be in a queue; of one that is not known (any more), a new one, which does not tell what became of it before. */
  private slotOf(serial: number, broker: number): number {
    const { messages } = this;
    const known = messages.find(serial);
    if (known !== NONE) return messages.words[known + FLAGS] & MessageFlag.ended ? messages.wake(known) : known;
    const slot = messages.add(serial, broker);
    messages.words[slot + FLAGS] = MessageFlag.shared;
    return slot;
  }

  /** The slot of a message that begins now. */
  private begin(serial: number, broker: number): number {
    const known = this.messages.findLiving(serial);
    return known === NONE ? this.messages.add(serial, broker) : known;
  }

  /** Counts something of a message in the queue that it is in, and with the consumer that has it. */
  private count(serial: number, slot: number, counter: number): void {
    if (serial <= this.lastEarly) return;
    const { words } = this.messages;
    const queue = words[slot + QUEUE];
    const link = words[slot + LINK];
    if (queue === NONE) {
      this.countAtBroker(serial, slot, counter);
      return;
    }
    this.counts.add(queue, counter);
    if (link !== NONE) this.consumers.add(link, counter);
  }

  /** Counts something of a message that is in no queue yet. */
  private countAtBroker(serial: number, slot: number, counter: number): void {
    if (serial <= this.lastEarly) return;
    this.counts.add(this.topology.queues.length + this.messages.words[slot + BROKER], counter);
  }

  private publish(serial: number, broker: number, key: number): void {
    const slot = this.begin(serial, broker);
    this.messages.words[slot + KEY] = key;
    this.countAtBroker(serial, slot, COUNTER.published);
    if (serial > this.lastEarly) this.tally.published++;
  }

  /** It is another message once more. */
  private rename(serial: number, id: number): void {
    const { messages } = this;
    const { words } = messages;
    const slot = messages.find(serial);
    if (slot === NONE) return;
    words[slot + ID] = id;
    words[slot + FLAGS] |= MessageFlag.shared;
    const first = messages.find(id);
    if (first !== NONE) words[first + FLAGS] |= MessageFlag.shared;
  }

  private copy(serial: number, source: number, broker: number): void {
    const { messages } = this;
    const slot = this.begin(serial, broker);
    const { words } = messages;
    const from = messages.find(source);
    if (from !== NONE) {
      words[slot + ORIGIN] = words[from + ORIGIN];
      words[slot + ID] = words[from + ID];
      words[slot + KEY] = words[from + KEY];
      words[slot + FLAGS] |= MessageFlag.shared;
      words[from + FLAGS] |= MessageFlag.shared;
    }
    this.countAtBroker(serial, slot, COUNTER.copies);
    if (serial > this.lastEarly) this.tally.copies++;
  }

  private enqueue(serial: number, node: number, queue: number, at: number): void {
    const { messages } = this;
    const slot = this.slotOf(serial, node);
    const counted = serial > this.lastEarly;
    this.leave(slot, at);
    messages.words[slot + LINK] = NONE;
    this.cameIn[queue]++;
    this.levels.addReady(queue, 1, at);
    if (messages.enter(slot, queue, at) && counted) this.counts.add(queue, COUNTER.published);
    if (counted) this.tally.take(node);
  }

  private deliver(serial: number, link: number, index: number, flags: number, at: number, waitedMs: number): void {
    const { messages } = this;
    const broker = this.brokerOf[link];
    const slot = this.slotOf(serial, broker);
    const queue = this.topology.firstQueue[broker] + index;
    const isAgain = (flags & SentFlag.redelivered) !== 0;
    this.leave(slot, at);
    messages.enter(slot, queue, at);
    messages.words[slot + LINK] = link;
    this.wentOut[queue]++;
    this.levels.addUnacked(queue, link, 1, at);
    if (serial <= this.lastEarly) return;
    this.tally.deliver(broker, waitedMs, isAgain);
    this.counts.add(queue, COUNTER.delivered);
    this.consumers.add(link, COUNTER.delivered);
    if (!isAgain) return;
    this.counts.add(queue, COUNTER.redelivered);
    this.consumers.add(link, COUNTER.redelivered);
  }

  private acknowledge(serial: number, node: number, at: number, tookMs: number): void {
    const { messages } = this;
    const slot = messages.findLiving(serial);
    if (slot === NONE) return;
    this.count(serial, slot, COUNTER.acked);
    const held = this.leave(slot, at);
    messages.end(slot);
    if (held && serial > this.lastEarly) this.tally.acknowledge(node, tookMs);
  }

  private takeBack(serial: number, queue: number, at: number): void {
    const slot = this.slotOf(serial, this.topology.queues[queue].node);
    this.count(serial, slot, COUNTER.returned);
    this.comeBack(slot, queue, at);
  }

  /** It waits again, and no consumer has it. */
  private comeBack(slot: number, queue: number, at: number): void {
    const { messages } = this;
    const waited = messages.words[slot + LINK] === NONE;
    this.leave(slot, at);
    messages.words[slot + LINK] = NONE;
    this.levels.addReady(queue, 1, at);
    if (messages.enter(slot, queue, at) || !waited) this.cameIn[queue]++;
  }

  private revive(serial: number, broker: number, queue: number, at: number): void {
    const { messages } = this;
    const slot = this.slotOf(serial, broker);
    this.leave(slot, at);
    messages.words[slot + LINK] = NONE;
    this.levels.addReady(queue, 1, at);
    messages.enter(slot, queue, at);
    messages.words[slot + FLAGS] |= MessageFlag.replayed | MessageFlag.shared;
    this.processed.forget(messages.words[slot + ID] >>> 0, queue);
    this.cameIn[queue]++;
    this.count(serial, slot, COUNTER.replayed);
    if (serial > this.lastEarly) this.tally.revive(broker);
  }

  private lose(serial: number, where: number, reason: number, at: number): void {
    const held = this.end(serial, where, reason, at);
    if (serial > this.lastEarly) this.tally.lose(where, reason, held);
  }

  /** A message ends without an acknowledgement; whether a queue held it. */
  private end(serial: number, where: number, reason: number, at: number): boolean {
    const { messages, topology } = this;
    const known = messages.find(serial);
    if (known === NONE && topology.isBroker[where] + topology.hasQueues[where] === 0) return false;
    const slot = known === NONE ? this.slotOf(serial, where) : known;
    const { words } = messages;
    if (words[slot + FLAGS] & MessageFlag.ended) return false;
    const queue = words[slot + QUEUE];
    const link = words[slot + LINK];
    if (serial > this.lastEarly) {
      this.counts.addLost(queue === NONE ? topology.queues.length + words[slot + BROKER] : queue, reason);
      if (link !== NONE) this.consumers.addLost(link, reason);
    }
    if (queue !== NONE && link === NONE) this.wentOut[queue]++;
    const held = this.leave(slot, at);
    messages.end(slot);
    return held;
  }

  /** A message waits no longer, or its consumer has it no longer. False if no queue held it. */
  private leave(slot: number, at: number): boolean {
    const { messages, levels } = this;
    if (!messages.isHeld(slot)) return false;
    const queue = messages.words[slot + QUEUE];
    const link = messages.words[slot + LINK];
    if (link === NONE) levels.addReady(queue, -1, at);
    else levels.addUnacked(queue, link, -1, at);
    return true;
  }

  /** A consumer is done with a message, and all is well. */
  private process(serial: number, link: number, at: number): void {
    const { words } = this.messages;
    const slot = this.messages.find(serial);
    if (slot === NONE) return;
    const queue = words[slot + QUEUE];
    if (queue === NONE) return;
    const how = this.processed.add(words, slot);
    if (how === Processing.again) {
      this.countAt(serial, queue, link, COUNTER.duplicated);
      if (serial > this.lastEarly) this.tally.duplicated++;
      this.duplicates.add(queue, serial, at, link);
    } else if (how === Processing.tooLate) {
      this.countAt(serial, queue, link, COUNTER.outOfOrder);
      this.disorders.add(queue, serial, at, link);
    }
  }

  private countAt(serial: number, queue: number, link: number, counter: number): void {
    if (serial <= this.lastEarly) return;
    this.counts.add(queue, counter);
    this.consumers.add(link, counter);
  }
}
