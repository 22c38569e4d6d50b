import { StepAreas } from '../kernel/statistics/step-areas';
import type { TraceColumns } from '../kernel/trace';
import { Fact } from '../network/facts';
import { passage } from './fact-counts';

/** What stands in a node's line, which is as long as a line of a processor's cache. */
const WIDTH = 8;
/** Frames inside that no worker holds. */
const WAITING = 0;
/** Frames that a worker holds. */
const BUSY = 1;
const BLOCKED = 2;
/** When one of them changed last. */
const SINCE = 3;
const WAITING_AREA = 4;
const BUSY_AREA = 5;
const BLOCKED_AREA = 6;
/** The most that waited for longer than an instant. */
const HIGHEST = 7;

/** By fact, and whether a worker held the frame: how each of them changes. */
const WAITING_STEP = new Int8Array(128);
const BUSY_STEP = new Int8Array(128);
const BLOCKED_STEP = new Int8Array(128);
for (const byWorker of [0, 1]) {
  const key = (fact: number) => (fact << 1) | byWorker;
  for (const fact of [Fact.issued, Fact.arrived, Fact.preempted]) WAITING_STEP[key(fact)] = 1;
  for (const fact of [Fact.settled, Fact.started]) WAITING_STEP[key(fact)] = -1;
  BUSY_STEP[key(Fact.started)] = 1;
  BUSY_STEP[key(Fact.preempted)] = -1;
  BLOCKED_STEP[key(Fact.blocked)] = 1;
  BLOCKED_STEP[key(Fact.resumed)] = -1;
}
WAITING_STEP[Fact.finished << 1] = -1;
BUSY_STEP[(Fact.finished << 1) | 1] = -1;

/** 1 where a worker takes a frame. */
const STARTS = Uint8Array.from(BUSY_STEP, (step) => (step > 0 ? 1 : 0));
/** Rows that are. */
const starters = new Int32Array(passage.levels.length);

/** Makes the shortest time longer than any number of frames: `min(n, t × HUGE)` is n if t > 0, else 0, and no branch. */
const HUGE = 2 ** 200;

/** What nodes hold, and the areas under it over time, from which come time averages; for everything that takes up a worker or waits for one. */
export class NodeLevels {
  private readonly lines: Float64Array;
  /** 1 for nodes that ever had a worker: only there is waiting a queue. */
  readonly hasWorkers: Uint8Array;
  readonly capacity: StepAreas;
  /** Of those busy and of those blocked: how many more than there are workers. */
  private readonly excess: StepAreas;
  private readonly excessBlocked: StepAreas;
  /** By node: {@link followExcess} must look when more are busy. */
  private readonly limit: Float64Array;
  /** By node: those that began to be served, of these those that had waited, and for how long all of them had, ms. */
  private readonly starts: Float64Array;

  constructor(nodes: number) {
    this.lines = new Float64Array(nodes * WIDTH);
    this.hasWorkers = new Uint8Array(nodes);
    this.capacity = new StepAreas(nodes);
    this.excess = new StepAreas(nodes);
    this.excessBlocked = new StepAreas(nodes);
    this.limit = new Float64Array(nodes).fill(Infinity);
    this.starts = new Float64Array(nodes * 4);
  }

