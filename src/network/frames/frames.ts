/** "No frame", "no link": what an index column holds when it points nowhere. */
export const NONE = -1;

/** Where an answer may tell its caller how long to wait before another attempt: it says nothing of it. */
export const NOT_SAID = -1;

/** What {@link Frames.spoken} says of a message that nobody can decode. */
export const POISON = 0xffff_ffff;

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
  /** Published, and in its producer's client library, which has not sent it yet: nothing is scheduled. */
  gathered: 14,
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

/** Columns that take room only where somebody has asked for them by {@link Frames.keep}. */
export type OptionalColumns =
  /** What a frame is about, and what its holder notes of it. */
  | 'subject'
  /** Several calls of one frame at once. */
  | 'siblings'
  /** What policies of links and brokers know of a call or a message. */
  | 'attempts'
  /** What messages and streams say about themselves. */
  | 'messages';

export const OPTIONAL_COLUMNS: readonly OptionalColumns[] = ['subject', 'siblings', 'attempts', 'messages'];

type View = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

interface Block {
  readonly keptFor: OptionalColumns | null;
  readonly bytes: 8 | 4 | 2 | 1;
  readonly names: readonly ColumnName[];
}

/**
 * So many columns of one width lie side by side, a row of them behind the other: whoever touches a frame is likely to
 * touch several of them, and among a million frames each place in memory that is touched is a miss of the cache.
 */
const ROW = 4;

const BLOCKS: readonly Block[] = [
  { keptFor: null, bytes: 8, names: ['sentAt', 'arrivedAt', 'since', 'work'] },
  { keptFor: null, bytes: 4, names: ['link', 'node', 'parent', 'child'] },
  { keptFor: null, bytes: 4, names: ['next', 'previous', 'slot', 'serial'] },
  { keptFor: null, bytes: 2, names: ['pc', 'operation', 'flags', 'answer'] },
  { keptFor: null, bytes: 1, names: ['phase', 'outcome', 'attempt', 'hops'] },
  { keptFor: 'subject', bytes: 4, names: ['key', 'source', 'order', 'spoken'] },
  { keptFor: 'siblings', bytes: 4, names: ['nextSibling', 'previousSibling', 'twin'] },
  { keptFor: 'attempts', bytes: 8, names: ['firstSentAt', 'backoffMs', 'deadlineAt', 'idempotencyKey'] },
  { keptFor: 'attempts', bytes: 4, names: ['nextTimeout', 'previousTimeout', 'connection', 'call'] },
  { keptFor: 'messages', bytes: 4, names: ['correlation'] },
  { keptFor: 'messages', bytes: 2, names: ['label', 'plan'] },
];

const UNSIGNED: ReadonlySet<ColumnName> = new Set<ColumnName>(['serial', 'call', 'spoken', 'correlation']);

/** The column that is the one with this place in a block. */
function viewOf(name: ColumnName, bytes: Block['bytes'], buffer: ArrayBuffer, place: number): View {
  const offset = place * bytes;
  switch (bytes) {
    case 8:
      return new Float64Array(buffer, offset);
    case 4:
      return UNSIGNED.has(name) ? new Uint32Array(buffer, offset) : new Int32Array(buffer, offset);
    case 2:
      return new Uint16Array(buffer, offset);
    default:
      return new Uint8Array(buffer, offset);
  }
}

export interface SavedFrames {
  /** The blocks that are kept, by their index; of others, nothing. */
  readonly blocks: readonly (Uint8Array | null)[];
  readonly kept: readonly OptionalColumns[];
  readonly top: number;
  readonly firstFree: number;
  readonly inUse: number;
}

/**
 * Everything under way: requests at their clients, calls, messages. A frame is a row in these columns, and is named by
 * the place of its values in any of them, which is used again after {@link release}. 76 bytes a frame, twice as many with
 * all that is optional, and no garbage.
 */
export class Frames {
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
  /** Of a call, where callees recognise calls: by what they do; see idempotency-key.ts. */
  idempotencyKey = new Float64Array(0);
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
  answer = new Uint16Array(0);

  /** Whether there are the columns that are optional; where not, they must not be touched. */
  keepsSubject = true;
  keepsSiblings = true;
  keepsAttempts = true;
  keepsMessages = true;

  /** Frames in use. */
  inUse = 0;
  /** Where frames that were ever used end: all columns are meaningless from here on. */
  private top = 0;
  private capacity = 0;
  /** The frame that was freed last, and by their `next` those before it. */
  private firstFree = NONE;
  private blocks: (Uint8Array | null)[] = BLOCKS.map(() => null);
  private readonly asked = new Set<OptionalColumns>();

  constructor(initialCapacity = 1024) {
    this.growTo(initialCapacity * ROW);
  }

  /** Asks for columns that are optional: before {@link dropUnasked}, or later at some cost. */
  keep(columns: OptionalColumns): void {
    this.asked.add(columns);
    if (!this.keeps(columns)) this.setKept([...this.kept(), columns]);
  }

  /** The columns that nobody has asked for take no room from now on. Nothing is in use yet. */
  dropUnasked(): void {
    this.setKept([...this.asked]);
  }

