import { clearHeap, dropFirst, emptyHeap, type FrameHeap, push, sift } from '../frames/frame-heap';
import { FrameFlag, NONE, Phase } from '../frames/frames';
import { appendToLevel, prependToLevel, removeFromLevel } from '../frames/leveled-list';
import { appendIn, headIn, lengthIn, removeIn, tailIn, takeFirstIn } from '../frames/list-in-line';
import type { Network } from '../network';
import { Crew } from './crews';
import { Levels, type ServingRules } from './serving-rules';
import type { Shedding } from './shedding';

/** What changes in a queue during a run, beside its list in the line of its server in the {@link Crews}. */
export interface AcceptQueueState {
  /** With priorities: the last in the queue of each level. */
  levelEnds: number[];
  /** Where those that wait give up: when they will. Holds frames, too, that do not wait any more. */
  readonly deadlines: FrameHeap;
  /** The timer that is set for the first of {@link deadlines}, virtual ms; Infinity for none. */
  nextDeadlineMs: number;
}

export const emptyAcceptQueue = (): AcceptQueueState => ({
  levelEnds: [],
  deadlines: emptyHeap(),
  nextDeadlineMs: Infinity,
});

/** So many deadlines of frames that have long been served are worth a cleaning. */
const STALE_DEADLINES = 64;

/** Those that wait for a worker of one server, in the order in which they will be served, and for how long they will. */
export class AcceptQueue {
  private readonly levels: Levels | null;
  private readonly lastFirst: boolean;
  private readonly preempts: boolean;
  /** Where its list stands. */
  private readonly list: number;

  /**
   * @param timer the component's timer under which {@link sendAwayImpatient} is to be called
   * @param line where the server's line in the {@link Crews} begins
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly timer: number,
    private readonly rules: ServingRules,
    private readonly shedding: Shedding | null,
    private readonly owner: { readonly state: { readonly queue: AcceptQueueState } },
    line: number,
  ) {
    this.list = line + Crew.queue;
    const { discipline, priorities } = rules;
    this.preempts = discipline === 'preemptive';
    this.levels = this.preempts || discipline === 'priority' ? new Levels(priorities) : null;
    this.lastFirst = discipline === 'lifo';
  }

  get length(): number {
    return lengthIn(this.words, this.list);
  }

  /** How many levels of urgency there are; 1 where all are alike. */
  get levelCount(): number {
    return this.levels === null ? 1 : this.levels.count;
  }

  /** How urgent a frame is: 0 is the most urgent. */
  levelOf(frame: number): number {
    return this.levels === null ? 0 : this.levels.of(this.network.frames.operation[frame]);
  }

  /** Nobody has come yet. */
  start(): void {
    if (this.levels !== null) this.owner.state.queue.levelEnds = new Array(this.levels.count).fill(NONE);
  }

  /** Takes in one that has just arrived. */
  add(frame: number): void {
    const { frames } = this.network;
    const isDelivery = (frames.flags[frame] & FrameFlag.delivery) !== 0;
    const maxWaitMs = this.shedding === null || isDelivery ? Infinity : this.shedding.maxWaitMs(this.length);
    frames.phase[frame] = Phase.queued;
    if (this.levels === null) appendIn(frames, this.words, this.list, frame);
    else {
      // Of those that wait, it tells one that was preempted: it is somewhere in its operation.
      frames.pc[frame] = 0;
      appendToLevel(frames, this.leveled(), this.levelOf(frame), frame);
    }
    const { patience } = this.rules;
    const waitMs = patience === null ? maxWaitMs : Math.min(maxWaitMs, patience.sample());
    if (patience !== null || waitMs !== Infinity) this.setDeadline(frame, waitMs);
  }

  /** Takes in one that had a worker and lost it: it is the next of its level. */
  putBack(frame: number): void {
    const { frames } = this.network;
    frames.phase[frame] = Phase.queued;
    prependToLevel(frames, this.leveled(), this.levelOf(frame), frame);
  }

