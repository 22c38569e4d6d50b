/** "No frame", "no link": what an index column holds when it points nowhere. */
export const NONE = -1;

/** Where an answer may tell its caller how long to wait before another attempt: it says nothing of it. */
export const NOT_SAID = -1;

/**
 * Where a frame is in its life. A frame has at most one event in the queue at any time, and the phase says which one;
 * that is why nothing ever needs to be cancelled.
 */
export const Phase = {
  free: 0,
  /** On its way to the callee: an arrival is scheduled. */
  outbound: 1,
  /** In a queue, or stored by a broker: nothing is scheduled. */
  queued: 2,
  /** A worker works on it: the end of the work is scheduled. */
  working: 3,
  /** Waits for calls of its own: nothing is scheduled. */
  blocked: 4,
  /** The answer is on its way to the caller: its return is scheduled. */
  inbound: 5,
  /** Waits at the caller for its next attempt, which is scheduled. */
  backoff: 6,
  /** Over, but an event is still scheduled for it: it is freed when that comes. */
  dead: 7,
  /** Worked on together with others, which share the workers: nothing is scheduled for it alone. */
  sharing: 8,
  /** Waits at the caller until a rate limit lets it go, which is scheduled. */
  paced: 9,
  /** Waits at the caller for a place in a bulkhead: nothing is scheduled. */
  lined: 10,
  /** Waits at the caller for a connection: nothing is scheduled. */
  unconnected: 11,
  /** At the callee, where it waits for the end of an earlier attempt of its call: nothing is scheduled. */
  joined: 12,
  /** At the callee, where messages of its stream come and go: nothing is scheduled for it alone. */
  streaming: 13,
} as const;

/** Bits of {@link Frames.flags}. */
export const FrameFlag = {
  /** A message: nobody waits for an answer. */
  message: 1,
  /** A broker pushed it to a consumer, whose answer is the acknowledgement. */
  delivery: 2,
  /** Has been delivered before. */
  redelivered: 4,
  /** A message that survives a restart of the broker. */
  persistent: 8,
  /** A message whose producer waits for the broker's confirm. */
  confirm: 16,
  /** A delivery on a connection that no longer exists: its acknowledgement counts for nothing. */
  detached: 32,
  /** It has been answered already; what is left of its operation runs without a worker. */
  answered: 64,
  /** What comes back is no answer: the attempt was never sent, or it or its answer was lost on the way. */
  unanswered: 128,
  /** It never left its caller. */
  withheld: 256,
  /** It has a place in its link's bulkhead. */
  inside: 512,
  /** The first of its call that its callee has seen: what becomes of it is what an idempotent callee remembers. */
  claimed: 1024,
  /** Its caller has given it up, and its callee has been told before it came. */
  calledOff: 2048,
  /** A message that the consumer's own client library had fetched before: it and its acknowledgement do not travel. */
  fetched: 4096,
  /** A call of many messages: see streams.ts. */
  stream: 8192,
} as const;

/** What an answer says beyond its outcome: bits of {@link Frames.answer}. */
export const Answer = {
  /** A cache does not have it. */
  miss: 1,
  /** It is older than what has been written since. */
  stale: 2,
} as const;

const FLOATS = ['sentAt', 'firstSentAt', 'arrivedAt', 'since', 'work', 'backoffMs', 'deadlineAt'] as const;
const INTEGERS = [
  'link',
  'node',
  'parent',
  'child',
  'nextSibling',
  'previousSibling',
  'next',
  'previous',
  'twin',
  'nextTimeout',
  'previousTimeout',
  'order',
  'slot',
  'connection',
  'key',
  'source',
] as const;
const WORDS = ['serial', 'call', 'spoken', 'correlation'] as const;
const SHORTS = ['pc', 'operation', 'flags', 'label', 'plan'] as const;
const BYTES = ['phase', 'outcome', 'attempt', 'hops', 'answer'] as const;

type Columns = Record<(typeof FLOATS)[number], Float64Array> &
  Record<(typeof INTEGERS)[number], Int32Array> &
  Record<(typeof WORDS)[number], Uint32Array> &
  Record<(typeof SHORTS)[number], Uint16Array> &
  Record<(typeof BYTES)[number], Uint8Array>;

export interface SavedFrames {
  readonly columns: Columns;
  readonly freeSlots: Int32Array;
}

/**
 * Everything under way: requests at their clients, calls, messages. A frame is a row in these columns; its slot is used
 * again after {@link release}. About 140 bytes a frame, and no garbage.
 */
