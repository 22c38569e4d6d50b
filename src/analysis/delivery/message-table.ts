import { SlotIndex } from './slot-index';

/** No list, no queue, no link, no message. */
export const NONE = -1;

/** So many messages at the most are remembered after their end: what a dead-letter queue gets is told of later, and a slow consumer may be done later. */
const ENDED_KEPT = 4_096;
const FIRST_ROWS = 64;

/** What stands in the row of a message, in {@link MessageTable.words}, counted from its slot. */
export const MessageWord = {
  serial: 0,
  /** The serial under which it was published: of a copy, that of what it is a copy of. Grows in the order of publishing. */
  origin: 1,
  /** What it has in common with its copies, and with the same message published again. */
  id: 2,
  key: 3,
  /** The broker's index among the nodes. */
  broker: 4,
  /** The queue that it is in, or was last; {@link NONE} before it came into one. */
  queue: 5,
  /** The link to the consumer who has it, or had it last; {@link NONE} while it waits. */
  link: 6,
  /** Bits: {@link MessageFlag}. */
  flags: 7,
  /** Its neighbours in its queue. */
  before: 8,
  after: 9,
} as const;
/** So many of them stay when it has ended. */
const KEPT_WORDS = 8;
const { serial: SERIAL, queue: QUEUE, flags: FLAGS, before: BEFORE, after: AFTER } = MessageWord;
/** Behind the words: when it came into its queue, ms, which takes two. */
const ENTERED = 5;
const WIDTH = 12;
/** The rows of those that have ended come first. */
const LIVING = ENDED_KEPT * WIDTH;

export const MessageFlag = {
  /** It has ended. */
  ended: 1,
  /** It was done with and is read again on purpose. */
  replayed: 2,
  /** Its consumer has recognised it: the next good answer is no processing. */
  recognised: 4,
  /** A consumer of the queue in which it is has processed it. */
  processed: 8,
  /** Whether its group has processed it, its own row does not tell: it has copies, or another name, or had another row. */
  shared: 16,
} as const;

/**
 * What is known of every message that has not ended, and of some thousand that ended last: 48 bytes each, side by side,
 * so that whatever is told of a message meets one line of a processor's cache. A *slot* is where its row begins. The
 * messages of a queue are in the order in which they came into it, from their first coming to their end, whoever has
 * them; so the oldest is known at once.
 *
 * What ends gives its row to the next that begins, which so finds it in the cache, and leaves a copy behind. These are
 * hardly ever asked for: they are listed, and come into an index when somebody does.
 */
export class MessageTable {
  /** Rows of {@link MessageWord}s, of which serials are without a sign. Another array whenever a message is added. */
  words = new Int32Array(LIVING + FIRST_ROWS * WIDTH);
  private times = new Float64Array(this.words.buffer);
  private living = new SlotIndex(FIRST_ROWS);
  /** Of those that have ended. Null before anybody asked for one. */
  private ended: SlotIndex | null = null;
  /** How many have ended, and how many of these have come into the index. */
  private endedCount = 0;
  private indexed = 0;
  /** By queue: the oldest, the newest, and how many. */
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly counts: Int32Array;
  /** Behind the last row that was ever used. */
  private used = LIVING;
  /** Slots that are free, chained by `after`. */
  private free = NONE;

  constructor(queues: number) {
    this.heads = new Int32Array(queues).fill(NONE);
    this.tails = new Int32Array(queues).fill(NONE);
    this.counts = new Int32Array(queues);
  }

  /** How many messages there is room for before the table has to grow. */
  get room(): number {
    return this.words.length / WIDTH;
  }

  /** The slot of a message; {@link NONE} if it is not known (any more). */
  find(serial: number): number {
    const slot = this.findLiving(serial);
    return slot === NONE ? this.findEnded(serial) : slot;
  }

  /** The slot of a message that has not ended. */
  findLiving(serial: number): number {
    return this.living.find(this.words, serial);
  }

  /** A slot for a message that is new. */
  add(serial: number, broker: number): number {
    const slot = this.takeRow();
    const { words } = this;
    words[slot + SERIAL] = serial;
    words[slot + MessageWord.origin] = serial;
    words[slot + MessageWord.id] = serial;
    words[slot + MessageWord.key] = 0;
    words[slot + MessageWord.broker] = broker;
    words[slot + QUEUE] = NONE;
    words[slot + MessageWord.link] = NONE;
    words[slot + FLAGS] = 0;
    this.living.add(words, slot);
    return slot;
  }

