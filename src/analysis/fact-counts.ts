import type { TraceColumns } from '../kernel/trace';
import { Outcome } from '../network/outcomes';
import { EACH, LINE, LINK_LINE, NODE_LINE, SLOTS } from './counters';
import {
  DUTIES,
  DUTY_BITS,
  END,
  IN_LINE,
  keyOf,
  LAST,
  LINED,
  ON_LINKS,
  OTHER,
  SLOT,
  WAITING,
  WORK,
} from './fact-duties';

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