  /** Takes out whoever is to be served next; there must be one. */
  takeNext(): number {
    const frame = (this.takesLast ? tailIn : headIn)(this.words, this.list);
    this.takeOut(frame);
    return frame;
  }

  /** Takes out whoever is to be served next of those for whom `accepts` holds; NONE when there is none. */
  takeNextOf(accepts: (frame: number) => boolean): number {
    const { next, previous } = this.network.frames;
    const following = this.takesLast ? previous : next;
    const first = (this.takesLast ? tailIn : headIn)(this.words, this.list);
    for (let frame = first; frame !== NONE; frame = following[frame]) {
      if (!accepts(frame)) continue;
      this.takeOut(frame);
      return frame;
    }
    return NONE;
  }

  /** Takes one out that waits. */
  drop(frame: number): void {
    this.takeOut(frame);
  }

  /** True for one that {@link putBack} took in. */
  wasPreempted(frame: number): boolean {
    return this.preempts && this.network.frames.pc[frame] > 0;
  }

  /** Takes out all whose patience has come to an end, and hands each to `leave`. */
  sendAwayImpatient(leave: (frame: number) => void): void {
    const state = this.owner.state.queue;
    const { now } = this.network.kernel;
    if (state.nextDeadlineMs !== now) return;
    state.nextDeadlineMs = Infinity;
    const { keys, frames, serials } = state.deadlines;
    while (keys.length > 0 && (keys[0] <= now || !this.isWaiting(frames[0], serials[0]))) {
      const frame = frames[0];
      const serial = serials[0];
      dropFirst(state.deadlines);
      if (!this.isWaiting(frame, serial)) continue;
      this.takeOut(frame);
      leave(frame);
    }
    this.armDeadline();
  }

  /** Takes out everybody, in the order in which they stand, and hands each to `lose`. */
  loseEverybody(lose: (frame: number) => void): void {
    const { levelEnds, deadlines } = this.owner.state.queue;
    const { frames } = this.network;
    const first = () => takeFirstIn(frames, this.words, this.list);
    for (let frame = first(); frame !== NONE; frame = first()) lose(frame);
    levelEnds.fill(NONE);
    clearHeap(deadlines);
  }

  private get words(): Int32Array {
    return this.network.crews.words;
  }

  private get takesLast(): boolean {
    return this.lastFirst || (this.levels === null && this.shedding?.servesNewestFirst === true);
  }

  private leveled() {
    return { words: this.words, list: this.list, ends: this.owner.state.queue.levelEnds };
  }

  private takeOut(frame: number): void {
    const { frames } = this.network;
    if (this.levels === null) removeIn(frames, this.words, this.list, frame);
    else removeFromLevel(frames, this.leveled(), this.levelOf(frame), frame);
  }

  private setDeadline(frame: number, patienceMs: number): void {
    const { deadlines } = this.owner.state.queue;
    const { kernel, frames } = this.network;
    if (deadlines.keys.length > STALE_DEADLINES + 2 * this.length) {
      sift(deadlines, (other, serial) => this.isWaiting(other, serial));
    }
    push(deadlines, kernel.now + patienceMs, frame, frames.serial[frame]);
    this.armDeadline();
  }

  /** Makes sure that a timer comes when the first deadline does. */
  private armDeadline(): void {
    const state = this.owner.state.queue;
    const first = state.deadlines.keys[0];
    if (state.deadlines.keys.length === 0 || first >= state.nextDeadlineMs) return;
    state.nextDeadlineMs = first;
    this.network.startTimer(this.node, this.timer, first);
  }

  private isWaiting(frame: number, serial: number): boolean {
    const { frames } = this.network;
    const isHere = frames.phase[frame] === Phase.queued && frames.node[frame] === this.node;
    // One that was preempted has been served: it waits as long as it takes.
    return isHere && frames.serial[frame] === serial && !this.wasPreempted(frame);
  }
}