  /** The slot from now on of one that has ended and is to {@link enter} a queue again. */
  wake(endedSlot: number): number {
    const slot = this.takeRow();
    const { words } = this;
    words.copyWithin(slot, endedSlot, endedSlot + KEPT_WORDS);
    this.living.add(words, slot);
    // Whoever asked for it has seen to it that it is in the index.
    this.ended?.delete(words, endedSlot);
    words[endedSlot + FLAGS] = 0;
    return slot;
  }

  /** When a message came into its queue, ms. */
  enteredMs(slot: number): number {
    return this.times[(slot >> 1) + ENTERED];
  }

  /** Whether a message is in a queue, or with a consumer of one. */
  isHeld(slot: number): boolean {
    return this.words[slot + QUEUE] !== NONE && (this.words[slot + FLAGS] & MessageFlag.ended) === 0;
  }

  /** A message is in a queue from now on. False if it was there already. */
  enter(slot: number, queue: number, at: number): boolean {
    const { words } = this;
    const before = words[slot + QUEUE];
    if (words[slot + FLAGS] & MessageFlag.ended) words[slot + FLAGS] &= ~MessageFlag.ended;
    else if (before === queue) return false;
    else if (before !== NONE) this.leaveList(slot);
    // Another queue has another group, in whose name nothing has been noted in the row.
    if (before !== NONE && before !== queue) words[slot + FLAGS] |= MessageFlag.shared;
    words[slot + QUEUE] = queue;
    this.times[(slot >> 1) + ENTERED] = at;
    this.append(slot, queue);
    return true;
  }

  /** A message has ended: from now on its slot is another's. */
  end(slot: number): void {
    const { words } = this;
    if (words[slot + QUEUE] !== NONE) this.leaveList(slot);
    const copy = (this.endedCount % ENDED_KEPT) * WIDTH;
    if (this.indexed > this.endedCount - ENDED_KEPT && words[copy + FLAGS] & MessageFlag.ended) {
      this.ended?.delete(words, copy);
    }
    for (let word = 0; word < KEPT_WORDS; word++) words[copy + word] = words[slot + word];
    words[copy + FLAGS] |= MessageFlag.ended;
    this.endedCount++;
    this.living.delete(words, slot);
    words[slot + AFTER] = this.free;
    this.free = slot;
  }

  /** The slot of the message that came into a queue first and is still there; {@link NONE} where it is empty. */
  oldest(queue: number): number {
    return this.heads[queue];
  }

  /** The one that came next. */
  next(slot: number): number {
    return this.words[slot + AFTER];
  }

  /** How many have come into a queue and not ended, whoever has them. */
  held(queue: number): number {
    return this.counts[queue];
  }

  private findEnded(serial: number): number {
    const { words } = this;
    this.ended ??= new SlotIndex(ENDED_KEPT);
    for (let one = Math.max(this.indexed, this.endedCount - ENDED_KEPT); one < this.endedCount; one++) {
      this.ended.add(words, (one % ENDED_KEPT) * WIDTH);
    }
    this.indexed = this.endedCount;
    return this.ended.find(words, serial);
  }

  private takeRow(): number {
    const { free } = this;
    if (free !== NONE) {
      this.free = this.words[free + AFTER];
      return free;
    }
    const slot = this.used;
    if (slot === this.words.length) this.grow();
    this.used += WIDTH;
    return slot;
  }

  private append(slot: number, queue: number): void {
    const { words, tails } = this;
    const last = tails[queue];
    words[slot + BEFORE] = last;
    words[slot + AFTER] = NONE;
    if (last === NONE) this.heads[queue] = slot;
    else words[last + AFTER] = slot;
    tails[queue] = slot;
    this.counts[queue]++;
  }

  private leaveList(slot: number): void {
    const { words } = this;
    const queue = words[slot + QUEUE];
    const before = words[slot + BEFORE];
    const after = words[slot + AFTER];
    if (before === NONE) this.heads[queue] = after;
    else words[before + AFTER] = after;
    if (after === NONE) this.tails[queue] = before;
    else words[after + BEFORE] = before;
    this.counts[queue]--;
  }

  /** Twice the room for those that have not ended, all of which are in use when it has to grow. */
  private grow(): void {
    const rows = (2 * (this.words.length - LIVING)) / WIDTH;
    const grown = new Int32Array(LIVING + rows * WIDTH);
    grown.set(this.words);
    this.words = grown;
    this.times = new Float64Array(grown.buffer);
    this.living = new SlotIndex(rows);
    for (let slot = LIVING; slot < this.used; slot += WIDTH) this.living.add(grown, slot);
  }
}
