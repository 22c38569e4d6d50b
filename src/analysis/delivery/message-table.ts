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
  /** Its neighbours in its queue; of one that has ended, `before` is its place in the ring of these. */
  before: 8,
  after: 9,
} as const;
const { serial: SERIAL, queue: QUEUE, flags: FLAGS, before: BEFORE, after: AFTER } = MessageWord;
/** Behind the words: when it came into its queue, ms, which takes two. */
const ENTERED = 5;
const WIDTH = 12;

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
 */
export class MessageTable {
  /** Rows of {@link MessageWord}s, of which serials are without a sign. Another array whenever a message is added. */
  words = new Int32Array(FIRST_ROWS * WIDTH);
  private times = new Float64Array(this.words.buffer);
  /** Slots by serial: open addressing. Serials only grow, so that those of one time stand side by side without being mixed. */
  private slots = new Int32Array(2 * FIRST_ROWS).fill(NONE);
  private mask = 2 * FIRST_ROWS - 1;
  /** By queue: the oldest, the newest, and how many. */
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly counts: Int32Array;
  /** Those that ended last, written over in turn. */
  private readonly ended = new Int32Array(ENDED_KEPT).fill(NONE);
  private endedNext = 0;
  /** Behind the last row that was ever used. */
  private used = 0;
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
    const { slots, words, mask } = this;
    const wanted = serial | 0;
    let place = homeOf(wanted) & mask;
    let slot = slots[place];
    while (slot !== NONE && words[slot + SERIAL] !== wanted) {
      place = (place + 1) & mask;
      slot = slots[place];
    }
    return slot;
  }

  /** A slot for a message that is new. */
  add(serial: number, broker: number): number {
    let slot = this.free;
    if (slot !== NONE) this.free = this.words[slot + AFTER];
    else {
      slot = this.used;
      if (slot === this.words.length) this.grow();
      this.used += WIDTH;
    }
    const { words } = this;
    words[slot + SERIAL] = serial;
    words[slot + MessageWord.origin] = serial;
    words[slot + MessageWord.id] = serial;
    words[slot + MessageWord.key] = 0;
    words[slot + MessageWord.broker] = broker;
    words[slot + QUEUE] = NONE;
    words[slot + MessageWord.link] = NONE;
    words[slot + FLAGS] = 0;
    this.enlist(slot);
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
    if (words[slot + FLAGS] & MessageFlag.ended) {
      this.ended[words[slot + BEFORE]] = NONE;
      words[slot + FLAGS] &= ~MessageFlag.ended;
    } else if (before === queue) return false;
    else if (before !== NONE) this.leaveList(slot);
    // Another queue has another group, in whose name nothing has been noted in the row.
    if (before !== NONE && before !== queue) words[slot + FLAGS] |= MessageFlag.shared;
    words[slot + QUEUE] = queue;
    this.times[(slot >> 1) + ENTERED] = at;
    this.append(slot, queue);
    return true;
  }

  /** A message has ended. False if it had before. */
  end(slot: number): boolean {
    const { words, ended, endedNext } = this;
    if (words[slot + FLAGS] & MessageFlag.ended) return false;
    if (words[slot + QUEUE] !== NONE) this.leaveList(slot);
    words[slot + FLAGS] |= MessageFlag.ended;
    words[slot + BEFORE] = endedNext;
    const oldest = ended[endedNext];
    ended[endedNext] = slot;
    this.endedNext = (endedNext + 1) % ENDED_KEPT;
    if (oldest !== NONE) this.forget(oldest);
    return true;
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

  private forget(slot: number): void {
    const { slots, words, mask } = this;
    let hole = homeOf(words[slot + SERIAL]) & mask;
    while (slots[hole] !== slot) hole = (hole + 1) & mask;
    for (let place = (hole + 1) & mask; slots[place] !== NONE; place = (place + 1) & mask) {
      const home = homeOf(words[slots[place] + SERIAL]) & mask;
      // Whatever can be found from its home only by passing the hole moves into it.
      if (((place - home) & mask) < ((place - hole) & mask)) continue;
      slots[hole] = slots[place];
      hole = place;
    }
    slots[hole] = NONE;
    words[slot + AFTER] = this.free;
    this.free = slot;
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

  private enlist(slot: number): void {
    const { slots, mask } = this;
    let place = homeOf(this.words[slot + SERIAL]) & mask;
    while (slots[place] !== NONE) place = (place + 1) & mask;
    slots[place] = slot;
  }

  /** Twice the room. Every row is in use when it has to grow, so that half of the places by serial are. */
  private grow(): void {
    const grown = new Int32Array(this.words.length * 2);
    grown.set(this.words);
    this.words = grown;
    this.times = new Float64Array(grown.buffer);
    this.slots = new Int32Array(this.slots.length * 2).fill(NONE);
    this.mask = this.slots.length - 1;
    for (let slot = 0; slot < this.used; slot += WIDTH) this.enlist(slot);
  }
}

/** Where a serial is looked for first. Those with the same distance, a power of two, would all meet without their upper bits. */
const homeOf = (serial: number): number => serial + (serial >>> 9);
