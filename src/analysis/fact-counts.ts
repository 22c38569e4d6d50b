import type { TraceColumns } from '../kernel/trace';
import { Fact, SentFlag } from '../network/facts';
import { OUTCOMES } from '../network/outcomes';

const EACH = OUTCOMES.length;

/** What is counted at a node. Those that end in an outcome have a counter for each: add the outcome's code. */
export const NodeCount = {
  arrived: 1,
  started: 2,
  blocked: 3,
  resumed: 4,
  /** A broker took a message into a queue. */
  enqueued: 5,
  acked: 6,
  preempted: 7,
  /** Ended without a worker: a client's request, or one that was refused or lost in the queue. + outcome. */
  leftQueue: 8,
  /** Ended, held by a worker. + outcome. */
  leftWorker: 8 + EACH,
  /** A message that is gone. + outcome. */
  lost: 8 + 2 * EACH,
} as const;

/** What is counted on a link. */
export const LinkCount = {
  /** An attempt that somebody waits for left. */
  sentCall: 1,
  /** A message left that nobody waits for. */
  sentMessage: 2,
  /** An attempt is over for the caller. + outcome. */
  returned: 3,
  /** The callee answered. + outcome. */
  replied: 3 + EACH,
  /** An attempt never left its caller. */
  withheld: 3 + 2 * EACH,
  /** An attempt began to wait at its caller, and ended to. */
  held: 4 + 2 * EACH,
  letGo: 5 + 2 * EACH,
} as const;

/** Counters a place; the first is for what is not counted. */
const SLOTS = 8 + 3 * EACH;

/** Which counter a fact counts up; 0 for none. */
function slotOf(fact: number, detail: number, byWorker: boolean): number {
  switch (fact) {
    case Fact.issued:
    case Fact.arrived:
      return NodeCount.arrived;
    case Fact.started:
      return NodeCount.started;
    case Fact.blocked:
      return NodeCount.blocked;
    case Fact.resumed:
      return NodeCount.resumed;
    case Fact.enqueued:
      return NodeCount.enqueued;
    case Fact.acked:
      return NodeCount.acked;
    case Fact.preempted:
      return NodeCount.preempted;
    case Fact.settled:
      return NodeCount.leftQueue + detail;
    case Fact.finished:
      return (byWorker ? NodeCount.leftWorker : NodeCount.leftQueue) + detail;
    case Fact.lost:
      return NodeCount.lost + detail;
    case Fact.sent:
      return detail & SentFlag.message && !(detail & SentFlag.confirm) ? LinkCount.sentMessage : LinkCount.sentCall;
    case Fact.returned:
      return LinkCount.returned + detail;
    case Fact.replied:
      return LinkCount.replied + detail;
    case Fact.withheld:
      return LinkCount.withheld;
    case Fact.held:
      return LinkCount.held;
    case Fact.letGo:
      return LinkCount.letGo;
    default:
      return 0;
  }
}

const FACTS = 64;
const DETAILS = 32;
const ON_LINKS: ReadonlySet<number> = new Set([
  Fact.sent,
  Fact.returned,
  Fact.replied,
  Fact.withheld,
  Fact.held,
  Fact.letGo,
]);

/** {@link slotOf} as a table: by fact, detail and the lowest bit of `extra`. */
const SLOT = Uint8Array.from({ length: FACTS * DETAILS * 2 }, (_, key) =>
  slotOf(key >> 6, (key >> 1) & 31, (key & 1) === 1),
);

/**
 * How often each kind of fact occurred at each node and link. A simulation in full swing records some ten million facts a
 * second of wall clock, in an order that no branch predictor can guess; so a fact is not looked at, its columns are the
 * address of a counter. Rates and what is where follow from the counters, whenever somebody wants to know.
 */
export class FactCounts {
  readonly counts: Uint32Array;
  /** By fact: what is added to the place, and which of its bits count. */
  private readonly offset = new Int32Array(FACTS);
  private readonly placeBits = new Int32Array(FACTS);

  constructor(
    private readonly nodes: number,
    links: number,
  ) {
    this.counts = new Uint32Array((nodes + links) * SLOTS);
    for (let fact = 0; fact < FACTS; fact++) {
      if (ON_LINKS.has(fact)) this.offset[fact] = nodes;
      // Facts that are not counted all go to the first counter of all.
      if (slotOf(fact, 0, false) > 0) this.placeBits[fact] = 0xffff;
    }
  }

  /** Counts rows `from` to `to`. */
  add(columns: TraceColumns, from: number, to: number): void {
    const { fact, detail, place, extra } = columns;
    const { counts, offset, placeBits } = this;
    for (let row = from; row < to; row++) {
      const what = fact[row] & 63;
      const where = (place[row] & placeBits[what]) + offset[what];
      counts[where * SLOTS + SLOT[(what << 6) | ((detail[row] & 31) << 1) | (extra[row] & 1)]]++;
    }
  }

  /** The index of a node's counter, one of {@link NodeCount}. */
  ofNode(node: number, counter: number): number {
    return node * SLOTS + counter;
  }

  /** The index of a link's counter, one of {@link LinkCount}. */
  ofLink(link: number, counter: number): number {
    return (this.nodes + link) * SLOTS + counter;
  }

  /** The sum over all outcomes of a counter that ends in one. */
  overOutcomes(first: number): number {
    let sum = 0;
    for (let outcome = 0; outcome < EACH; outcome++) sum += this.counts[first + outcome];
    return sum;
  }
}