  /** A frame whose columns the caller must fill; it is in no list and in no family, and nothing is known of it. */
  allocate(): number {
    let frame = this.firstFree;
    if (frame !== NONE) this.firstFree = this.next[frame];
    else {
      if (this.top === this.capacity) this.growTo(this.capacity * 2);
      frame = this.top;
      this.top += ROW;
    }
    this.inUse++;
    this.child[frame] = NONE;
    this.next[frame] = NONE;
    this.previous[frame] = NONE;
    this.slot[frame] = NONE;
    this.pc[frame] = 0;
    this.flags[frame] = 0;
    this.answer[frame] = 0;
    this.outcome[frame] = 0;
    this.attempt[frame] = 1;
    if (this.keepsSubject) this.clearSubject(frame);
    if (this.keepsSiblings) this.clearSiblings(frame);
    if (this.keepsAttempts) this.clearAttempts(frame);
    if (this.keepsMessages) this.clearMessages(frame);
    return frame;
  }

  release(frame: number): void {
    this.phase[frame] = Phase.free;
    this.next[frame] = this.firstFree;
    this.firstFree = frame;
    this.inUse--;
  }

  /** Calls `visit` with every frame in use, in their order. */
  forEach(visit: (frame: number) => void): void {
    for (let frame = 0; frame < this.top; frame += ROW) if (this.phase[frame] !== Phase.free) visit(frame);
  }

  save(): SavedFrames {
    const { top, firstFree, inUse } = this;
    const blocks = this.blocks.map((block, index) => block?.slice(0, top * BLOCKS[index].bytes) ?? null);
    return { blocks, kept: this.kept(), top, firstFree, inUse };
  }

  restore(saved: SavedFrames): void {
    this.setKept(saved.kept);
    if (saved.top > this.capacity) this.growTo(saved.top);
    saved.blocks.forEach((block, index) => {
      if (block) this.blocks[index]?.set(block);
    });
    this.top = saved.top;
    this.firstFree = saved.firstFree;
    this.inUse = saved.inUse;
  }

  private clearSubject(frame: number): void {
    this.key[frame] = 0;
    this.source[frame] = 0;
    this.spoken[frame] = 0;
  }

  private clearSiblings(frame: number): void {
    this.nextSibling[frame] = NONE;
    this.previousSibling[frame] = NONE;
    this.twin[frame] = NONE;
  }

  private clearAttempts(frame: number): void {
    this.deadlineAt[frame] = Infinity;
    this.idempotencyKey[frame] = 0;
    this.nextTimeout[frame] = NONE;
    this.previousTimeout[frame] = NONE;
    this.connection[frame] = NONE;
    this.call[frame] = 0;
  }

  private clearMessages(frame: number): void {
    this.correlation[frame] = 0;
    this.label[frame] = 0;
    this.plan[frame] = 0;
  }

  private keeps(columns: OptionalColumns): boolean {
    return this.kept().includes(columns);
  }

  private kept(): OptionalColumns[] {
    const { keepsSubject, keepsSiblings, keepsAttempts, keepsMessages } = this;
    const all = { subject: keepsSubject, siblings: keepsSiblings, attempts: keepsAttempts, messages: keepsMessages };
    return OPTIONAL_COLUMNS.filter((columns) => all[columns]);
  }

  /** What is kept from now on is as after {@link allocate}, unless it was kept before. */
  private setKept(columns: readonly OptionalColumns[]): void {
    const before = this.kept();
    const added = columns.filter((one) => !before.includes(one));
    if (added.length === 0 && columns.length === before.length) return;
    this.keepsSubject = columns.includes('subject');
    this.keepsSiblings = columns.includes('siblings');
    this.keepsAttempts = columns.includes('attempts');
    this.keepsMessages = columns.includes('messages');
    this.growTo(this.capacity);
    const isAdded = (one: OptionalColumns) => added.includes(one);
    for (let frame = 0; frame < this.top; frame += ROW) {
      if (isAdded('subject')) this.clearSubject(frame);
      if (isAdded('siblings')) this.clearSiblings(frame);
      if (isAdded('attempts')) this.clearAttempts(frame);
      if (isAdded('messages')) this.clearMessages(frame);
    }
  }

  private growTo(capacity: number): void {
    const kept = new Set<OptionalColumns | null>([null, ...this.kept()]);
    this.blocks = BLOCKS.map(({ keptFor, bytes, names }, index) => {
      const before = this.blocks[index];
      const isSame = before?.length === capacity * bytes;
      const block = !kept.has(keptFor) ? null : isSame ? before : new Uint8Array(capacity * bytes);
      if (block !== null && before !== null && !isSame) block.set(before);
      const buffer = block === null ? new ArrayBuffer(ROW * bytes) : (block.buffer as ArrayBuffer);
      const views = names.map((name, place) => [name, viewOf(name, bytes, buffer, place)]);
      Object.assign(this, Object.fromEntries(views));
      return block;
    });
    this.capacity = capacity;
  }
}

/** The columns by their names. */
type ColumnName = {
  [Name in keyof Frames]: Frames[Name] extends View ? Name : never;
}[keyof Frames];
