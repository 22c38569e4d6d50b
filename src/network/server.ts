import { Component } from './component';
import { Fact } from './facts';
import { clearHeap, dropFirst, emptyHeap, type FrameHeap, push, sift } from './frame-heap';
import { append, emptyList, type FrameList, remove, takeFirst } from './frame-list';
import { FrameFlag, NONE, Phase } from './frames';
import { appendToLevel, prependToLevel, removeFromLevel } from './leveled-list';
import type { Lifecycle } from './lifecycle';
import type { Link } from './link';
import type { Network } from './network';
import { Outcome } from './outcomes';
import { beginSharing, endSharing, nobodyShares, type Sharing, stopSharing } from './processor-sharing';
import { Op, type Program, SAME_OPERATION } from './program';
import { FIRST_COME, Levels, type ServingRules } from './serving-rules';

export interface ServerState {
  /** Frames that wait for a worker. */
  queue: FrameList;
  /** Frames that hold a worker: as many as workers are busy. */
  serving: FrameList;
  /** Frames that were answered early and go on without a worker. */
  background: FrameList;
  /** Multiplies the time of its own work. */
  slowness: number;
  /** With priorities: the last in the queue of each level. */
  levelEnds: number[];
  /** Where requests share the workers: those at work. */
  sharing: Sharing;
  /** Where those that wait give up: when they will. Holds frames, too, that do not wait any more. */
  deadlines: FrameHeap;
  /** The timer that is set for the first of {@link deadlines}, virtual ms; Infinity for none. */
  nextDeadlineMs: number;
}

export const emptyServer = (): ServerState => ({
  queue: emptyList(),
  serving: emptyList(),
  background: emptyList(),
  slowness: 1,
  levelEnds: [],
  sharing: nobodyShares(),
  deadlines: emptyHeap(),
  nextDeadlineMs: Infinity,
});

/** Timers. */
const DEADLINE = 0;
const SHARED_WORK_DONE = 1;
/** `detail` of {@link Fact.started}. */
const AGAIN = 1;
/** So many deadlines of frames that have long been served are worth a cleaning. */
const STALE_DEADLINES = 64;

/**
 * Workers behind one bounded queue, which run operations: what a service, a gateway and a database have in common. A
 * worker is held from the start of an operation to its reply, and is blocked while it waits for a call. Who waits is
 * served in the order of arrival, unless {@link ServingRules} say otherwise.
 */
export abstract class Server extends Component {
  override state: ServerState = emptyServer();
  /** True only inside {@link next}. */
  private filling = false;
  private readonly levels: Levels | null;
  private readonly lastFirst: boolean;
  private readonly preempts: boolean;
  private readonly shares: boolean;
  /** How many may be in hand at once, and how many may wait for that. */
  private readonly places: number;
  private readonly room: number;

  constructor(
    network: Network,
    index: number,
    id: string,
    lifecycle: Lifecycle | null,
    private readonly program: Program,
    private readonly workers: number,
    queueLimit: number,
    private readonly rules: ServingRules = FIRST_COME,
  ) {
    super(network, index, id, lifecycle);
    const { discipline, priorities } = rules;
    this.preempts = discipline === 'preemptive';
    this.levels = this.preempts || discipline === 'priority' ? new Levels(priorities) : null;
    this.lastFirst = discipline === 'lifo';
    this.shares = discipline === 'sharing';
    this.places = this.shares ? workers + queueLimit : workers;
    this.room = this.shares ? 0 : queueLimit;
  }

  override start(): void {
    this.network.record(Fact.capacity, 0, this.index, 0, this.workers, 0);
    if (this.levels !== null) this.state.levelEnds = new Array(this.levels.count).fill(NONE);
  }

  override setSlowness(factor: number): void {
    this.state.slowness = factor;
  }

  /** Where in the program a request begins. */
  protected abstract entry(frame: number): number;

  /** What the caller is told when a call that the operation needed has failed. */
  protected failure(_outcome: Outcome): Outcome {
    return Outcome.error;
  }

  /** How a message is handed to the broker behind `link`: bits of {@link FrameFlag}. */
  protected publishFlags(_link: Link): number {
    return 0;
  }

