import type { RandomStream } from '../../kernel/random';
import type { Sampler } from '../../kernel/sampler';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { append, emptyList, type FrameList, remove, takeFirst } from '../../network/frames/frame-list';
import { NONE, NOT_SAID, Phase } from '../../network/frames/frames';
import type { Lifecycle } from '../../network/lifecycle';
import { Note } from '../../network/notes';
import { Outcome } from '../../network/outcomes';
import { type KeyedBuckets, noBuckets, retryAfterMs, takeToken } from '../../network/policies/keyed-buckets';
import { type OutageMoment, scriptOf } from './outages';
import type { ExternalApiParams } from './params';

interface ExternalApiState {
  /** Calls that will be answered. */
  readonly served: FrameList;
  /** Calls that get no answer as long as it is out of order. */
  readonly ignored: FrameList;
  limit: KeyedBuckets;
  /** Calls counted in the window of the quota that began at `windowMs`. */
  quota: { windowMs: number; calls: number };
  /** Why it is out of order: by hand, by chance, or by the scripted outages that are switched on here. */
  byHand: boolean;
  byChance: boolean;
  byScript: boolean[];
  /** The scripted moments that have passed. */
  scriptDone: number;
  /** When chance strikes next, ms: a timer that comes at another time is void. */
  nextChanceMs: number;
}

/** Timers. */
const SCRIPT = 0;
const CHANCE = 1;

/** What a caller is told who calls while it is out of order, and who was being served when that began. */
const TOLD = {
  error: { newcomer: Outcome.error, served: Outcome.error },
  refused: { newcomer: Outcome.connectionRefused, served: Outcome.connectionReset },
  silent: null,
} as const;

/** Where in `pc` a call is marked that was being served. */
const WAS_SERVED = 1;

/** Somebody else's service: it answers, in its own time, as many calls as its owner allows. */
class ExternalApi extends Component {
  override state: ExternalApiState;
  private readonly params: ExternalApiParams;
  private readonly life: Lifecycle;
  private readonly responseTime: Sampler;
  private readonly errors: RandomStream;
  private readonly script: readonly OutageMoment[];
  private readonly timeBetween: Sampler | null;
  private readonly timeToRepair: Sampler | null;

  constructor(context: ComponentContext<ExternalApiParams>) {
    const life = context.lifecycle(0);
    super(context.network, context.index, context.id, life);
    const { params } = context;
    this.life = life;
    this.params = params;
    this.responseTime = context.sampler('response time', params.responseTime);
    this.errors = context.random('errors');
    this.script = scriptOf(params.outages);
    const { randomOutages } = params;
    const byChance = (purpose: string, meanMs: number) => context.sampler(purpose, { dist: 'exponential', meanMs });
    this.timeBetween = randomOutages && byChance('time between outages', randomOutages.mtbfMs);
    this.timeToRepair = randomOutages && byChance('outage', randomOutages.mttrMs);
    this.state = {
      served: emptyList(),
      ignored: emptyList(),
      limit: noBuckets(),
      quota: { windowMs: 0, calls: 0 },
      byHand: false,
      byChance: false,
      byScript: params.outages.map(() => false),
      scriptDone: 0,
      nextChanceMs: Infinity,
    };
  }

  override start(): void {
    this.armScript();
    this.armChance(this.timeBetween);
  }

  override onArrival(frame: number): void {
    const { network, state } = this;
    const { frames, kernel } = network;
    network.record(Fact.arrived, 0, this.index, frames.serial[frame], 0, 0);
    frames.pc[frame] = 0;
    if (!this.isUp) {
      const told = TOLD[this.params.whenDown];
      if (told === null) this.ignore(frame);
      else this.leave(frame, told.newcomer);
      return;
    }
    const waitMs = this.refusedForMs(frame);
    if (waitMs > 0) {
      this.leave(frame, Outcome.rateLimited, this.params.retryAfter ? retryAfterMs(waitMs) : NOT_SAID);
      return;
    }
    network.record(Fact.started, 0, this.index, frames.serial[frame], 0, kernel.now - frames.arrivedAt[frame]);
    frames.pc[frame] = WAS_SERVED;
    append(frames, state.served, frame);
    network.work(frame, this.responseTime.sample() * this.slowness);
  }

  override onWorked(frame: number): void {
    const { network, params } = this;
    const fails = params.errorRate > 0 && this.errors.unit() < params.errorRate;
    if (!fails && network.streams?.speaks(frame)) return;
    this.answer(frame, fails ? Outcome.error : Outcome.ok);
  }

