import type { Sampler } from '../../kernel/sampler';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Fact } from '../../network/facts';
import { type AlarmsState, FrameAlarms, noAlarms } from '../../network/frames/frame-alarms';
import { append, emptyList, type FrameList, remove, takeFirst } from '../../network/frames/frame-list';
import { FrameFlag, NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { type LiveChart, manyCharts } from '../../network/live-chart';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { type KeyedBucketParams, type KeyedBuckets, noBuckets, takeToken } from '../../network/policies/keyed-buckets';
import { OperationRunner } from '../../network/serving/operation-runner';
import type { Step } from '../../network/serving/operations-field';
import { ownOperations } from '../../network/serving/own-operations';
import { Program } from '../../network/serving/program';
import { Instances, type InstancesState, noInstances } from './instances';
import type { ServerlessParams } from './params';

interface ServerlessState {
  readonly instances: InstancesState;
  /** Those that have an instance. */
  readonly running: FrameList;
  /** Messages that wait for one. */
  readonly waiting: FrameList;
  /** Messages that failed, and wait for their next run. */
  readonly failed: FrameList;
  /** New instances that there may be just now. */
  scaling: KeyedBuckets;
  readonly timeouts: AlarmsState;
  readonly retries: AlarmsState;
  /** The timers that are set, ms: those that come at another time are void. */
  expiryMs: number;
  scalingMs: number;
}

/** Timers. */
const EXPIRY = 0;
const MAY_SCALE = 1;
const TOOK_TOO_LONG = 2;
const RETRY = 3;

/** So that rounding never finds the bucket a hair short of a token, again and again at the same instant. */
const A_LITTLE_MS = 0.001;

/** All new instances come from one bucket. */
const EVERY_INSTANCE = 0;

/** Works, then calls or publishes on each of its links in turn. */
const defaultSteps = (outgoing: readonly Link[]): Step[] => [
  { step: 'work', serviceTime: null },
  ...outgoing.map(
    (link): Step =>
      link.carriesMessages ? { step: 'publish', link: link.id } : { step: 'call', link: link.id, operation: '' },
  ),
];

/** A function in the cloud: an instance for each request that runs, made when there is none and kept for a while. */
class Serverless extends OperationRunner {
  override state: ServerlessState = {
    instances: noInstances(),
    running: emptyList(),
    waiting: emptyList(),
    failed: emptyList(),
    scaling: noBuckets(),
    timeouts: noAlarms(),
    retries: noAlarms(),
    expiryMs: Infinity,
    scalingMs: Infinity,
  };
  private readonly params: ServerlessParams;
  /** True only inside {@link next}: a function may be over as soon as it begins. */
  private filling = false;
  private readonly instances: Instances;
  private readonly coldStart: Sampler;
  private readonly scaling: KeyedBucketParams | null;
  private readonly entries = new Map<number, number>();
  private readonly defaultEntry: number;
  private readonly timeouts: FrameAlarms;
  private readonly retries: FrameAlarms;

  constructor(context: ComponentContext<ServerlessParams>) {
    const { network, params, outgoing, index } = context;
    const program = new Program();
    super(network, index, context.id, context.lifecycle(params.startupMs), program);
    this.params = params;
    this.coldStart = context.sampler('cold start', params.coldStart);
    const { scaling } = params;
    this.scaling = scaling && { ratePerSec: (scaling.instances * 1_000) / scaling.perMs, burst: scaling.instances };
    this.instances = new Instances(network, index, this);
    const { frames } = network;
    this.timeouts = new FrameAlarms(
      network,
      index,
      TOOK_TOO_LONG,
      () => this.state.timeouts,
      // Of one that runs, `work` says when it will be stopped.
      (frame, atMs) => frames.slot[frame] !== NONE && frames.work[frame] === atMs,
    );
    this.retries = new FrameAlarms(
      network,
      index,
      RETRY,
      () => this.state.retries,
      (frame, atMs) => frames.phase[frame] === Phase.queued && frames.work[frame] === atMs,
    );

    const programContext = ownOperations(context, params.serviceTime);
    this.defaultEntry = program.add(defaultSteps(outgoing), programContext);
    for (const [name, operation] of Object.entries(params.operations)) {
      this.entries.set(network.operation(name), program.add(operation, programContext));
    }
  }

  override start(): void {
    super.start();
    this.instances.prepare(this.params.provisioned);
  }

  override onArrival(frame: number): void {
    const { network } = this;
    const { frames, kernel } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    const isMessage = (frames.flags[frame] & FrameFlag.delivery) !== 0;
    if (!this.isUp) {
      this.leave(frame, Outcome.connectionRefused);
      return;
    }
    frames.since[frame] = kernel.now;
    // Of a message, `backoffMs` counts the times that it failed.
    if (isMessage) frames.backoffMs[frame] = 0;
    if (isMessage) {
      this.letWait(frame);
      this.next();
      return;
    }
    const instance = this.instanceForOne();
    if (instance === NONE) this.leave(frame, Outcome.rateLimited);
    else this.begin(frame, instance);
  }

  override onWorked(frame: number): void {
    const { instances } = this;
    const instance = this.network.frames.slot[frame];
    if (!instances.isInitialising(instance)) {
      this.run(frame);
      return;
    }
    instances.serve(instance);
    this.note(Note.initialising, instances.initialising);
    this.beginFunction(frame);
  }

  override onTimer(timer: number): void {
    const { state, network, params } = this;
    const { now } = network.kernel;
    switch (timer) {
      case EXPIRY:
        if (state.expiryMs !== now) return;
        state.expiryMs = Infinity;
        this.instances.expire(params.keepAliveMs, params.provisioned);
        this.armExpiry();
        return;
      case MAY_SCALE:
        if (state.scalingMs !== now) return;
        state.scalingMs = Infinity;
        this.next();
        return;
      case TOOK_TOO_LONG:
        this.timeouts.ring((frame) => this.stop(frame));
        return;
      default:
        this.retries.ring((frame) => {
          remove(network.frames, state.failed, frame);
          append(network.frames, state.waiting, frame);
        });
        this.next();
    }
  }

  override liveCharts(): LiveChart[] {
    const { population } = this.instances;
    return [manyCharts('instances', population, this.instances.counts()), ...super.liveCharts()];
  }

  /** Provisioned instances are there again with the function itself. */
  protected override onUp(): void {
    this.instances.prepare(this.params.provisioned);
  }

  protected override work(frame: number, durationMs: number): void {
    this.network.work(frame, durationMs);
  }

  protected override onBlocked(frame: number, link: Link): void {
    const { frames } = this.network;
    if (!this.instances.block(frames.slot[frame])) return;
    this.network.record(Fact.blocked, 0, this.index, frames.serial[frame], link.index, 0);
  }

  protected override onResumed(frame: number, blockedMs: number): void {
    const { frames } = this.network;
    if (!this.instances.resume(frames.slot[frame])) return;
    this.network.record(Fact.resumed, 0, this.index, frames.serial[frame], 0, blockedMs);
  }

  /** The answer goes out when the function ends: until then its instance can do nothing else. */
  protected override answerEarly(frame: number): number {
    return frame;
  }

  protected override publishFlags(link: Link): number {
    return link.publishFlags;
  }

  override onStreamed(frame: number, outcome: Outcome): void {
    this.finish(frame, outcome);
  }

  protected override finish(frame: number, outcome: Outcome): void {
    const { frames, streams } = this.network;
    if (outcome === Outcome.ok && streams?.speaks(frame)) return;
    this.instances.finish(frames.slot[frame]);
    this.armExpiry();
    this.settle(frame, outcome);
    this.next();
  }

  protected override loseEverything(): void {
    const { network, state, instances } = this;
    const { frames } = network;
    for (let frame = takeFirst(frames, state.running); frame !== NONE; frame = takeFirst(frames, state.running)) {
      instances.kill(frames.slot[frame]);
      frames.slot[frame] = NONE;
      this.recordFinished(frame, Outcome.connectionReset, 1);
      network.abort(frame, Outcome.connectionReset);
    }
    instances.killWarm();
    this.note(Note.initialising, 0);
    for (const list of [state.waiting, state.failed]) {
      for (let frame = takeFirst(frames, list); frame !== NONE; frame = takeFirst(frames, list)) {
        this.leave(frame, Outcome.connectionReset);
      }
    }
    this.timeouts.clear();
    this.retries.clear();
    state.scaling = noBuckets();
  }

  /** A warm instance for one more request, failing that a new one; NONE where there may be none. */
  private instanceForOne(): number {
    const { state, instances, params } = this;
    if (state.running.length >= params.concurrencyLimit) return NONE;
    const warm = instances.takeWarm();
    return warm === NONE && this.mayScale() ? instances.start() : warm;
  }

  private begin(frame: number, instance: number): void {
    const { network, state, instances } = this;
    const { frames, kernel } = network;
    const isRetry = frames.flags[frame] & FrameFlag.delivery && frames.backoffMs[frame] > 0;
    const waitedMs = kernel.now - frames.since[frame];
    network.record(Fact.started, isRetry ? 1 : 0, this.index, frames.serial[frame], 0, waitedMs);
    append(frames, state.running, frame);
    frames.slot[frame] = instance;
    if (!instances.isInitialising(instance)) {
      this.beginFunction(frame);
      return;
    }
    frames.work[frame] = 0;
    const initMs = this.coldStart.sample() * this.slowness;
    this.note(Note.coldStarts, 0, initMs, frame);
    this.note(Note.initialising, instances.initialising);
    network.work(frame, initMs);
  }

  private beginFunction(frame: number): void {
    const { frames, kernel } = this.network;
    const { timeoutMs } = this.params;
    frames.work[frame] = 0;
    if (timeoutMs !== null) {
      frames.work[frame] = kernel.now + timeoutMs;
      this.timeouts.set(frame, frames.work[frame]);
    }
    this.runFrom(frame, this.entries.get(frames.operation[frame]) ?? this.defaultEntry);
  }

  /** Whether there may be a new instance just now; if not, looks again when there may. */
  private mayScale(): boolean {
    const { scaling, state, network } = this;
    if (scaling === null) return true;
    const { now } = network.kernel;
    const waitMs = takeToken(state.scaling, scaling, EVERY_INSTANCE, now);
    if (waitMs === 0) return true;
    const lookAgainMs = now + waitMs + A_LITTLE_MS;
    if (lookAgainMs < state.scalingMs) {
      state.scalingMs = lookAgainMs;
      network.startTimer(this.index, MAY_SCALE, state.scalingMs);
    }
    return false;
  }

  private letWait(frame: number): void {
    const { frames } = this.network;
    frames.phase[frame] = Phase.queued;
    append(frames, this.state.waiting, frame);
  }

  /** Runs those that wait, the first come first, as far as there may be instances for them. */
  private next(): void {
    const { network, state, params } = this;
    const { frames, kernel } = network;
    if (this.filling) return;
    this.filling = true;
    while (state.waiting.length > 0) {
      const frame = state.waiting.head;
      const isTooOld = kernel.now - frames.arrivedAt[frame] > params.maxMessageAgeMs;
      const instance = isTooOld ? NONE : this.instanceForOne();
      if (!isTooOld && instance === NONE) break;
      remove(frames, state.waiting, frame);
      if (isTooOld) this.leave(frame, Outcome.expired);
      else this.begin(frame, instance);
    }
    this.filling = false;
  }

  /** The function took too long: its instance is stopped with it. */
  private stop(frame: number): void {
    const { network, instances } = this;
    const { frames } = network;
    this.note(Note.functionTimeouts, 0, 0, frame);
    const instance = frames.slot[frame];
    let rest = frame;
    if (frames.phase[frame] === Phase.blocked) {
      network.giveUpCalls(frame, Outcome.cancelled);
      this.onResumed(frame, network.kernel.now - frames.since[frame]);
    } else {
      // The end of its work is scheduled, so a new frame goes on in its place.
      rest = network.succeed(frame);
      remove(frames, this.state.running, frame);
      append(frames, this.state.running, rest);
      network.kill(frame);
    }
    instances.kill(instance);
    this.settle(rest, Outcome.error);
    this.next();
  }

  /** The run of a request is over: it is answered, or, where it came as a message and failed, runs again later. */
  private settle(frame: number, outcome: Outcome): void {
    const { network, state, params } = this;
    const { frames, kernel } = network;
    remove(frames, state.running, frame);
    frames.slot[frame] = NONE;
    const fails = frames.backoffMs[frame];
    const isMessage = (frames.flags[frame] & FrameFlag.delivery) !== 0;
    if (outcome === Outcome.ok || !isMessage || fails >= params.asyncRetries) {
      this.recordFinished(frame, outcome, 1);
      network.reply(frame, outcome);
      return;
    }
    const waitMs = params.retryDelayMs * (1 << fails);
    network.record(Fact.preempted, 0, this.index, frames.serial[frame], 0, 0);
    this.note(Note.asyncRetries, 0, waitMs, frame);
    frames.backoffMs[frame] = fails + 1;
    frames.phase[frame] = Phase.queued;
    frames.since[frame] = kernel.now;
    frames.work[frame] = kernel.now + waitMs;
    append(frames, state.failed, frame);
    this.retries.set(frame, frames.work[frame]);
  }

  private armExpiry(): void {
    const { state, params, network } = this;
    const atMs = this.instances.nextExpiryMs(params.keepAliveMs, params.provisioned);
    if (atMs >= state.expiryMs) return;
    state.expiryMs = atMs;
    network.startTimer(this.index, EXPIRY, atMs);
  }

  /** Answers one that has no instance. */
  private leave(frame: number, outcome: Outcome): void {
    this.recordFinished(frame, outcome, 0);
    this.network.reply(frame, outcome);
  }

  private recordFinished(frame: number, outcome: Outcome, held: 0 | 1): void {
    const { frames, kernel } = this.network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    this.network.record(Fact.finished, outcome, this.index, frames.serial[frame], held, tookMs);
  }
}

export const serverless = defineBehaviour<ServerlessParams>({
  kind: 'serverless',
  create: (context) => new Serverless(context),
});
