import type { EventCode, Kernel } from '../kernel/kernel';
import type { Carrier } from './carrier';
import { AttemptEnd, Fact, SentFlag } from './facts';
import { detach, replaceInFamily } from './family';
import { FrameFlag, type Frames, NONE, NOT_SAID, Phase } from './frames';
import type { Link } from './link';
import type { Network } from './network';
import { Outcome } from './outcomes';
import type { Retry } from './policies/retry';
import { appendTimeout, removeTimeout, replaceTimeout } from './timeout-list';

/** A request that has passed more links than this goes round in circles. */
const MAX_HOPS = 64;

/**
 * The caller's side of calls: each attempt passes the policies of its link, in the order that `policies/README.md` gives,
 * and leaves by the {@link Carrier}; when it has ended, they say whether another follows or the caller goes on.
 */
export class Attempts {
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly nextAttempt: EventCode;
  private readonly timeout: EventCode;

  constructor(
    private readonly network: Network,
    private readonly carrier: Carrier,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.nextAttempt = network.kernel.on((frame) => this.onNextAttempt(frame));
    this.timeout = network.kernel.on((link) => this.onTimeouts(network.links[link]));
  }

  /** Sends the first attempt of a call. */
  begin(frame: number, link: Link): void {
    if (link.retry !== null) link.retry.began(this.kernel.now);
    this.send(frame, link);
  }

  /** Sends an attempt: through the breaker, under a timeout. */
  send(frame: number, link: Link, parentSerial = this.frames.serial[this.frames.parent[frame]]): void {
    const { frames, network } = this;
    frames.serial[frame] = network.newSerial();
    frames.sentAt[frame] = this.kernel.now;
    if (link.breaker !== null && !link.breaker.permits()) {
      this.withhold(frame, link, Outcome.breakerOpen, parentSerial);
      return;
    }
    if (frames.hops[frame] > MAX_HOPS) {
      this.withhold(frame, link, Outcome.hopLimit, parentSerial);
      return;
    }
    link.state.inFlight++;
    const flags = frames.flags[frame];
    const sentFlags =
      (flags & FrameFlag.message ? SentFlag.message : 0) |
      (flags & FrameFlag.confirm ? SentFlag.confirm : 0) |
      (frames.attempt[frame] > 1 ? SentFlag.retry : 0);
    this.carrier.depart(frame, link, sentFlags, parentSerial);
    if (link.timeoutMs !== Infinity && frames.parent[frame] !== NONE) this.armTimeout(frame, link);
  }

  /** An attempt that somebody waits for has been answered, or is known not to be. */
  onAnswer(frame: number, link: Link, outcome: Outcome): void {
    removeTimeout(this.frames, link.state, frame);
    this.end(frame, link, outcome);
  }

  /** The caller no longer waits for this attempt. */
  forget(frame: number): void {
    const { frames } = this;
    const link = this.network.links[frames.link[frame]];
    removeTimeout(frames, link.state, frame);
    const isWaiting = frames.phase[frame] === Phase.backoff;
    if (link.retry !== null && (isWaiting || frames.attempt[frame] > 1)) link.retry.abandon();
    if (!isWaiting) {
      link.state.inFlight--;
      if (frames.outcome[frame] !== Outcome.breakerOpen) link.breaker?.release();
    }
    frames.parent[frame] = NONE;
  }

  /** `successor` stands for the attempt `frame` from now on. */
  replace(frame: number, successor: number): void {
    replaceTimeout(this.frames, this.network.links[this.frames.link[frame]].state, frame, successor);
  }

  /** The attempt never leaves the caller. */
  private withhold(frame: number, link: Link, outcome: Outcome, parentSerial: number): void {
    const { frames } = this;
    link.state.inFlight++;
    const isRetry = frames.attempt[frame] > 1 ? 1 : 0;
    this.network.record(Fact.withheld, outcome, link.index, frames.serial[frame], parentSerial, isRetry);
    this.carrier.turnBack(frame, outcome);
  }

