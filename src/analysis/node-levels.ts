import { StepAreas } from '../kernel/statistics/step-areas';
import type { TraceColumns } from '../kernel/trace';
import { Fact } from '../network/facts';
import { passage } from './fact-counts';

/**
 * The area under a number that is stepped at moments t is what it is now, times now, less the sum of its steps, each times
 * its t. So a step adds to one sum, and waits neither for when the last one was nor for what it was then.
 *
 * Of those inside a node that no worker holds: how many, since when, that sum, and the most for longer than an instant.
 */
const QUEUE_WIDTH = 4;
const WAITING = 0;
const WAITING_SINCE = 1;
const WAITING_SUM = 2;
const HIGHEST = 3;

/** Of a node's workers, in a line as long as one of a processor's cache: the frames that they hold, of these those blocked, and the sums of their steps. */
const WORK_WIDTH = 8;
const BUSY = 0;
const BLOCKED = 1;
const BUSY_SUM = 2;
const BLOCKED_SUM = 3;
/** {@link NodeLevels.followExcess} must look when more are busy. */
const LIMIT = 4;

/** By fact: how each of them changes. As floating point, which is what they are added to. */
const WAITING_STEP = new Float64Array(64);
const BUSY_STEP = new Float64Array(64);
const BLOCKED_STEP = new Float64Array(64);
for (const fact of [Fact.issued, Fact.arrived, Fact.preempted]) WAITING_STEP[fact] = 1;
for (const fact of [Fact.settled, Fact.started, Fact.finished]) WAITING_STEP[fact] = -1;
BUSY_STEP[Fact.started] = 1;
for (const fact of [Fact.preempted, Fact.finished]) BUSY_STEP[fact] = -1;
BLOCKED_STEP[Fact.blocked] = 1;
BLOCKED_STEP[Fact.resumed] = -1;

/** 1 where a worker takes a frame. */
const STARTS = Uint8Array.from(BUSY_STEP, (step) => (step > 0 ? 1 : 0));
/** Rows that are. */
const starters = new Int32Array(passage.work.length);

/** Makes the shortest time longer than any number of frames: `min(n, t × HUGE)` is n if t > 0, else 0, and no branch. */
const HUGE = 2 ** 200;

/** The area under what has been stepped to `level`; rounding, of one part in 10¹² at the most, must not make it negative. */
const areaOf = (level: number, sum: number, until: number): number => Math.max(0, level * until - sum);

/** What nodes hold, and the areas under it over time, from which come time averages; for everything that takes up a worker or waits for one. */
export class NodeLevels {
  private readonly queues: Float64Array;
  private readonly workers: Float64Array;
  /** 1 for nodes that ever had a worker: only there is waiting a queue. */
  readonly hasWorkers: Uint8Array;
  readonly capacity: StepAreas;
  /** Of those busy and of those blocked: how many more than there are workers. */
  private readonly excess: StepAreas;
  private readonly excessBlocked: StepAreas;
  /** By node: those that began to be served, of these those that had waited, and for how long all of them had, ms. */
  private readonly starts: Float64Array;

  constructor(nodes: number) {
    this.queues = new Float64Array(nodes * QUEUE_WIDTH);
    this.workers = new Float64Array(nodes * WORK_WIDTH);
    for (let node = 0; node < nodes; node++) this.workers[node * WORK_WIDTH + LIMIT] = Infinity;
    this.hasWorkers = new Uint8Array(nodes);
    this.capacity = new StepAreas(nodes);
    this.excess = new StepAreas(nodes);
    this.excessBlocked = new StepAreas(nodes);
    this.starts = new Float64Array(nodes * 4);
  }

  /** Follows the {@link passage}. Waits of serials up to `lastEarly` are not counted. */
  read(columns: TraceColumns, lastEarly: number): void {
    this.readWaiting(columns);
    this.sumStarts(columns, this.readWork(columns), lastEarly);
  }

