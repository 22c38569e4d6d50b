import type { TraceColumns } from '../kernel/trace';
import { AttemptEnd, BREAKER_STATES, Fact, SentFlag } from '../network/facts';
import { OUTCOMES, Outcome } from '../network/outcomes';
import { BACK } from '../network/wire/ways';

const EACH = OUTCOMES.length;
const BREAKER_OPEN = BREAKER_STATES.indexOf('open');

/** What is counted at a node. Those that end in an outcome have a counter for each: add the outcome's code. */
export const NodeCount = {
  arrived: 1,
  started: 2,
  /** A broker took a message into a queue. */
  enqueued: 3,
  acked: 4,
  /** A client's request began. */
  issued: 5,
  /** Ended without a worker: a client's request, or one that was refused or lost in the queue. + outcome. */
  leftQueue: 8,
  /** Ended, held by a worker. + outcome. */
  leftWorker: 8 + EACH,
  /** A message that is gone. + outcome. */
  lost: 8 + 2 * EACH,
} as const;

/** What is counted on a link. */
export const LinkCount = {
  /** The first attempt of a call left; so did later ones, and those sent beside others. */
  sentFirst: 1,
  sentAgain: 2,
  sentBeside: 3,
  /** A message left that nobody waits for. */
  sentMessage: 4,
  /** Of these: lost on the way. */
  lostMessage: 5,
  /** An attempt never left its caller, and of these the first attempts of their calls. */
  withheld: 6,
  withheldFirst: 7,
  /** An attempt began to wait at its caller, and ended to. */
  held: 8,
  letGo: 9,
  fellBack: 10,
  recognised: 11,
  breakerOpened: 12,
  /** Messages of streams: sent to the callee, and back; read there, and back. */
  streamedThere: 13,
  streamedBack: 14,
  readThere: 15,
  readBack: 16,
  /** A call's only attempt is over for the caller. + outcome. */
  returned: 17,
  /** One of several attempts is. + outcome. */
  returnedOne: 17 + EACH,
  /** A call of several attempts is over. + outcome. */
  concluded: 17 + 2 * EACH,
  /** The callee answered. + outcome. */
  replied: 17 + 3 * EACH,
} as const;

/** Counters a place, more than any has. */
const SLOTS = 17 + 4 * EACH;

/** Those that a healthy system counts all the time stand side by side, in one line of a processor's cache. */
const LINE = 16;
const HOT_OF_NODE: readonly number[] = [
  NodeCount.arrived,
  NodeCount.started,
  NodeCount.enqueued,
  NodeCount.acked,
  NodeCount.issued,
  NodeCount.leftQueue + Outcome.ok,
  NodeCount.leftWorker + Outcome.ok,
];
const HOT_OF_LINK: readonly number[] = [
  LinkCount.sentFirst,
  LinkCount.sentAgain,
  LinkCount.sentBeside,
  LinkCount.sentMessage,
  LinkCount.held,
  LinkCount.letGo,
  LinkCount.returned + Outcome.ok,
  LinkCount.returnedOne + Outcome.ok,
  LinkCount.concluded + Outcome.ok,
  LinkCount.replied + Outcome.ok,
];
/** By counter: where in the line it stands; 0: not in it. */
const lineOf = (hot: readonly number[]) => Uint8Array.from({ length: SLOTS }, (_, slot) => hot.indexOf(slot) + 1);
const NODE_LINE = lineOf(HOT_OF_NODE);
const LINK_LINE = lineOf(HOT_OF_LINK);

const ON_LINKS: ReadonlySet<number> = new Set([
  Fact.sent,
  Fact.returned,
  Fact.concluded,
  Fact.replied,
  Fact.withheld,
  Fact.held,
  Fact.letGo,
  Fact.fellBack,
  Fact.recognised,
  Fact.breaker,
  Fact.streamed,
  Fact.received,
]);