  /** The caller learns how an attempt ended: it tries again or goes on. */
  private end(frame: number, link: Link, outcome: Outcome): void {
    const { frames, kernel, network } = this;
    link.state.inFlight--;
    const tookMs = kernel.now - frames.sentAt[frame];
    if (link.breaker !== null && outcome !== Outcome.breakerOpen) {
      link.breaker.record(outcome === Outcome.ok, tookMs, kernel.now);
    }
    const { retry } = link;
    if (retry?.again(frames.attempt[frame], outcome, link.state.inFlight, kernel.now)) {
      network.record(Fact.returned, outcome, link.index, frames.serial[frame], AttemptEnd.retry, tookMs);
      frames.phase[frame] = Phase.backoff;
      kernel.after(this.waitBeforeNext(frame, retry, outcome), this.nextAttempt, frame);
      return;
    }
    const attempts = frames.attempt[frame];
    const end = attempts === 1 ? AttemptEnd.only : AttemptEnd.last;
    network.record(Fact.returned, outcome, link.index, frames.serial[frame], end, tookMs);
    if (attempts > 1) this.recordConcluded(frame, link, outcome);
    const parent = frames.parent[frame];
    frames.answer[parent] = frames.answer[frame];
    detach(frames, frame);
    frames.release(frame);
    network.nodes[link.from].onReply(parent, outcome, link);
  }

  /**
   * How long to wait before the next attempt, ms: as long as the callee asked for, after which backoff begins anew;
   * failing that, the next step of the backoff.
   */
  private waitBeforeNext(frame: number, retry: Retry, outcome: Outcome): number {
    const { frames } = this;
    const isAnswer = outcome === Outcome.rateLimited && !(frames.flags[frame] & FrameFlag.unanswered);
    if (isAnswer && frames.work[frame] !== NOT_SAID && retry.heedsPushback) {
      frames.backoffMs[frame] = 0;
      return frames.work[frame];
    }
    const stepMs = retry.stepMs(frames.backoffMs[frame]);
    frames.backoffMs[frame] = stepMs;
    return retry.waitMs(stepMs);
  }

  /** The caller gives up waiting for this call, whose end was `outcome` for it; to be followed by {@link forget}. */
  recordGivenUp(frame: number, outcome: Outcome): void {
    const { frames, kernel, network } = this;
    const link = network.links[frames.link[frame]];
    const attempts = frames.attempt[frame];
    // Between two attempts the last one has returned already.
    if (frames.phase[frame] !== Phase.backoff) {
      const isLost = frames.outcome[frame] === Outcome.partitioned;
      const neverLeft = (frames.flags[frame] & FrameFlag.unanswered) !== 0 && !isLost;
      const end = attempts === 1 ? AttemptEnd.only : AttemptEnd.last;
      const how = neverLeft ? frames.outcome[frame] : outcome;
      network.record(Fact.returned, how, link.index, frames.serial[frame], end, kernel.now - frames.sentAt[frame]);
      if (attempts === 1) return;
    }
    this.recordConcluded(frame, link, outcome);
  }

  private recordConcluded(frame: number, link: Link, outcome: Outcome): void {
    const { frames } = this;
    const tookMs = this.kernel.now - frames.firstSentAt[frame];
    this.network.record(Fact.concluded, outcome, link.index, frames.serial[frame], frames.attempt[frame], tookMs);
  }

  private onNextAttempt(frame: number): void {
    const { frames } = this;
    if (frames.phase[frame] === Phase.dead) {
      frames.release(frame);
      return;
    }
    frames.attempt[frame]++;
    frames.flags[frame] = 0;
    frames.answer[frame] = 0;
    this.send(frame, this.network.links[frames.link[frame]]);
  }

  private armTimeout(frame: number, link: Link): void {
    const { state } = link;
    appendTimeout(this.frames, state, frame);
    if (!state.timerArmed) {
      state.timerArmed = true;
      this.kernel.after(link.timeoutMs, this.timeout, link.index);
    }
  }

  /** One event in the queue serves all timeouts of a link: they expire in the order in which they were set. */
  private onTimeouts(link: Link): void {
    const { frames, kernel } = this;
    const { state } = link;
    for (;;) {
      const frame = state.timeoutHead;
      if (frame === NONE) {
        state.timerArmed = false;
        return;
      }
      const dueMs = frames.sentAt[frame] + link.timeoutMs;
      if (dueMs > kernel.now) {
        kernel.at(dueMs, this.timeout, link.index);
        return;
      }
      this.onTimeout(frame, link);
    }
  }

  /** The attempt goes on at the callee, which is not told; a new frame stands for the call at the caller. */
  private onTimeout(frame: number, link: Link): void {
    const { network } = this;
    const attempt = network.copy(frame);
    replaceInFamily(this.frames, frame, attempt);
    removeTimeout(this.frames, link.state, frame);
    this.end(attempt, link, Outcome.timeout);
  }
}