export class Frames implements Columns {
  /** When this attempt was sent, ms; of a client's request: when it was meant to be sent. */
  sentAt = new Float64Array(0);
  /** When the first attempt was sent; of a message: when it was published. */
  firstSentAt = new Float64Array(0);
  /** When it reached the node that holds it. */
  arrivedAt = new Float64Array(0);
  /** When its phase began, where that matters. */
  since = new Float64Array(0);
  /** Where work can be interrupted: of a frame at work, when it will be done; of one interrupted, how much is left, ms. Of an answer: how long the caller is to wait before another attempt, or that nothing is said of it. */
  work = new Float64Array(0);
  /** Of a call: the last step of its backoff, 0 before the first. */
  backoffMs = new Float64Array(0);
  /** Of a call: the moment at which it is given up, with all its attempts; Infinity where there is none. */
  deadlineAt = new Float64Array(0);
  /** The link on which it came; NONE for a client's request. */
  link = new Int32Array(0);
  /** The node that holds it or will. */
  node = new Int32Array(0);
  /** The frame that waits for it. */
  parent = new Int32Array(0);
  /** The first of the calls that it waits for; the others are that one's siblings. */
  child = new Int32Array(0);
  nextSibling = new Int32Array(0);
  previousSibling = new Int32Array(0);
  /** Neighbours in the list that it is in: a queue, or the frames that a node serves. */
  next = new Int32Array(0);
  previous = new Int32Array(0);
  /** The next attempt of the same call, where there are several at once: see twins.ts. */
  twin = new Int32Array(0);
  /** Neighbours among the attempts of its link that wait for their timeout. */
  nextTimeout = new Int32Array(0);
  previousTimeout = new Int32Array(0);
  /** Of a message: its place in the order of its queue. Of a call that waits for a connection: its {@link SentFlag}s. Of the news that a call is given up: its frame. */
  order = new Int32Array(0);
  /** The worker slot that it holds at its node; NONE while it holds none. */
  slot = new Int32Array(0);
  /** The connection that it is on; NONE where connections are not counted, or the caller waits no longer. */
  connection = new Int32Array(0);
  /** What it is about, as a number: the row, the session, the tenant. A call has the key of the frame that makes it. */
  key = new Int32Array(0);
  /** Which of the client's users or addresses it comes from; handed on like the key. */
  source = new Int32Array(0);
  /** Its name in the trace; see facts.ts. */
  serial = new Uint32Array(0);
  /** Of a call: the serial of its first attempt, which all of them share; 0 before it is sent. Of a message: its id, which all its copies share. */
  call = new Uint32Array(0);
  /** Which versions of which contract it is written and read by, as `LinkContract` says it; 0 where none. */
  spoken = new Uint32Array(0);
  /** Of a message, and of whatever is done because of it: the serial of the request that waits for the answers to it; 0 where none does. */
  correlation = new Uint32Array(0);
  /** The next instruction of its operation. */
  pc = new Uint16Array(0);
  /** What is asked for, as the network numbers operations. */
  operation = new Uint16Array(0);
  /** What a message says about itself, as {@link Labels} number it. */
  label = new Uint16Array(0);
  /** Of a stream: what is to be said in it, as {@link Streams} number it. */
  plan = new Uint16Array(0);
  /** {@link FrameFlag}s. */
  flags = new Uint16Array(0);
  phase = new Uint8Array(0);
  outcome = new Uint8Array(0);
  /** 1 for the first. */
  attempt = new Uint8Array(0);
  /** How many links lie between it and the client. */
  hops = new Uint8Array(0);
  /** Bits of {@link Answer}: of its own answer once that is given; before, of the answer that it got last. */
  answer = new Uint8Array(0);

  /** Frames in use. */
  inUse = 0;
  /** Slots ever used: all columns are meaningless from here on. */
  private top = 0;
  private capacity = 0;
  private freeSlots = new Int32Array(0);
  private freeCount = 0;

  constructor(initialCapacity = 1024) {
    this.growTo(initialCapacity);
  }

  /** A slot whose columns the caller must fill; list neighbours are NONE. */
  allocate(): number {
    let slot: number;
    if (this.freeCount > 0) slot = this.freeSlots[--this.freeCount];
    else {
      if (this.top === this.capacity) this.growTo(this.capacity * 2);
      slot = this.top++;
    }
    this.inUse++;
    this.child[slot] = NONE;
    this.nextSibling[slot] = NONE;
    this.previousSibling[slot] = NONE;
    this.next[slot] = NONE;
    this.previous[slot] = NONE;
    this.twin[slot] = NONE;
    this.nextTimeout[slot] = NONE;
    this.previousTimeout[slot] = NONE;
    this.slot[slot] = NONE;
    this.connection[slot] = NONE;
    this.key[slot] = 0;
    this.source[slot] = 0;
    this.outcome[slot] = 0;
    this.flags[slot] = 0;
    this.attempt[slot] = 1;
    this.answer[slot] = 0;
    this.pc[slot] = 0;
    this.call[slot] = 0;
    this.spoken[slot] = 0;
    this.correlation[slot] = 0;
    this.label[slot] = 0;
    this.deadlineAt[slot] = Infinity;
    return slot;
  }

  release(slot: number): void {
    this.phase[slot] = 0;
    this.freeSlots[this.freeCount++] = slot;
    this.inUse--;
  }

  /** Calls `visit` with every slot in use, in slot order. */
  forEach(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.top; slot++) if (this.phase[slot] !== Phase.free) visit(slot);
  }

  save(): SavedFrames {
    const columns = Object.fromEntries(COLUMN_NAMES.map((name) => [name, this[name].slice(0, this.top)]));
    return { columns: columns as Columns, freeSlots: this.freeSlots.slice(0, this.freeCount) };
  }

  restore(saved: SavedFrames): void {
    this.top = saved.columns.sentAt.length;
    if (this.top > this.capacity) this.growTo(this.top);
    for (const name of COLUMN_NAMES) this[name].set(saved.columns[name] as never);
    this.freeSlots.set(saved.freeSlots);
    this.freeCount = saved.freeSlots.length;
    this.inUse = this.top - this.freeCount;
  }

  private growTo(capacity: number): void {
    this.capacity = capacity;
    const grow = <T extends { set(from: T): void }>(make: new (length: number) => T, old: T): T => {
      const grown = new make(capacity);
      grown.set(old);
      return grown;
    };
    for (const name of FLOATS) this[name] = grow(Float64Array, this[name]);
    for (const name of INTEGERS) this[name] = grow(Int32Array, this[name]);
    for (const name of WORDS) this[name] = grow(Uint32Array, this[name]);
    for (const name of SHORTS) this[name] = grow(Uint16Array, this[name]);
    for (const name of BYTES) this[name] = grow(Uint8Array, this[name]);
    this.freeSlots = grow(Int32Array, this.freeSlots);
  }
}

const COLUMN_NAMES = [...FLOATS, ...INTEGERS, ...WORDS, ...SHORTS, ...BYTES] as const;
