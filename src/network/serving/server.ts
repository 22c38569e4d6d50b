import type { Sampler } from '../../kernel/sampler';
import type { ComponentContext } from '../behaviour';
import { Fact } from '../facts';
import { FrameFlag, NONE, NOT_SAID, Phase } from '../frames/frames';
import { appendIn, headIn, lengthIn, removeIn, takeFirstIn } from '../frames/list-in-line';
import type { Link } from '../links/link';
import { type LiveChart, manyCharts } from '../live-chart';
import { Outcome } from '../outcomes';
import { part } from '../parts/parts';
import { AcceptQueue, type AcceptQueueState, emptyAcceptQueue } from './accept-queue';
import { Crew, type Crews } from './crews';
import { type GatheringState, type GatherPlan, nothingAsked } from './gathered';
import type { Gathering } from './gathering';
import { Manner } from './manners';
import { OperationRunner } from './operation-runner';
import type { Preemption } from './preemption';
import type { Program } from './program';
import { FIRST_COME, type ServingRules } from './serving-rules';
import type { SharedWork } from './shared-work';
import { nobodyShares, type Sharing } from './sharing-state';
import type { Shedding } from './shedding';
import { calmShedding, type SheddingState } from './shedding-state';
import { WorkerSlots } from './worker-slots';

/** What changes in a server during a run, beside its line in the {@link Crews}. */
export interface ServerState {
  readonly queue: AcceptQueueState;
  /** Where requests share the workers: those at work. */
  readonly sharing: Sharing;
  readonly shedding: SheddingState;
  readonly gathered: GatheringState;
}

export const emptyServer = (): ServerState => ({
  queue: emptyAcceptQueue(),
  sharing: nobodyShares(),
  shedding: calmShedding(),
  gathered: nothingAsked(),
});

/** Timers. */
const DEADLINE = 0;
const SHARED_WORK_DONE = 1;
const ANSWERS_DUE = 2;

/** What the `pc` of a frame says when its operation is over and its caller has not taken the whole answer yet. */
const HANDING_OVER = 0xffff;
/** The same when its caller is to be heard out before its operation begins, and when the callee's own messages follow it. */
const LISTENING = 0xfffe;
const SPEAKING = 0xfffd;

/**
 * Workers behind one bounded queue, which run operations: what a service, a gateway and a database have in common. A
 * worker is held from the start of an operation to its reply, and is blocked while it waits for a call. Who waits is
 * served in the order of arrival, unless {@link ServingRules} say otherwise.
 */
export abstract class Server extends OperationRunner {
  /** Where its line in the {@link Crews} begins. */
  readonly line: number;
  protected readonly crews: Crews;
  override state: ServerState = emptyServer();
  readonly slots: WorkerSlots;
  protected readonly queue: AcceptQueue;
  private readonly shedding: Shedding | null;
  /** How long a worker is held to hand over the answer, by the link of its caller; null where none is slow. */
  private slowCallers: Map<number, Sampler> | null = null;
  /** True only inside {@link next}. */
  private filling = false;
  private gathering: Gathering | null = null;
  private readonly queueLimit: number;
  /** Null where each request has a worker of its own. */
  private readonly sharedWork: SharedWork | null;
  /** Null where whoever has a worker keeps it. */
  private readonly preemption: Preemption | null;

  /** @param queueLimit how many may wait; null: any number */
  constructor(
    context: ComponentContext<{ readonly startupMs: number }>,
    program: Program,
    private readonly workersAtStart: number,
    queueLimit: number | null,
    rules: ServingRules = FIRST_COME,
  ) {
    const { network, index } = context;
    super(network, index, context.id, context.lifecycle(context.params.startupMs), program);
    this.queueLimit = queueLimit ?? Infinity;
    this.shedding = rules.shedding ? new (part('shedding').Shedding)(network, rules.shedding, this) : null;
    this.crews = network.crews;
    this.line = this.crews.add();
    this.queue = new AcceptQueue(network, index, DEADLINE, rules, this.shedding, this, this.line);
    this.slots = new WorkerSlots(network, index, this.line);
    const shares = rules.discipline === 'sharing';
    const preempts = rules.discipline === 'preemptive';
    this.sharedWork = shares
      ? new (part('sharing').SharedWork)(network, index, SHARED_WORK_DONE, this.slots, this)
      : null;
    this.preemption = preempts
      ? new (part('preemption').Preemption)(network, index, this.line, this.queue, (frame) => this.mayPreempt(frame))
      : null;
    if (shares) this.manners |= Manner.shares;
    if (preempts) this.manners |= Manner.preempts;
    if (this.shedding !== null) this.manners |= Manner.sheds;
  }