  private readWaiting({ at: times, fact, place }: TraceColumns): void {
    const { queues } = this;
    const { waiting: rows, waitingCount } = passage;
    for (let i = 0; i < waitingCount; i++) {
      const row = rows[i];
      const line = place[row] * QUEUE_WIDTH;
      const at = times[row];
      const step = WAITING_STEP[fact[row] & 63];
      const waiting = queues[line + WAITING];
      // In this order, which is seldom true, and so costs nothing.
      if (waiting > queues[line + HIGHEST] && at > queues[line + WAITING_SINCE]) queues[line + HIGHEST] = waiting;
      queues[line + WAITING] = waiting + step;
      queues[line + WAITING_SINCE] = at;
      queues[line + WAITING_SUM] += step * at;
    }
  }

  /** Returns how many `starters` there are. */
  private readWork({ at: times, fact, place }: TraceColumns): number {
    const { workers } = this;
    const { work: rows, workCount } = passage;
    let starterCount = 0;
    for (let i = 0; i < workCount; i++) {
      const row = rows[i];
      const what = fact[row] & 63;
      const line = place[row] * WORK_WIDTH;
      const at = times[row];
      const busy = workers[line + BUSY];
      const blocked = workers[line + BLOCKED];
      const working = busy + BUSY_STEP[what];
      const calling = blocked + BLOCKED_STEP[what];
      // A crash ends blocked requests that never resumed.
      const stillBlocked = calling > working && what === Fact.finished ? working : calling;
      workers[line + BUSY] = working;
      workers[line + BLOCKED] = stillBlocked;
      workers[line + BUSY_SUM] += (working - busy) * at;
      workers[line + BLOCKED_SUM] += (stillBlocked - blocked) * at;
      if (working > workers[line + LIMIT]) this.followExcess(place[row], at, what);
      starters[starterCount] = row;
      starterCount += STARTS[what];
    }
    return starterCount;
  }

  private sumStarts({ detail, place, serial, value }: TraceColumns, starterCount: number, lastEarly: number): void {
    const { starts } = this;
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
    return this.queues[node * QUEUE_WIDTH + WAITING];
  }

  busy(node: number): number {
    return this.workers[node * WORK_WIDTH + BUSY];
  }

  blocked(node: number): number {
    return this.workers[node * WORK_WIDTH + BLOCKED];
  }

  /** Leaves out everything up to now, but not what nodes hold. */
  restart(at: number): void {
    const { queues, workers } = this;
    for (let line = 0; line < queues.length; line += QUEUE_WIDTH) {
      queues[line + WAITING_SINCE] = at;
      queues[line + WAITING_SUM] = queues[line + WAITING] * at;
      queues[line + HIGHEST] = 0;
    }
    for (let line = 0; line < workers.length; line += WORK_WIDTH) {
      workers[line + BUSY_SUM] = workers[line + BUSY] * at;
      workers[line + BLOCKED_SUM] = workers[line + BLOCKED] * at;
    }
    for (const areas of [this.capacity, this.excess, this.excessBlocked]) areas.restart(at);
    this.starts.fill(0);
  }

  /** Areas since the (re)start, times in ms; waits are sums. */
  figures(node: number, until: number) {
    const { queues, workers, starts } = this;
    const queue = node * QUEUE_WIDTH;
    const line = node * WORK_WIDTH;
    const waiting = queues[queue + WAITING];
    const highest = queues[queue + HIGHEST];
    const busyArea = areaOf(workers[line + BUSY], workers[line + BUSY_SUM], until);
    const blockedArea = areaOf(workers[line + BLOCKED], workers[line + BLOCKED_SUM], until);
    return {
      waitingArea: areaOf(waiting, queues[queue + WAITING_SUM], until),
      workedArea: busyArea - this.excess.areaUntil(node, until),
      busyArea,
      blockedArea: blockedArea - this.excessBlocked.areaUntil(node, until),
      capacityArea: this.capacity.areaUntil(node, until),
      maxWaiting: until > queues[queue + WAITING_SINCE] ? Math.max(highest, waiting) : highest,
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
    const workers = this.hasWorkers[node] ? this.capacity.value[node] : Infinity;
    this.workers[node * WORK_WIDTH + LIMIT] = this.excess.value[node] > 0 ? -1 : workers;
  }
}
