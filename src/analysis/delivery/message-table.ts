import { SerialTable } from '../serial-table';

/** No list, no queue, no link, no message. */
export const NONE = -1;

/** So many messages are remembered after their end: what a dead-letter queue gets is told of later, and a slow consumer may be done later. */
const ENDED_KEPT = 4_096;
const FIRST_SLOTS = 64;

/** Bits of {@link MessageTable.flags}. */
export const MessageFlag = {
  /** It has ended. */
  ended: 1,
  /** It was done with and is read again on purpose. */
  replayed: 2,
  /** Its consumer has recognised it: the next good answer is no processing. */
  recognised: 4,
} as const;

/**
 * What is known of every message that has not ended, and of some thousand that ended last: about 60 bytes each, in flat
 * columns by slot. The messages of a queue are in the order in which they came into it, from their first coming to their
 * end, whoever has them; so the oldest is known at once.
 */
export class MessageTable {
  serial = new Uint32Array(FIRST_SLOTS);
  /** The serial under which it was published: of a copy, that of what it is a copy of. Grows in the order of publishing. */
  origin = new Uint32Array(FIRST_SLOTS);
  /** What it has in common with its copies, and with the same message published again. */
  id = new Uint32Array(FIRST_SLOTS);
  key = new Int32Array(FIRST_SLOTS);
  /** The broker's index among the nodes. */
  broker = new Int32Array(FIRST_SLOTS);
  /** The queue that it is in, or was last; {@link NONE} before it came into one. */
  queue = new Int32Array(FIRST_SLOTS);
  /** The link to the consumer who has it, or had it last. */
  link = new Int32Array(FIRST_SLOTS);
  flags = new Uint8Array(FIRST_SLOTS);
  /** When it came into its queue, ms. */
  enteredAt = new Float64Array(FIRST_SLOTS);
  private before = new Int32Array(FIRST_SLOTS);
  private after = new Int32Array(FIRST_SLOTS);
  private readonly slots = new SerialTable();
  /** By queue, and at last those that have ended: the oldest, the newest, and how many. */
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  private readonly counts: Int32Array;
  private used = 0;
  /** Slots that are free, chained by `after`. */
  private free = NONE;

  constructor(private readonly queues: number) {
    this.heads = new Int32Array(queues + 1).fill(NONE);
    this.tails = new Int32Array(queues + 1).fill(NONE);
    this.counts = new Int32Array(queues + 1);
  }

  /** The slot of a message; {@link NONE} if it is not known (any more). */
  find(serial: number): number {
    return this.slots.get(serial);
  }

  /** A slot for a message that is new. */
  add(serial: number, broker: number): number {
    const slot = this.free === NONE ? this.used++ : this.free;
    if (slot === this.free) this.free = this.after[slot];
    else if (slot === this.serial.length) this.grow();
    this.serial[slot] = serial;
    this.origin[slot] = serial;
    this.id[slot] = serial;
    this.key[slot] = 0;
    this.broker[slot] = broker;
    this.queue[slot] = NONE;
    this.link[slot] = NONE;
    this.flags[slot] = 0;
    this.slots.set(serial, slot);
    return slot;
  }

  /** A message is in a queue from now on. False if it was there already. */
  enter(slot: number, queue: number, at: number): boolean {
    const wasEnded = (this.flags[slot] & MessageFlag.ended) !== 0;
    if (this.queue[slot] === queue && !wasEnded) return false;
    this.leaveList(slot);
    this.flags[slot] &= ~MessageFlag.ended;
    this.queue[slot] = queue;
    this.enteredAt[slot] = at;
    this.append(slot, queue);
    return true;
  }

  /** A message has ended. False if it had before. */
  end(slot: number): boolean {
    if (this.flags[slot] & MessageFlag.ended) return false;
    this.leaveList(slot);
    this.flags[slot] |= MessageFlag.ended;
    this.append(slot, this.queues);
    if (this.counts[this.queues] > ENDED_KEPT) this.forget(this.heads[this.queues]);
    return true;
  }

  /** The slot of the message that came into a queue first and is still there; {@link NONE} where it is empty. */
  oldest(queue: number): number {
    return this.heads[queue];
  }

  /** The one that came next. */
  next(slot: number): number {
    return this.after[slot];
  }

  /** How many have come into a queue and not ended, whoever has them. */
  held(queue: number): number {
    return this.counts[queue];
  }

  private forget(slot: number): void {
    this.leaveList(slot);
    this.slots.delete(this.serial[slot]);
    this.after[slot] = this.free;
    this.free = slot;
  }

  private append(slot: number, list: number): void {
    const last = this.tails[list];
    this.before[slot] = last;
    this.after[slot] = NONE;
    if (last === NONE) this.heads[list] = slot;
    else this.after[last] = slot;
    this.tails[list] = slot;
    this.counts[list]++;
  }

  private leaveList(slot: number): void {
    const list = this.flags[slot] & MessageFlag.ended ? this.queues : this.queue[slot];
    if (list === NONE) return;
    const { before, after } = this;
    if (before[slot] === NONE) this.heads[list] = after[slot];
    else after[before[slot]] = after[slot];
    if (after[slot] === NONE) this.tails[list] = before[slot];
    else before[after[slot]] = before[slot];
    this.counts[list]--;
  }

  private grow(): void {
    const size = this.serial.length * 2;
    const wider = <A extends Uint32Array | Int32Array | Uint8Array | Float64Array>(column: A, grown: A): A => {
      grown.set(column);
      return grown;
    };
    this.serial = wider(this.serial, new Uint32Array(size));
    this.origin = wider(this.origin, new Uint32Array(size));
    this.id = wider(this.id, new Uint32Array(size));
    this.key = wider(this.key, new Int32Array(size));
    this.broker = wider(this.broker, new Int32Array(size));
    this.queue = wider(this.queue, new Int32Array(size));
    this.link = wider(this.link, new Int32Array(size));
    this.flags = wider(this.flags, new Uint8Array(size));
    this.enteredAt = wider(this.enteredAt, new Float64Array(size));
    this.before = wider(this.before, new Int32Array(size));
    this.after = wider(this.after, new Int32Array(size));
  }
}