  override onStreamed(frame: number, outcome: Outcome): void {
    this.answer(frame, outcome);
  }

  private answer(frame: number, outcome: Outcome): void {
    remove(this.network.frames, this.state.served, frame);
    this.leave(frame, outcome);
  }

  override onTimer(timer: number): void {
    const { state, network } = this;
    const { now } = network.kernel;
    if (timer === SCRIPT) {
      for (; this.script[state.scriptDone]?.atMs <= now; state.scriptDone++) {
        const { outage, begins } = this.script[state.scriptDone];
        state.byScript[outage] = begins;
      }
      this.armScript();
    } else {
      if (state.nextChanceMs !== now) return;
      state.byChance = !state.byChance;
      this.armChance(state.byChance ? this.timeToRepair : this.timeBetween);
    }
    this.obeyReasons();
  }

  /** What a visitor does to it is an outage like any other: there is no process of ours to kill. */
  override crash(): void {
    this.state.byHand = true;
    this.obeyReasons();
  }

  /** Ends every outage, whatever its reason. */
  override startAgain(): void {
    const { state } = this;
    state.byHand = false;
    state.byScript.fill(false);
    if (state.byChance) {
      state.byChance = false;
      this.armChance(this.timeBetween);
    }
    this.obeyReasons();
  }

  protected override onUp(): void {
    const { network, state } = this;
    const { frames } = network;
    // Whoever waited so long finds the connection closed.
    for (let frame = takeFirst(frames, state.ignored); frame !== NONE; frame = takeFirst(frames, state.ignored)) {
      this.leave(frame, Outcome.connectionReset);
    }
  }

  /** Goes out of order, or in order again, when the reasons for it have changed. */
  private obeyReasons(): void {
    const { byHand, byChance, byScript } = this.state;
    const isOut = byHand || byChance || byScript.includes(true);
    if (isOut === this.life.isCrashed) return;
    if (!isOut) {
      this.life.restart();
      return;
    }
    this.note(Note.outages);
    this.life.crash();
    this.dropServed();
  }

  private dropServed(): void {
    const { network, state } = this;
    const { frames } = network;
    const told = TOLD[this.params.whenDown];
    for (let frame = takeFirst(frames, state.served); frame !== NONE; frame = takeFirst(frames, state.served)) {
      // The end of its work is scheduled, so a new frame stands in its place.
      const rest = network.succeed(frame);
      frames.pc[rest] = WAS_SERVED;
      network.kill(frame);
      if (told === null) this.ignore(rest);
      else this.leave(rest, told.served);
    }
  }

  private ignore(frame: number): void {
    const { frames } = this.network;
    frames.phase[frame] = Phase.queued;
    append(frames, this.state.ignored, frame);
  }

  /** 0 where a call may come in; failing that, in how many ms it may. */
  private refusedForMs(frame: number): number {
    const { state, params, network } = this;
    const { now } = network.kernel;
    if (params.rateLimit !== null) {
      const whose = params.rateLimit.per === 'user' ? network.frames.source[frame] : 0;
      const waitMs = takeToken(state.limit, params.rateLimit, whose, now);
      if (waitMs > 0) return waitMs;
    }
    if (params.quota === null) return 0;
    const { calls, windowMs: lengthMs } = params.quota;
    if (now - state.quota.windowMs >= lengthMs) {
      state.quota.windowMs = Math.floor(now / lengthMs) * lengthMs;
      state.quota.calls = 0;
    }
    if (state.quota.calls < calls) {
      state.quota.calls++;
      return 0;
    }
    const waitMs = state.quota.windowMs + lengthMs - now;
    this.note(Note.overQuota, 0, waitMs, frame);
    return waitMs;
  }

  private leave(frame: number, outcome: Outcome, afterMs = NOT_SAID): void {
    const { network } = this;
    const { frames, kernel } = network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    const served = frames.pc[frame] === WAS_SERVED ? 1 : 0;
    network.record(Fact.finished, outcome, this.index, frames.serial[frame], served, tookMs);
    network.reply(frame, outcome, afterMs);
  }

  private armScript(): void {
    const next = this.script[this.state.scriptDone];
    if (next !== undefined) this.network.startTimer(this.index, SCRIPT, next.atMs);
  }

  private armChance(time: Sampler | null): void {
    const { state, network } = this;
    if (time === null) return;
    state.nextChanceMs = network.kernel.now + time.sample();
    network.startTimer(this.index, CHANCE, state.nextChanceMs);
  }
}

export const externalApi = defineBehaviour<ExternalApiParams>({
  kind: 'external-api',
  create: (context) => new ExternalApi(context),
});
