import type { OccupancyWatch } from '../occupancy-watch';
import type { Tally } from '../tally';
import type { Deliveries } from './deliveries';

/** How finely rates slide, and how long windows are at first, ms. */
const STEP_MS = 100;
/** Rates are those of so many steps: two seconds. */
const RECENT = 20;
/** With more windows than these, each two become one. Even. */
const MAX_WINDOWS = 600;

/** A queue at the playhead. */
export interface QueueBacklog {
  readonly queue: string;
  /** The group whose part of a log it is. */
  readonly group?: string;
  /** Messages that wait, and that consumers have. */
  readonly ready: number;
  readonly unacked: number;
  /** Since the oldest message came into the queue that is still there, whoever has it, ms; null where it is empty. */
  readonly oldestMs: number | null;
  /** Messages that became ready, and that were not any more, per second over the last two seconds. */
  readonly inPerSec: number;
  readonly outPerSec: number;
  /** When nothing would wait any more at these rates, ms from now: ready / (out − in). Null: never. */
  readonly drainedInMs: number | null;
}

/** The course of one queue: `ready[i]` and `oldestMs[i]` are those at the end of a window, at (i + 1) × `windowMs`. */
export interface BacklogWindows {
  readonly windowMs: number;
  readonly ready: Float32Array;
  /** 0 where the queue is empty. */
  readonly oldestMs: Float32Array;
}

const createColumn = () => new Float32Array(MAX_WINDOWS);

/**
 * How the queues of brokers fill and drain, over the run: in at most 600 windows of equal length, 100 ms at first and
 * twice as long whenever there would be more. A queue takes no memory before anything has waited in it.
 */
export class BacklogCourse implements OccupancyWatch {
  private windowMs = STEP_MS;
  private count = 0;
  private step = 0;
  private readonly ready: (Float32Array | null)[];
  private readonly oldest: (Float32Array | null)[];
  /** What came in and went out up to each of the last steps, by queue. */
  private readonly cameIn: readonly Float64Array[];
  private readonly wentOut: readonly Float64Array[];

  constructor(
    private readonly tally: Tally,
    private readonly deliveries: Deliveries,
  ) {
    const { queues } = tally.topology;
    this.ready = queues.map(() => null);
    this.oldest = queues.map(() => null);
    const createRing = () => Array.from({ length: RECENT + 1 }, () => new Float64Array(queues.length));
    this.cameIn = createRing();
    this.wentOut = createRing();
  }

  get nextLookMs(): number {
    return this.ready.length === 0 ? Infinity : (this.step + 1) * STEP_MS;
  }

  advanceTo(atMs: number): void {
    if (this.ready.length === 0) return;
    const last = Math.floor(atMs / STEP_MS);
    while (this.step < last) {
      const closing = ((this.count + 1) * this.windowMs) / STEP_MS;
      // Of steps between windows, only the last ones will be asked for.
      this.step = Math.max(this.step + 1, Math.min(closing, last - RECENT));
      const { deliveries } = this;
      this.cameIn[this.step % this.cameIn.length].set(deliveries.cameIn);
      this.wentOut[this.step % this.wentOut.length].set(deliveries.wentOut);
      if (this.step === closing) this.closeWindow();
    }
  }

  pass(): void {}

  /** The queues of a node at a moment up to which every fact has been read. */
  queuesOf(node: number, atMs: number): QueueBacklog[] {
    this.advanceTo(atMs);
    const { topology } = this.tally;
    return topology.queues.flatMap((spec, queue) => (spec.node === node ? [this.queue(queue, atMs)] : []));
  }

  /** The course of a queue, by its place among those of all brokers. */
  windowsOf(queue: number, atMs: number): BacklogWindows {
    this.advanceTo(atMs);
    const column = (of: Float32Array | null) => of?.slice(0, this.count) ?? new Float32Array(this.count);
    return { windowMs: this.windowMs, ready: column(this.ready[queue]), oldestMs: column(this.oldest[queue]) };
  }

  private queue(queue: number, atMs: number): QueueBacklog {
    const { topology, queues } = this.tally;
    const { name, group } = topology.queues[queue];
    const ready = queues.ready.value[queue];
    const first = Math.max(0, this.step - RECENT);
    const spanMs = atMs - first * STEP_MS;
    const ring = first % this.cameIn.length;
    const perSec = (total: number, before: number) => (spanMs > 0 ? ((total - before) * 1000) / spanMs : 0);
    const inPerSec = perSec(this.deliveries.cameIn[queue], this.cameIn[ring][queue]);
    const outPerSec = perSec(this.deliveries.wentOut[queue], this.wentOut[ring][queue]);
    const shrinks = outPerSec > inPerSec;
    return {
      queue: name,
      ...(group === undefined ? {} : { group }),
      ready,
      unacked: queues.unacked.value[queue],
      oldestMs: this.ageOf(queue, atMs),
      inPerSec,
      outPerSec,
      drainedInMs: ready === 0 ? 0 : shrinks ? (ready * 1000) / (outPerSec - inPerSec) : null,
    };
  }

  private ageOf(queue: number, atMs: number): number | null {
    const enteredMs = this.deliveries.oldestMs(queue);
    return enteredMs === null ? null : atMs - enteredMs;
  }

  private closeWindow(): void {
    if (this.count === MAX_WINDOWS) {
      // The window under way is not over when it has become twice as long.
      this.halve();
      return;
    }
    const { count: window, ready, oldest, tally } = this;
    const atMs = this.step * STEP_MS;
    for (let queue = 0; queue < ready.length; queue++) {
      const waiting = tally.queues.ready.value[queue];
      const ageMs = this.ageOf(queue, atMs) ?? 0;
      if (waiting > 0) ready[queue] ??= createColumn();
      if (ageMs > 0) oldest[queue] ??= createColumn();
      const [depths, ages] = [ready[queue], oldest[queue]];
      if (depths) depths[window] = waiting;
      if (ages) ages[window] = ageMs;
    }
    this.count++;
  }

  private halve(): void {
    for (const column of [...this.ready, ...this.oldest]) {
      if (column === null) continue;
      for (let i = 0; 2 * i < MAX_WINDOWS; i++) column[i] = column[2 * i + 1];
      column.fill(0, MAX_WINDOWS / 2);
    }
    this.windowMs *= 2;
    this.count = MAX_WINDOWS / 2;
  }
}
