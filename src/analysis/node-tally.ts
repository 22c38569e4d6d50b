import { StepAreas } from '../kernel/statistics/step-areas';
import { Outcome } from '../network/outcomes';
import { LatenciesByPlace } from './latencies';
import { OutcomeCounts } from './outcome-counts';
import type { LatencySummary, NodeReport } from './report';

/**
 * Everything that a report says about nodes. `counted` tells whether the request or message belongs to the statistics;
 * what a node holds at any time is followed for all of them.
 */
export class NodeTally {
  /** Frames inside that no worker holds. */
  private readonly waiting: StepAreas;
  /** Frames that a worker holds. */
  private readonly busy: StepAreas;
  private readonly blocked: StepAreas;
  private readonly capacity: StepAreas;
  /** Of those busy and of those blocked: how many more than there are workers. */
  private readonly excess: StepAreas;
  private readonly excessBlocked: StepAreas;
  /** 1 while a node is not up. */
  private readonly down: StepAreas;
  /** 1 for nodes that ever had a worker: only there is waiting a queue. */
  private readonly hasWorkers: Uint8Array;
  private readonly arrivals: Float64Array;
  private readonly starts: Float64Array;
  private readonly delayed: Float64Array;
  private readonly waitedMs: Float64Array;
  private readonly outcomes: OutcomeCounts;
  private readonly sojourns: LatenciesByPlace;

  constructor(count: number) {
    this.waiting = new StepAreas(count);
    this.busy = new StepAreas(count);
    this.blocked = new StepAreas(count);
    this.capacity = new StepAreas(count);
    this.excess = new StepAreas(count);
    this.excessBlocked = new StepAreas(count);
    this.down = new StepAreas(count);
    this.hasWorkers = new Uint8Array(count);
    this.arrivals = new Float64Array(count);
    this.starts = new Float64Array(count);
    this.delayed = new Float64Array(count);
    this.waitedMs = new Float64Array(count);
    this.outcomes = new OutcomeCounts(count);
    this.sojourns = new LatenciesByPlace(count);
  }

  arrived(node: number, counted: boolean, at: number): void {
    this.waiting.add(node, 1, at);
    if (counted) this.arrivals[node]++;
  }

  /** `again`: it has been served before and was preempted. */
  started(node: number, counted: boolean, at: number, waitedMs: number, again: boolean): void {
    this.waiting.add(node, -1, at);
    this.busy.add(node, 1, at);
    if (this.busy.value[node] > this.capacity.value[node]) this.followExcess(node, at);
    if (!counted) return;
    if (again) this.waitedMs[node] += waitedMs;
    else this.waited(node, waitedMs);
  }

  /** It waits again. */
  preempted(node: number, at: number): void {
    this.busy.add(node, -1, at);
    this.waiting.add(node, 1, at);
  }

  /** The wait of one that is being served. */
  waited(node: number, waitedMs: number): void {
    this.starts[node]++;
    this.waitedMs[node] += waitedMs;
    if (waitedMs > 0) this.delayed[node]++;
  }

  blockedOne(node: number, at: number): void {
    this.blocked.add(node, 1, at);
    if (this.excess.value[node] > 0) this.followExcess(node, at);
  }

  resumedOne(node: number, at: number): void {
    this.blocked.add(node, -1, at);
    if (this.excess.value[node] > 0) this.followExcess(node, at);
  }

  finished(node: number, counted: boolean, at: number, outcome: Outcome, byWorker: boolean, tookMs: number): void {
    if (byWorker) {
      this.busy.add(node, -1, at);
      // A crash ends blocked requests that never resumed.
      const held = this.busy.value[node];
      if (this.blocked.value[node] > held) this.blocked.set(node, held, at);
      if (this.excess.value[node] > 0) this.followExcess(node, at);
    } else this.waiting.add(node, -1, at);
    if (counted) this.ended(node, outcome, tookMs);
  }

  /** Where requests share the workers, more may be in hand than there are: those beyond are not worker-time. */
  private followExcess(node: number, at: number): void {
    if (this.hasWorkers[node] === 0) return;
    const workers = this.capacity.value[node];
    this.excess.set(node, Math.max(0, this.busy.value[node] - workers), at);
    this.excessBlocked.set(node, Math.max(0, this.blocked.value[node] - workers), at);
  }

  /** The end of one that the node had: its outcome, and how long it stayed. */
  ended(node: number, outcome: Outcome, tookMs: number): void {
    this.outcomes.add(node, outcome);
    if (outcome === Outcome.ok) this.sojourns.record(node, tookMs);
  }

  /** A message entered a broker: what it holds is followed elsewhere. */
  took(node: number): void {
    this.arrivals[node]++;
  }

  setMode(node: number, mode: number, at: number): void {
    this.down.set(node, mode === 0 ? 0 : 1, at);
  }

  setCapacity(node: number, workers: number, at: number): void {
    if (workers > 0) this.hasWorkers[node] = 1;
    this.capacity.set(node, workers, at);
  }

  /** Leaves out everything up to now. */
  restart(at: number): void {
    const { waiting, busy, blocked, capacity, excess, excessBlocked, down } = this;
    for (const areas of [waiting, busy, blocked, capacity, excess, excessBlocked, down]) areas.restart(at);
    for (const counts of [this.arrivals, this.starts, this.delayed, this.waitedMs]) counts.fill(0);
    this.outcomes.clear();
    this.sojourns.clear();
  }

  /** How long those that ended well stayed. */
  latencies(node: number): LatencySummary {
    return this.sojourns.summary(node);
  }

  /** `measuredMs` is the time since the (re)start. */
  report(node: number, kind: string, until: number, measuredMs: number): NodeReport {
    const arrived = this.arrivals[node];
    const completed = this.outcomes.ok(node);
    const failed = this.outcomes.failed(node);
    const started = this.starts[node];
    const capacityArea = this.capacity.areaUntil(node, until);
    const waitingArea = this.waiting.areaUntil(node, until);
    const busyArea = this.busy.areaUntil(node, until);
    const queues = this.hasWorkers[node] === 1;
    const { mean, p50, p95, p99, max } = this.sojourns.summary(node);
    return {
      kind,
      arrived,
      completed,
      failed,
      failedBy: this.outcomes.byReason(node),
      held: arrived - completed - failed,
      utilization: share(busyArea - this.excess.areaUntil(node, until), capacityArea),
      blocked: share(this.blocked.areaUntil(node, until) - this.excessBlocked.areaUntil(node, until), capacityArea),
      meanWaitMs: share(this.waitedMs[node], started),
      meanInQueue: queues ? share(waitingArea, measuredMs) : 0,
      meanInSystem: share(waitingArea + busyArea, measuredMs),
      maxInQueue: queues ? this.waiting.highestUntil(node, until) : 0,
      probWait: share(this.delayed[node], started),
      sojournMs: { mean, p50, p95, p99, max },
      downMs: this.down.areaUntil(node, until),
      detail: {},
    };
  }
}

/** A share or mean that is 0 while there is nothing to divide by. */
export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