  /** Whether requests share the workers. */
  protected get shares(): boolean {
    return (this.manners & Manner.shares) !== 0;
  }

  private get gathers(): boolean {
    return (this.manners & Manner.gathers) !== 0;
  }

  /** Where in the program a request begins. */
  protected abstract entry(frame: number): number;

  override start(): void {
    super.start();
    this.queue.start();
    this.slots.resize(this.workersAtStart);
  }

  /** How many workers there are from now on. New ones take who waits at once; those too many go when they are done. */
  resize(workers: number): void {
    this.sharedWork?.resize(workers);
    this.slots.resize(workers);
    this.next();
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames } = network;
    if (this.gathers && frames.correlation[frame] !== 0 && this.isUp && this.answers().take(frame)) return;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    if (!this.isUp) {
      this.leave(frame, Outcome.connectionRefused);
      return;
    }
    if (this.isPaused) this.letWait(frame);
    else if (this.canBegin(frame) || this.preemption?.freeWorkerFor(frame)) this.begin(frame);
    else this.letWait(frame);
  }

  /** No worker takes it now: it waits, if it may. */
  protected letWait(frame: number): void {
    const { queue, shedding } = this;
    // A consumer's client library takes every message that its prefetch lets through.
    if (this.network.frames.flags[frame] & FrameFlag.delivery) queue.add(frame);
    else if (shedding?.refuses(queue.length)) this.shed(frame);
    else if (queue.length < this.room) queue.add(frame);
    else this.leave(frame, Outcome.refused);
  }

  /** Whether a worker takes it now. */
  protected canBegin(_frame: number): boolean {
    return this.hasPlace;
  }

  /** Whether a worker takes anybody now. */
  protected get hasPlace(): boolean {
    if (this.shares) return this.slots.held < this.places;
    const { words } = this.crews;
    return words[this.line + Crew.held] < words[this.line + Crew.workers];
  }

  /** True where some of those that wait may have to go on waiting while a worker takes others. */
  protected get isChoosy(): boolean {
    return false;
  }

  /** Whether the worker of one at work may be taken from it for a more urgent one. */
  protected mayPreempt(_frame: number): boolean {
    return true;
  }

  /** Its queue takes in what comes during a pause; where requests share the workers, there is none. */
  override get takesInWhilePaused(): boolean {
    return !this.shares;
  }

  protected override onPaused(): void {
    this.sharedWork?.pause();
  }

  protected override onGoesOn(): void {
    this.sharedWork?.goOn();
    this.next();
  }

  private get isPaused(): boolean {
    return this.network.pauses.isPaused(this.index);
  }

  override holdForCallers(link: Link, time: Sampler): void {
    this.manners |= Manner.handsOver;
    this.slowCallers ??= new Map();
    this.slowCallers.set(link.index, time);
  }

  override onWorked(frame: number): void {
    if (this.network.frames.pc[frame] === HANDING_OVER) this.endServing(frame, Outcome.ok, NOT_SAID);
    else super.onWorked(frame);
  }

  /** Whoever waits leaves the queue; whoever is at work stops, with all that it has called. No answer goes back. */
  override onCalledOff(frame: number): void {
    const { network } = this;
    const { frames, kernel } = network;
    if (frames.slot[frame] !== NONE) {
      if (frames.phase[frame] === Phase.sharing) this.sharedWork?.leave((other) => other === frame);
      if (frames.phase[frame] === Phase.blocked) this.onResumed(frame, kernel.now - frames.since[frame]);
      if (this.gathers) this.answers().close(frame);
      this.takeFromServing(frame);
      network.workers.crash(this.line, this.index, frame, Outcome.cancelled);
      network.giveUpCalls(frame, Outcome.cancelled);
      network.kill(frame);
      this.next();
    } else if (frames.phase[frame] === Phase.queued) {
      this.queue.drop(frame);
      const waitedMs = kernel.now - frames.arrivedAt[frame];
      network.record(Fact.finished, Outcome.cancelled, this.index, frames.serial[frame], 0, waitedMs);
      network.kill(frame);
    }
  }

  override onTimer(timer: number): void {
    if (timer === ANSWERS_DUE) this.answers().ring((frame) => this.gatherPlanOf(frame));
    else if (timer === DEADLINE) this.queue.sendAwayImpatient((frame) => this.shed(frame));
    else {
      const done = this.sharedWork?.takeDone() ?? NONE;
      if (done !== NONE) this.onWorked(done);
    }
  }

  override liveCharts(): LiveChart[] {
    const counts = this.slots.counts();
    // The workers of a process that is down are not there: none is free.
    const there = this.network.standing.isUp(this.index) ? counts : counts.map(() => 0);
    return [manyCharts('workers', this.slots.population, there), ...super.liveCharts()];
  }

  protected override loseEverything(): void {
    const { network } = this;
    const { frames } = network;
    if (this.gathers) this.answers().clear();
    const first = (list: number) => takeFirstIn(frames, this.crews.words, this.line + list);
    for (let frame = first(Crew.serving); frame !== NONE; frame = first(Crew.serving)) {
      network.workers.crash(this.line, this.index, frame, Outcome.connectionReset);
      network.abort(frame, Outcome.connectionReset);
    }
    this.loseQueue();
    for (let frame = first(Crew.background); frame !== NONE; frame = first(Crew.background)) {
      network.orphanChildren(frame);
      network.kill(frame);
    }
    this.sharedWork?.stop();
  }

  /** Whoever waits is told that the connection is gone. */
  protected loseQueue(): void {
    this.queue.loseEverybody((frame) => this.leave(frame, Outcome.connectionReset));
  }

  /** Those at work for whom `isLost` holds are lost, as if their workers had been killed. */
  protected loseThose(isLost: (frame: number) => boolean): void {
    const { network } = this;
    const { frames } = network;
    const lost: number[] = [];
    for (let frame = headIn(this.crews.words, this.line + Crew.serving); frame !== NONE; frame = frames.next[frame]) {
      if (isLost(frame)) lost.push(frame);
    }
    const gone = new Set(lost);
    this.sharedWork?.leave((frame) => gone.has(frame));
    for (const frame of lost) {
      if (this.gathers) this.answers().close(frame);
      // The server is up: what its workers do is counted on.
      if (frames.phase[frame] === Phase.blocked) this.onResumed(frame, network.kernel.now - frames.since[frame]);
      this.takeFromServing(frame);
      network.workers.crash(this.line, this.index, frame, Outcome.connectionReset);
      network.abort(frame, Outcome.connectionReset);
    }
  }

  /** How many may be in hand at once. */
  protected get places(): number {
    const { workers } = this.slots;
    return this.shares ? workers + this.queueLimit : workers;
  }

  /** How many may wait for that. */
  private get room(): number {
    return this.shares ? 0 : this.queueLimit;
  }

  /** A worker takes it; there must be one. */
  protected begin(frame: number): void {
    const { frames, kernel } = this.network;
    appendIn(frames, this.crews.words, this.line + Crew.serving, frame);
    this.network.workers.take(this.line, this.index, frame, 0, kernel.now - frames.arrivedAt[frame]);
    if (frames.flags[frame] & FrameFlag.stream && this.listens(frame)) frames.pc[frame] = LISTENING;
    else this.runFrom(frame, this.entry(frame));
  }

  /** Whether the caller of a stream is to be heard out before its operation begins. */
  protected listens(frame: number): boolean {
    return this.network.streams?.listens(frame) ?? false;
  }

  override onStreamed(frame: number, outcome: Outcome): void {
    const listened = this.network.frames.pc[frame] === LISTENING;
    if (listened && outcome === Outcome.ok) this.runFrom(frame, this.entry(frame));
    else this.endServing(frame, outcome, NOT_SAID);
  }

  /** Goes on with one that was preempted. */
  private resume(frame: number): void {
    const { frames, kernel } = this.network;
    appendIn(frames, this.crews.words, this.line + Crew.serving, frame);
    this.network.workers.take(this.line, this.index, frame, 1, kernel.now - frames.since[frame]);
    this.work(frame, frames.work[frame]);
  }

  /** A worker is free: takes who is next in the queue. A loop, because an operation may be over as soon as it begins. */
  protected next(): void {
    const isEmpty = lengthIn(this.crews.words, this.line + Crew.queue) === 0;
    if ((isEmpty && !(this.manners & Manner.sheds)) || this.filling || this.isPaused) return;
    const { queue, shedding } = this;
    this.filling = true;
    while (queue.length > 0 && this.hasPlace) {
      const frame = this.isChoosy ? queue.takeNextOf((waiting) => this.canBegin(waiting)) : queue.takeNext();
      if (frame === NONE) break;
      if (queue.wasPreempted(frame)) this.resume(frame);
      else if (shedding !== null && this.isGivenUp(frame, shedding)) this.shed(frame);
      else this.begin(frame);
    }
    if (shedding !== null && queue.length === 0 && this.hasPlace) shedding.ranEmpty();
    this.filling = false;
  }

  /** What a broker pushed stays: the broker would only send it again. */
  private isGivenUp(frame: number, shedding: Shedding): boolean {
    const { frames, kernel } = this.network;
    if (frames.flags[frame] & FrameFlag.delivery) return false;
    return shedding.drops(kernel.now - frames.arrivedAt[frame], this.queue.length);
  }

  private shed(frame: number): void {
    // A probe came over no link, and is no request.
    if (this.shedding !== null && this.network.frames.link[frame] !== NONE) this.note(this.shedding.note, 0, 0, frame);
    this.leave(frame, Outcome.shed);
  }

  protected override work(frame: number, durationMs: number): void {
    const { network } = this;
    const { frames } = network;
    // What is left after an early answer is done without a worker.
    const isHeld = (this.manners & (Manner.shares | Manner.preempts)) !== 0 && frames.slot[frame] !== NONE;
    if (isHeld && this.sharedWork !== null) this.sharedWork.begin(frame, durationMs);
    else {
      if (isHeld) frames.work[frame] = network.kernel.now + durationMs;
      network.work(frame, durationMs);
    }
  }

  protected override onBlocked(frame: number, link: Link): void {
    this.network.workers.block(this.line, this.index, frame, link);
  }

  protected override onResumed(frame: number, blockedMs: number): void {
    this.network.workers.resume(this.line, this.index, frame, blockedMs);
  }

  get gathered(): GatheringState {
    return this.state.gathered;
  }

  protected override correlate(frame: number): void {
    this.answers().open(frame);
  }

  protected override waitsForAnswers(frame: number, plan: GatherPlan): boolean {
    return this.answers().waits(frame, plan);
  }

  /** Answers that come as messages: only where an operation waits for some. */
  private answers(): Gathering {
    this.gathering ??= new (part('gathering').Gathering)(this.network, this, ANSWERS_DUE);
    return this.gathering;
  }

  /** Puts one that was answered early with those that go on without a worker. */
  protected goOnInBackground(frame: number): void {
    appendIn(this.network.frames, this.crews.words, this.line + Crew.background, frame);
  }

  /** One that holds a worker is about to give it back. */
  private takeFromServing(frame: number): void {
    removeIn(this.network.frames, this.crews.words, this.line + Crew.serving, frame);
  }

  /** Replies, frees the worker, and lets the rest of the operation go on in the background. */
  protected override answerEarly(frame: number): number {
    const { network } = this;
    const { frames } = network;
    if (frames.slot[frame] === NONE) return frame;
    const answer = network.succeed(frame);
    this.takeFromServing(frame);
    network.workers.finish(this.line, this.index, frame, Outcome.ok);
    frames.flags[frame] = FrameFlag.answered;
    this.goOnInBackground(frame);
    network.reply(answer, Outcome.ok);
    this.next();
    return frame;
  }

  /** @param retryAfterMs how long the caller is asked to wait before another attempt */
  protected override finish(frame: number, outcome: Outcome, retryAfterMs = NOT_SAID): void {
    const { network } = this;
    const { frames } = network;
    if (this.gathers) this.answers().close(frame);
    if (frames.slot[frame] === NONE) {
      removeIn(frames, this.crews.words, this.line + Crew.background, frame);
      frames.release(frame);
      return;
    }
    const mayHold = outcome === Outcome.ok && (network.streams !== null || (this.manners & Manner.handsOver) !== 0);
    if (mayHold && this.holdsOn(frame)) return;
    this.endServing(frame, outcome, retryAfterMs);
  }

  /** Whether the worker is held although the operation is over: to say the rest of a stream, or to hand over the answer. */
  private holdsOn(frame: number): boolean {
    const { network } = this;
    const { frames } = network;
    if (network.streams?.speaks(frame)) {
      frames.pc[frame] = SPEAKING;
      return true;
    }
    const handingOver = this.slowCallers?.get(frames.link[frame]);
    if (handingOver === undefined) return false;
    frames.pc[frame] = HANDING_OVER;
    this.work(frame, handingOver.sample());
    return true;
  }

  private endServing(frame: number, outcome: Outcome, retryAfterMs: number): void {
    const { network } = this;
    this.takeFromServing(frame);
    network.workers.finish(this.line, this.index, frame, outcome);
    network.reply(frame, outcome, retryAfterMs);
    this.next();
  }

  /** Answers a request that has just arrived without taking it in. */
  protected turnAway(frame: number, outcome: Outcome): void {
    const { network } = this;
    network.record(Fact.arrived, 0, this.index, network.frames.serial[frame], 0, 0);
    this.leave(frame, outcome);
  }

  /** Answers a request that never had a worker. */
  protected leave(frame: number, outcome: Outcome): void {
    const { network } = this;
    const { frames, kernel } = network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    network.record(Fact.finished, outcome, this.index, frames.serial[frame], 0, tookMs);
    network.reply(frame, outcome);
  }
}