/** Which counter a fact counts up; 0 for none. `extra` are its lowest two bits. */
function slotOf(fact: number, detail: number, extra: number): number {
  switch (fact) {
    case Fact.issued:
      return NodeCount.issued;
    case Fact.arrived:
      return NodeCount.arrived;
    case Fact.started:
      return NodeCount.started;
    case Fact.enqueued:
      return NodeCount.enqueued;
    case Fact.acked:
      return NodeCount.acked;
    case Fact.settled:
      return NodeCount.leftQueue + detail;
    case Fact.finished:
      return (extra === 1 ? NodeCount.leftWorker : NodeCount.leftQueue) + detail;
    case Fact.lost:
      return NodeCount.lost + detail;
    case Fact.sent:
      if (detail & SentFlag.message && !(detail & SentFlag.confirm)) return LinkCount.sentMessage;
      if (detail & SentFlag.retry) return LinkCount.sentAgain;
      return detail & SentFlag.hedge ? LinkCount.sentBeside : LinkCount.sentFirst;
    case Fact.returned:
      return (extra === AttemptEnd.only ? LinkCount.returned : LinkCount.returnedOne) + detail;
    case Fact.concluded:
      return LinkCount.concluded + detail;
    case Fact.replied:
      return LinkCount.replied + detail;
    case Fact.withheld:
      return LinkCount.withheld;
    case Fact.held:
      return LinkCount.held;
    case Fact.letGo:
      return LinkCount.letGo;
    case Fact.fellBack:
      return LinkCount.fellBack;
    case Fact.recognised:
      return LinkCount.recognised;
    case Fact.streamed:
      // One that is lost on the way is sent again.
      if (extra === 1) return 0;
      return detail === BACK ? LinkCount.streamedBack : LinkCount.streamedThere;
    case Fact.received:
      return detail === BACK ? LinkCount.readBack : LinkCount.readThere;
    case Fact.breaker:
      return extra === BREAKER_OPEN ? LinkCount.breakerOpened : 0;
    default:
      return 0;
  }
}