  /** Follows the `levels` of the {@link passage}. Waits of serials up to `lastEarly` are not counted. */
  read({ at: times, fact, detail, place, serial, extra, value }: TraceColumns, lastEarly: number): void {
    const { lines, limit, starts } = this;
    const { levels, levelCount } = passage;
    let starterCount = 0;
    for (let i = 0; i < levelCount; i++) {
      const row = levels[i];
      const node = place[row];
      const what = fact[row];
      const at = times[row];
      const key = ((what & 63) << 1) | (extra[row] & 1);
      const line = node * WIDTH;
      const lasted = at - lines[line + SINCE];
      const waiting = lines[line + WAITING];
      const busy = lines[line + BUSY];
      const blocked = lines[line + BLOCKED];
      lines[line + SINCE] = at;
      lines[line + WAITING_AREA] += waiting * lasted;
      lines[line + BUSY_AREA] += busy * lasted;
      lines[line + BLOCKED_AREA] += blocked * lasted;
      // In this order, which is seldom true, and so costs nothing.
      if (waiting > lines[line + HIGHEST] && lasted > 0) lines[line + HIGHEST] = waiting;
      const working = busy + BUSY_STEP[key];
      const calling = blocked + BLOCKED_STEP[key];
      lines[line + WAITING] = waiting + WAITING_STEP[key];
      lines[line + BUSY] = working;
      // A crash ends blocked requests that never resumed.
      lines[line + BLOCKED] = calling > working && what === Fact.finished ? working : calling;
      if (working > limit[node]) this.followExcess(node, at, what);
      starters[starterCount] = row;
      starterCount += STARTS[key];
    }
    for (let i = 0; i < starterCount; i++) {
      const row = starters[i];
      if (serial[row] <= lastEarly) continue;
      const waited = value[row];
      // Who was preempted has been served before.
      const first = 1 - detail[row];
      const sums = place[row] * 4;
      starts[sums] += first;
      starts[sums + 1] += Math.min(first, waited * HUGE);
      starts[sums + 2] += waited;
    }
  }

  /** A message waited in its broker. */
  waited(node: number, ms: number): void {
    this.starts[node * 4]++;
    if (ms > 0) this.starts[node * 4 + 1]++;
    this.starts[node * 4 + 2] += ms;
  }

  setCapacity(node: number, workers: number, at: number): void {
    if (workers > 0) this.hasWorkers[node] = 1;
    this.capacity.set(node, workers, at);
    this.setLimit(node);
  }

  waiting(node: number): number {
    return this.lines[node * WIDTH + WAITING];
  }

  busy(node: number): number {
    return this.lines[node * WIDTH + BUSY];
  }

  blocked(node: number): number {
    return this.lines[node * WIDTH + BLOCKED];
  }

  /** Leaves out everything up to now, but not what nodes hold. */
  restart(at: number): void {
    const { lines } = this;
    for (let line = 0; line < lines.length; line += WIDTH) {
      lines.fill(0, line + WAITING_AREA, line + WIDTH);
      lines[line + SINCE] = at;
    }
    for (const areas of [this.capacity, this.excess, this.excessBlocked]) areas.restart(at);
    this.starts.fill(0);
  }

  /** Areas since the (re)start, times in ms; waits are sums. */
  figures(node: number, until: number) {
    const { lines, starts } = this;
    const line = node * WIDTH;
    const lasted = Math.max(0, until - lines[line + SINCE]);
    const areaOf = (level: number, area: number) => lines[line + area] + lines[line + level] * lasted;
    const highest = lines[line + HIGHEST];
    return {
      waitingArea: areaOf(WAITING, WAITING_AREA),
      workedArea: areaOf(BUSY, BUSY_AREA) - this.excess.areaUntil(node, until),
      busyArea: areaOf(BUSY, BUSY_AREA),
      blockedArea: areaOf(BLOCKED, BLOCKED_AREA) - this.excessBlocked.areaUntil(node, until),
      capacityArea: this.capacity.areaUntil(node, until),
      maxWaiting: lasted > 0 ? Math.max(highest, lines[line + WAITING]) : highest,
      started: starts[node * 4],
      delayed: starts[node * 4 + 1],
      waitedMs: starts[node * 4 + 2],
    };
  }

  /** Where requests share the workers, more may be in hand than there are: those beyond are not worker-time. */
  private followExcess(node: number, at: number, fact: number): void {
    const workers = this.capacity.value[node];
    const busy = this.busy(node);
    if (this.excess.value[node] === 0 && !(fact === Fact.started && busy > workers)) return;
    this.excess.set(node, Math.max(0, busy - workers), at);
    this.excessBlocked.set(node, Math.max(0, this.blocked(node) - workers), at);
    this.setLimit(node);
  }

  private setLimit(node: number): void {
    if (this.excess.value[node] > 0) this.limit[node] = -1;
    else this.limit[node] = this.hasWorkers[node] ? this.capacity.value[node] : Infinity;
  }
}