  override onArrival(frame: number): void {
    const { network, state } = this;
    const { frames } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      this.leave(frame, Outcome.connectionRefused, 0);
      return;
    }
    if (state.serving.length < this.places || (this.preempts && this.takeWorkerFor(frame))) {
      this.begin(frame);
      return;
    }
    // A consumer's client library takes every message that its prefetch lets through.
    if (state.queue.length < this.room || frames.flags[frame] & FrameFlag.delivery) {
      this.enqueue(frame);
      return;
    }
    this.leave(frame, Outcome.refused, 0);
  }

  override onTimer(timer: number): void {
    if (timer === DEADLINE) this.sendAwayImpatient();
    else this.endSharedWork();
  }

  override onWorked(frame: number): void {
    this.run(frame);
  }

  override onReply(frame: number, outcome: Outcome, _link: Link): void {
    const { network } = this;
    const { frames } = network;
    if (outcome !== Outcome.ok) frames.outcome[frame] = outcome;
    // Of parallel calls, the last one to come back lets the frame go on.
    if (frames.child[frame] !== NONE || frames.phase[frame] !== Phase.blocked) return;
    if (!(frames.flags[frame] & FrameFlag.answered)) {
      network.record(Fact.resumed, 0, this.index, frames.serial[frame], 0, network.kernel.now - frames.since[frame]);
    }
    // Whether it blocks anew is for its next step to say.
    frames.phase[frame] = Phase.working;
    const failure = frames.outcome[frame];
    if (failure === Outcome.pending) this.run(frame);
    else this.finish(frame, this.failure(failure));
  }

  protected override loseEverything(): void {
    const { network, state } = this;
    const { frames } = network;
    for (let frame = takeFirst(frames, state.serving); frame !== NONE; frame = takeFirst(frames, state.serving)) {
      this.recordFinished(frame, Outcome.connectionReset, 1);
      network.abort(frame, Outcome.connectionReset);
    }
    for (let frame = takeFirst(frames, state.queue); frame !== NONE; frame = takeFirst(frames, state.queue)) {
      this.leave(frame, Outcome.connectionReset, 0);
    }
    for (let frame = takeFirst(frames, state.background); frame !== NONE; frame = takeFirst(frames, state.background)) {
      network.orphanChildren(frame);
      network.kill(frame);
    }
    state.levelEnds.fill(NONE);
    stopSharing(state.sharing);
    clearHeap(state.deadlines);
  }

  private enqueue(frame: number): void {
    const { state, levels } = this;
    const { frames } = this.network;
    frames.phase[frame] = Phase.queued;
    if (levels === null) append(frames, state.queue, frame);
    else {
      // Of those that wait, it tells one that was preempted: it is somewhere in its operation.
      frames.pc[frame] = 0;
      appendToLevel(frames, this.leveledQueue(), this.levelOf(frame), frame);
    }
    if (this.rules.patience !== null) this.setDeadline(frame, this.rules.patience.sample());
  }

  private leveledQueue() {
    return { list: this.state.queue, ends: this.state.levelEnds };
  }

  private levelOf(frame: number): number {
    return this.levels === null ? 0 : this.levels.of(this.network.frames.operation[frame]);
  }

  private takeOut(frame: number): void {
    const { frames } = this.network;
    if (this.levels === null) remove(frames, this.state.queue, frame);
    else removeFromLevel(frames, this.leveledQueue(), this.levelOf(frame), frame);
  }

  private setDeadline(frame: number, patienceMs: number): void {
    const { state, network } = this;
    const { deadlines } = state;
    if (deadlines.keys.length > STALE_DEADLINES + 2 * state.queue.length) {
      sift(deadlines, (other, serial) => this.isWaiting(other, serial));
    }
    push(deadlines, network.kernel.now + patienceMs, frame, network.frames.serial[frame]);
    this.armDeadline();
  }

  /** Makes sure that a timer comes when the first deadline does. */
  private armDeadline(): void {
    const { state } = this;
    const first = state.deadlines.keys[0];
    if (state.deadlines.keys.length === 0 || first >= state.nextDeadlineMs) return;
    state.nextDeadlineMs = first;
    this.network.startTimer(this.index, DEADLINE, first);
  }

  private isWaiting(frame: number, serial: number): boolean {
    const { frames } = this.network;
    const isHere = frames.phase[frame] === Phase.queued && frames.node[frame] === this.index;
    // One that was preempted has been served: it waits as long as it takes.
    return isHere && frames.serial[frame] === serial && !(this.preempts && frames.pc[frame] > 0);
  }

  private sendAwayImpatient(): void {
    const { state } = this;
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
      this.leave(frame, Outcome.shed, 0);
    }
    this.armDeadline();
  }

  /** Frees a worker for a request by preempting the least urgent of those at work, if it is less urgent. */
  private takeWorkerFor(newcomer: number): boolean {
    const { network, state } = this;
    const { frames, kernel } = network;
    const victim = this.leastUrgentAtWork();
    if (victim === NONE || this.levelOf(victim) <= this.levelOf(newcomer)) return false;
    // The end of its work is scheduled, so a new frame waits in its place.
    const rest = network.succeed(victim);
    frames.pc[rest] = frames.pc[victim];
    frames.work[rest] = frames.work[victim] - kernel.now;
    frames.since[rest] = kernel.now;
    frames.phase[rest] = Phase.queued;
    remove(frames, state.serving, victim);
    network.kill(victim);
    prependToLevel(frames, this.leveledQueue(), this.levelOf(rest), rest);
    network.record(Fact.preempted, 0, this.index, frames.serial[rest], 0, frames.work[rest]);
    return true;
  }

  /** The latest to come of the highest level. A blocked worker is left alone: no work could be taken from it. */
  private leastUrgentAtWork(): number {
    const { frames } = this.network;
    const last = (this.levels?.count ?? 1) - 1;
    let found = NONE;
    for (let frame = this.state.serving.tail; frame !== NONE; frame = frames.previous[frame]) {
      if (frames.phase[frame] !== Phase.working) continue;
      const level = this.levelOf(frame);
      if (level === last) return frame;
      if (found === NONE || level > this.levelOf(found)) found = frame;
    }
    return found;
  }

  /** Goes on with one that was preempted. */
  private resume(frame: number): void {
    const { network } = this;
    const { frames, kernel } = network;
    append(frames, this.state.serving, frame);
    const waitedMs = kernel.now - frames.since[frame];
    network.record(Fact.started, AGAIN, this.index, frames.serial[frame], 0, waitedMs);
    this.work(frame, frames.work[frame]);
  }

  private work(frame: number, durationMs: number): void {
    const { network } = this;
    const { frames } = network;
    // What is left after an early answer is done without a worker.
    if (frames.flags[frame] & FrameFlag.answered) network.work(frame, durationMs);
    else if (this.shares) this.share(frame, durationMs);
    else {
      if (this.preempts) frames.work[frame] = network.kernel.now + durationMs;
      network.work(frame, durationMs);
    }
  }

  private share(frame: number, workMs: number): void {
    const { frames, kernel } = this.network;
    frames.phase[frame] = Phase.sharing;
    beginSharing(this.state.sharing, kernel.now, this.workers, frame, frames.serial[frame], workMs);
    this.armSharing();
  }

  private armSharing(): void {
    const { sharing } = this.state;
    if (sharing.dueMs >= sharing.armedMs) return;
    sharing.armedMs = sharing.dueMs;
    this.network.startTimer(this.index, SHARED_WORK_DONE, sharing.dueMs);
  }

  private endSharedWork(): void {
    const { sharing } = this.state;
    const { now } = this.network.kernel;
    if (sharing.armedMs !== now) return;
    sharing.armedMs = Infinity;
    // Whoever came since the timer was set has put the end off.
    const done = sharing.dueMs <= now ? endSharing(sharing, now, this.workers) : NONE;
    this.armSharing();
    if (done !== NONE) this.run(done);
  }

  private begin(frame: number): void {
    const { network } = this;
    const { frames } = network;
    append(frames, this.state.serving, frame);
    frames.pc[frame] = this.entry(frame);
    frames.outcome[frame] = Outcome.pending;
    const waitedMs = network.kernel.now - frames.arrivedAt[frame];
    network.record(Fact.started, 0, this.index, frames.serial[frame], 0, waitedMs);
    this.run(frame);
  }

  /** Executes the operation up to the next step that takes time. */
  private run(frame: number): void {
    const { network } = this;
    const { frames } = network;
    const { instructions } = this.program;
    for (;;) {
      const at = frames.pc[frame];
      const step = instructions[at];
      frames.pc[frame] = at + 1;
      switch (step.op) {
        case Op.work:
          this.work(frame, step.sampler === null ? 0 : step.sampler.sample() * this.state.slowness);
          return;
        case Op.call:
          if (step.link === null) break;
          this.block(frame, step.link);
          this.call(frame, step.link, step.operation);
          return;
        case Op.parallel:
          frames.pc[frame] = step.target;
          if (this.callAll(frame, at + 1, step.target)) return;
          break;
        case Op.publish:
          if (step.link !== null && this.publish(frame, step.link)) return;
          break;
        case Op.reply:
          frame = this.answerEarly(frame);
          break;
        case Op.branch:
          if (step.random !== null && step.random.unit() >= step.probability) frames.pc[frame] = step.target;
          break;
        case Op.jump:
          frames.pc[frame] = step.target;
          break;
        default:
          this.finish(frame, Outcome.ok);
          return;
      }
    }
  }

  private call(frame: number, link: Link, operation: number): void {
    this.network.call(link, frame, operation === SAME_OPERATION ? this.network.frames.operation[frame] : operation);
  }

  /** Starts the calls and publishes between two instructions; true if the frame must wait for any. */
  private callAll(frame: number, from: number, to: number): boolean {
    const { instructions } = this.program;
    let waits = false;
    for (let at = from; at < to; at++) {
      const { op, link, operation } = instructions[at];
      if (link === null) continue;
      if (op === Op.publish) {
        waits = this.publish(frame, link) || waits;
      } else {
        if (!waits) this.block(frame, link);
        waits = true;
        this.call(frame, link, operation);
      }
    }
    return waits;
  }

  /** Publishes a message; true if the frame must wait for the broker's confirm. */
  private publish(frame: number, link: Link): boolean {
    const flags = this.publishFlags(link);
    const waits = (flags & FrameFlag.confirm) !== 0;
    if (waits && this.network.frames.phase[frame] !== Phase.blocked) this.block(frame, link);
    this.network.publish(link, frame, flags);
    return waits;
  }

  private block(frame: number, link: Link): void {
    const { network } = this;
    const { frames } = network;
    frames.phase[frame] = Phase.blocked;
    frames.since[frame] = network.kernel.now;
    if (frames.flags[frame] & FrameFlag.answered) return;
    network.record(Fact.blocked, 0, this.index, frames.serial[frame], link.index, 0);
  }

  /** Replies, frees the worker, and lets the rest of the operation go on in the background. Returns the frame that goes on. */
  private answerEarly(frame: number): number {
    const { network, state } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.answered) return frame;
    const answer = network.succeed(frame);
    remove(frames, state.serving, frame);
    frames.flags[frame] = FrameFlag.answered;
    append(frames, state.background, frame);
    this.recordFinished(answer, Outcome.ok, 1);
    network.reply(answer, Outcome.ok);
    this.next();
    return frame;
  }

  private finish(frame: number, outcome: Outcome): void {
    const { network, state } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.answered) {
      remove(frames, state.background, frame);
      frames.release(frame);
      return;
    }
    remove(frames, state.serving, frame);
    this.leave(frame, outcome, 1);
    this.next();
  }

  /** A worker is free: takes who is next in the queue. A loop, because an operation may be over as soon as it begins. */
  private next(): void {
    const { queue, serving } = this.state;
    if (this.filling) return;
    this.filling = true;
    while (queue.length > 0 && serving.length < this.places) {
      const frame = this.lastFirst ? queue.tail : queue.head;
      this.takeOut(frame);
      if (this.preempts && this.network.frames.pc[frame] > 0) this.resume(frame);
      else this.begin(frame);
    }
    this.filling = false;
  }

  /** Answers a request that has just arrived without taking it in. */
  protected turnAway(frame: number, outcome: Outcome): void {
    const { network } = this;
    network.record(Fact.arrived, 0, this.index, network.frames.serial[frame], 0, 0);
    this.leave(frame, outcome, 0);
  }

  private leave(frame: number, outcome: Outcome, held: 0 | 1): void {
    this.recordFinished(frame, outcome, held);
    this.network.reply(frame, outcome);
  }

  private recordFinished(frame: number, outcome: Outcome, held: 0 | 1): void {
    const { network } = this;
    const { frames } = network;
    const tookMs = network.kernel.now - frames.arrivedAt[frame];
    network.record(Fact.finished, outcome, this.index, frames.serial[frame], held, tookMs);
  }
}