/** Facts that change more than the counters and levels of their place. */
const SPECIAL: ReadonlySet<number> = new Set([
  Fact.mode,
  Fact.capacity,
  Fact.breaker,
  Fact.withheld,
  Fact.noted,
  Fact.carried,
  Fact.letGo,
]);
/** Facts that tell what becomes of a message. */
const OF_MESSAGES: ReadonlySet<number> = new Set([
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
/** Those that change how many wait at a node, and those that change what its workers hold. */
const changesWaiting = (fact: number, byWorker: boolean): boolean =>
  fact === Fact.issued ||
  fact === Fact.settled ||
  fact === Fact.arrived ||
  fact === Fact.started ||
  fact === Fact.preempted ||
  (fact === Fact.finished && !byWorker);
const changesWork = (fact: number, byWorker: boolean): boolean =>
  fact === Fact.started ||
  fact === Fact.preempted ||
  fact === Fact.blocked ||
  fact === Fact.resumed ||
  (fact === Fact.finished && byWorker);

const KEYS = 64 * 32 * 4;
export const keyOf = (fact: number, detail: number, extra: number): number =>
  ((fact & 63) << 7) | ((detail & 31) << 2) | (extra & 3);
/** By fact, detail and the lowest two bits of `extra`: the counter counted up, and where it stands in its place's line. */
const SLOT = new Uint8Array(KEYS);
const IN_LINE = new Uint8Array(KEYS);
/** Bits of what a fact asks for; the rest of the word is the counter of the first place. */
const DUTIES = new Uint8Array(KEYS);
const DUTY_BITS = 6;
/** By key, of those that need {@link OTHER}: bits of what for. */
export const OTHER_NEEDS = new Uint8Array(KEYS);
export const OtherNeed = {
  /** It tells of a message; or does so if it happened on a link over which a broker pushes. */
  message: 0,
  answer: 1,
  /** Its counter is a rare one, or it tells something of its place. */
  place: 2,
} as const;
/** How many wait changes. */
const WAITING = 0;
/** What workers hold changes. */
const WORK = 1;
/** It ends something well, or is a message that leaves, and tells how long that took, or will. */
const END = 2;
/** More is to be done, or its counter is a rare one. */
const OTHER = 3;
/** Its counter stands in a line. */
const LINED = 4;
/** What comes after it is counted only when it has been seen to. */
const LAST = 1 << 5;
for (let key = 0; key < KEYS; key++) {
  const fact = key >> 7;
  const detail = (key >> 2) & 31;
  const extra = key & 3;
  const slot = slotOf(fact, detail, extra);
  const line = ON_LINKS.has(fact) ? LINK_LINE : NODE_LINE;
  SLOT[key] = slot;
  IN_LINE[key] = line[slot];
  const ends =
    fact === Fact.settled ||
    fact === Fact.finished ||
    fact === Fact.concluded ||
    (fact === Fact.returned && extra === AttemptEnd.only);
  const isMessage = fact === Fact.sent && slot === LinkCount.sentMessage;
  const isRare = slot > 0 && line[slot] === 0;
  OTHER_NEEDS[key] =
    (Number(OF_MESSAGES.has(fact)) << OtherNeed.message) |
    (Number(fact === Fact.replied && detail === Outcome.ok) << OtherNeed.answer) |
    (Number(isRare || SPECIAL.has(fact)) << OtherNeed.place);
  DUTIES[key] =
    (Number(changesWaiting(fact, extra === 1)) << WAITING) |
    (Number(changesWork(fact, extra === 1)) << WORK) |
    (Number((ends && detail === Outcome.ok) || isMessage) << END) |
    (Number(OTHER_NEEDS[key] > 0) << OTHER) |
    (Number(line[slot] > 0) << LINED) |
    (fact === Fact.mode || fact === Fact.capacity ? LAST : 0);
}

/** So many rows are read at once at the most. */
const ROWS = 1024;

/** The rows of a passage that need more than counting, each kind in order. They are valid until the next passage. */
export const passage = {
  /** How many wait somewhere changes. */
  waiting: new Int32Array(ROWS),
  waitingCount: 0,
  /** What the workers of a node hold changes. */
  work: new Int32Array(ROWS),
  workCount: 0,
  /** Something ends well, or a message leaves. */
  ends: new Int32Array(ROWS),
  endCount: 0,
  /** All the rest. */
  others: new Int32Array(ROWS),
  otherCount: 0,
};

/**
 * How often each kind of fact occurred at each node and link. A simulation in full swing records some ten million facts a
 * second of wall clock, in an order that no branch predictor can guess; so a fact is not looked at, its columns are the
 * address of a counter, and of lists of those few that need more. Rates and what is where follow from the counters.
 *
 * Facts of requests that began in the warm-up are counted apart: {@link counted} leaves them out, {@link total} does not.
 */
export class FactCounts {
  /** Counters never move; new ones come behind. */
  counts: Uint32Array;
  /** The last serial given out in the warm-up; Infinity while it lasts, −1 without one. */
  lastEarly = -1;
  private readonly places: number;
  /** Rare counters, by place and counter: where they stand in {@link counts}; 0: not counted yet. */
  private readonly rare: Uint32Array;
  private size: number;
  /** By key: the counter of the first place, and below it the {@link DUTIES}, so that one look tells both. For what is not counted, a counter of the first line, not always the same, which would have to wait for itself. */
  private readonly tasks: Int32Array;
  /** 1 for outcomes that ended anything anywhere. */
  private readonly seen = new Uint8Array(EACH);

  constructor(
    private readonly nodes: number,
    links: number,
    private readonly warmsUp: boolean,
  ) {
    this.places = nodes + links;
    const lines = this.places * (warmsUp ? 2 : 1);
    // The first counter of all stands for those that never counted; the rest of its line takes what is not counted.
    this.size = LINE * (lines + 1);
    this.counts = new Uint32Array(this.size);
    this.rare = new Uint32Array(lines * SLOTS);
    this.seen[Outcome.ok] = 1;
    this.tasks = Int32Array.from(IN_LINE, (inLine, key) => {
      const line = LINE * (1 + (ON_LINKS.has(key >> 7) ? nodes : 0));
      const counter = inLine === 0 ? 1 + ((key >> 7) % (LINE - 1)) : line + inLine;
      return (counter << DUTY_BITS) | DUTIES[key];
    });
  }

  /** Counts rows from `from` on, not beyond `to`, and fills the {@link passage}; returns where it stopped: behind a change of mode or capacity. */
  add(columns: TraceColumns, from: number, to: number): number {
    const { fact, detail, place, extra, serial } = columns;
    const { counts, lastEarly, places, tasks } = this;
    const { waiting, work, ends, others } = passage;
    const end = Math.min(to, from + ROWS);
    let waitingCount = 0;
    let workCount = 0;
    let endCount = 0;
    let otherCount = 0;
    let row = from;
    while (row < end) {
      const task = tasks[((fact[row] & 63) << 7) | ((detail[row] & 31) << 2) | (extra[row] & 3)];
      const isLined = -((task >> LINED) & 1);
      let counter = ((task >> DUTY_BITS) + (place[row] & isLined) * LINE) | 0;
      if (serial[row] <= lastEarly) counter += (places & isLined) * LINE;
      counts[counter]++;
      waiting[waitingCount] = row;
      waitingCount += (task >> WAITING) & 1;
      work[workCount] = row;
      workCount += (task >> WORK) & 1;
      ends[endCount] = row;
      endCount += (task >> END) & 1;
      others[otherCount] = row;
      otherCount += (task >> OTHER) & 1;
      row++;
      if ((task & LAST) !== 0) break;
    }
    passage.waitingCount = waitingCount;
    passage.workCount = workCount;
    passage.endCount = endCount;
    passage.otherCount = otherCount;
    return row;
  }

  /** Counts one of `others`, if its counter is a rare one. */
  addRare({ fact, detail, place, extra, serial }: TraceColumns, row: number): void {
    const key = keyOf(fact[row], detail[row], extra[row]);
    if (SLOT[key] === 0 || IN_LINE[key] > 0) return;
    if (ON_LINKS.has(fact[row])) this.countLink(place[row], SLOT[key], serial[row]);
    else this.countRare(place[row], SLOT[key], serial[row]);
    this.seen[detail[row]] = 1;
  }

  /** Counts up one of a link's rare counters. */
  countLink(link: number, counter: number, serial: number): void {
    this.countRare(this.nodes + link, counter, serial);
  }

  private countRare(place: number, counter: number, serial: number): void {
    const index = (place + (serial <= this.lastEarly ? this.places : 0)) * SLOTS + counter;
    if (this.rare[index] === 0) this.rare[index] = this.create();
    this.counts[this.rare[index]]++;
  }

  private create(): number {
    if (this.size === this.counts.length) {
      const grown = new Uint32Array(this.size + Math.max(64, this.size >> 2));
      grown.set(this.counts);
      this.counts = grown;
    }
    return this.size++;
  }

  /** Whether anything has ever ended like that, anywhere. */
  saw(outcome: Outcome): boolean {
    return this.seen[outcome] !== 0;
  }

  /** The index of a node's counter, one of {@link NodeCount}; 0, which is never counted up, before it first counted. */
  ofNode(node: number, counter: number): number {
    return this.indexOf(node, counter, NODE_LINE[counter]);
  }

  /** The index of a link's counter, one of {@link LinkCount}. */
  ofLink(link: number, counter: number): number {
    return this.indexOf(this.nodes + link, counter, LINK_LINE[counter]);
  }

  private indexOf(place: number, counter: number, inLine: number): number {
    return inLine > 0 ? (place + 1) * LINE + inLine : this.rare[place * SLOTS + counter];
  }

  /** A node's counter, without what began in the warm-up. */
  node(node: number, counter: number): number {
    return this.counts[this.ofNode(node, counter)];
  }

  /** The same of a link. */
  link(link: number, counter: number): number {
    return this.counts[this.ofLink(link, counter)];
  }

  /** A link's counter, with what began in the warm-up. */
  linkInAll(link: number, counter: number): number {
    if (!this.warmsUp) return this.link(link, counter);
    const early = this.indexOf(this.places + this.nodes + link, counter, LINK_LINE[counter]);
    return this.link(link, counter) + this.counts[early];
  }

  /** A node's counter, with what began in the warm-up. */
  nodeInAll(node: number, counter: number): number {
    if (!this.warmsUp) return this.node(node, counter);
    const early = this.indexOf(this.places + node, counter, NODE_LINE[counter]);
    return this.node(node, counter) + this.counts[early];
  }

  /** The sum over all outcomes of a node's counter that ends in one. */
  nodeOverOutcomes(node: number, first: number): number {
    let sum = 0;
    for (let outcome = 0; outcome < EACH; outcome++) if (this.seen[outcome]) sum += this.node(node, first + outcome);
    return sum;
  }

  /** The same of a link, with what began in the warm-up. */
  linkOverOutcomes(link: number, first: number): number {
    let sum = 0;
    for (let outcome = 0; outcome < EACH; outcome++)
      if (this.seen[outcome]) sum += this.linkInAll(link, first + outcome);
    return sum;
  }
}
