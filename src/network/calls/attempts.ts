import type { EventCode, Kernel } from '../../kernel/kernel';
import { AttemptEnd, Fact } from '../facts';
import { attach, detach, replaceInFamily } from '../frames/family';
import { Answer, FrameFlag, type Frames, NONE, NOT_SAID, Phase } from '../frames/frames';
import { joinTwins, leaveTwins, nextTwin, replaceTwin } from '../frames/twins';
import type { Link } from '../links/link';
import type { LinkUses } from '../links/link-uses';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import type { Breaker } from '../policies/breaker';
import { deadlineOf, hasExpired } from '../policies/deadline';
import { HedgeStep } from '../policies/hedge-step';
import type { Retry } from '../policies/retry';
import { attemptsSent, isEldest, othersPending, underWay } from './attempts-of-a-call';
import type { Carrier } from './carrier';
import { Deadlines, type SavedDeadlines } from './deadlines';
import { Gates, isHeld } from './gates';
import { Timeouts } from './timeouts';

/**
 * The caller's side of calls. Each attempt passes the policies of its link, in the order that `policies/README.md` gives,
 * and leaves by the {@link Carrier}; when it has ended, they say whether another follows or the caller goes on.
 *
 * Fallback, deadline, retry and hedge are about the call and stand here; what each attempt passes is in {@link Gates}.
 */
export class Attempts {
  private readonly frames: Frames;
  private readonly uses: LinkUses;
  private readonly kernel: Kernel;
  private readonly gates: Gates;
  private readonly timeouts: Timeouts;
  private readonly deadlines: Deadlines;
  private readonly nextAttempt: EventCode;

  constructor(
    private readonly network: Network,
    private readonly carrier: Carrier,
  ) {
    this.frames = network.frames;
    this.uses = network.uses;
    this.kernel = network.kernel;
    this.nextAttempt = network.kernel.on((frame) => this.onNextAttempt(frame));
    this.timeouts = new Timeouts(network, (frame, link) => this.onTimeout(frame, link));
    this.deadlines = new Deadlines(network, (frame) => this.onDeadline(frame));
    this.gates = new Gates(network, carrier, this.timeouts);
  }

  /** Sends the first attempt of a call. */
  begin(frame: number, link: Link): void {
    const { frames, kernel } = this;
    if (link.countsCalls) link.retry?.began(kernel.now);
    if (!this.uses.deadlines) {
      this.send(frame, link);
      return;
    }
    const deadlineAt = deadlineOf(kernel.now, link.deadlineMs, this.inheritedDeadline(frames.parent[frame]));
    frames.deadlineAt[frame] = deadlineAt;
    this.send(frame, link);
    // One that has passed before the call began has ended it already.
    if (deadlineAt !== Infinity && deadlineAt > kernel.now) this.deadlines.watch(frame);
  }

  /** Sends the next attempt; the call's hedges follow it in time. */
  send(frame: number, link: Link, parentSerial = this.frames.serial[this.frames.parent[frame]]): void {
    const { frames } = this;
    const serial = this.network.newSerial();
    frames.serial[frame] = serial;
    if (frames.keepsAttempts && frames.call[frame] === 0) frames.call[frame] = serial;
    this.gates.enter(frame, link, parentSerial);
    if (link.hedge !== null && frames.attempt[frame] < link.hedge.max) this.planHedge(frame, link.hedge.afterMs);
  }

  /** An attempt that somebody waits for has been answered, or is known not to be. */
  onAnswer(frame: number, link: Link, outcome: Outcome): void {
    this.timeouts.remove(frame, link);
    this.end(frame, link, outcome);
  }

  /** The caller no longer waits for this attempt, or for the next that was to come. */
  forget(frame: number): void {
    const { frames, network } = this;
    const link = network.links[frames.link[frame]];
    const isToCome = frames.phase[frame] === Phase.backoff;
    if (link.retry !== null && (isToCome || frames.attempt[frame] > 1)) link.retry.abandon();
    if (frames.keepsSiblings) frames.twin[frame] = NONE;
    this.drop(frame, link);
  }

  /** `successor` stands for the attempt `frame` from now on. */
  replace(frame: number, successor: number): void {
    this.timeouts.replace(frame, successor);
    replaceTwin(this.frames, frame, successor);
  }

  /** The caller gives up waiting for this attempt, whose end was `outcome` for it; to be followed by {@link forget}. */
  recordGivenUp(frame: number, outcome: Outcome): void {
    const { frames, kernel, network } = this;
    const link = network.links[frames.link[frame]];
    const isToCome = frames.phase[frame] === Phase.backoff;
    if (isToCome && link.hedge !== null) return;
    // Between two attempts the last one has returned already.
    if (isToCome) {
      this.recordConcluded(frame, link, outcome);
      return;
    }
    const parentSerial = frames.serial[frames.parent[frame]];
    const isUnsent = isHeld(frames.phase[frame]) || frames.phase[frame] === Phase.gathered;
    if (isUnsent) this.gates.recordWithheld(frame, link, outcome, parentSerial);
    else this.carrier.recordUnsent(frame, link, outcome);
    const how = frames.flags[frame] & FrameFlag.withheld ? frames.outcome[frame] : outcome;
    if (!isEldest(frames, frame)) {
      const tookMs = kernel.now - frames.sentAt[frame];
      network.record(Fact.returned, outcome, link.index, frames.serial[frame], AttemptEnd.other, tookMs);
    } else this.recordEnd(frame, link, how === Outcome.pending ? outcome : how);
  }

  save(): SavedDeadlines {
    return this.deadlines.save();
  }

  restore(saved: SavedDeadlines): void {
    this.deadlines.restore(saved);
  }

  /** When the frame on whose behalf a call is made is given up, as far as its callee was told. */
  private inheritedDeadline(parent: number): number {
    const { frames, network } = this;
    const came = frames.link[parent];
    return came !== NONE && network.links[came].propagatesDeadline ? frames.deadlineAt[parent] : Infinity;
  }

  /** The caller learns how an attempt ended: it tries again or goes on. */
  private end(frame: number, link: Link, outcome: Outcome): void {
    link.inFlight--;
    if (link.breaker !== null) this.tellBreaker(link.breaker, frame, outcome);
    // Most calls go well, and nobody wants to hear of it.
    const isWatched = outcome !== Outcome.ok || link.countsCalls || link.hedge !== null;
    if (isWatched && this.goesOn(frame, link, outcome)) return;
    this.recordEnd(frame, link, outcome);
    this.gates.leave(frame, link);
    this.conclude(frame, link, outcome);
  }

  private tellBreaker(breaker: Breaker, frame: number, outcome: Outcome): void {
    const { frames, kernel } = this;
    if (frames.flags[frame] & FrameFlag.withheld) return;
    breaker.record(outcome === Outcome.ok, kernel.now - frames.sentAt[frame], kernel.now);
  }

  /** Whether the call goes on with other attempts, though this one has ended. */
  private goesOn(frame: number, link: Link, outcome: Outcome): boolean {
    const { frames, kernel, network } = this;
    const tookMs = kernel.now - frames.sentAt[frame];
    const isOver = this.uses.deadlines && hasExpired(frames.deadlineAt[frame], kernel.now);
    const { retry, hedge } = link;
    if (hedge !== null) {
      const step = hedge.ended(outcome, attemptsSent(frames, frame), othersPending(frames, frame));
      if (step === HedgeStep.conclude || isOver) return false;
      const isNext = step === HedgeStep.sendNow;
      const end = isNext ? AttemptEnd.retry : AttemptEnd.other;
      network.record(Fact.returned, outcome, link.index, frames.serial[frame], end, tookMs);
      this.gates.leave(frame, link);
      if (isNext) this.sendInstead(frame, link);
      else this.remove(frame);
      return true;
    }
    if (retry === null || this.isCommitted(frame)) return false;
    if (!retry.again(frames.attempt[frame], outcome, link.inFlight, kernel.now)) return false;
    if (isOver) {
      retry.abandon();
      return false;
    }
    network.record(Fact.returned, outcome, link.index, frames.serial[frame], AttemptEnd.retry, tookMs);
    this.gates.leave(frame, link);
    frames.phase[frame] = Phase.backoff;
    kernel.after(this.waitBeforeNext(frame, retry, outcome), this.nextAttempt, frame);
    return true;
  }

  /** Whether its caller has read messages of a stream, which another attempt could not take back. */
  private isCommitted(frame: number): boolean {
    if (!(this.frames.flags[frame] & FrameFlag.stream)) return false;
    return this.network.streams?.hasSpoken(frame) ?? false;
  }

  /** The call is over: its caller goes on. */
  private conclude(frame: number, link: Link, outcome: Outcome): void {
    const { frames, network } = this;
    if (nextTwin(frames, frame) !== NONE) this.cancelOthers(frame, link);
    const fellBack = link.fallback !== null && this.fallBack(frame, link, outcome);
    const parent = frames.parent[frame];
    // What is made of something stale is stale.
    frames.answer[parent] = (frames.answer[parent] & Answer.stale) | frames.answer[frame];
    this.remove(frame);
    network.nodes[link.from].onReply(parent, fellBack ? Outcome.ok : outcome, link);
  }

  /** Whether the caller has something to make do with. */
  private fallBack(frame: number, link: Link, outcome: Outcome): boolean {
    const { frames, network } = this;
    const { now } = this.kernel;
    const operation = frames.operation[frame];
    if (link.fallback === null) return false;
    if (outcome === Outcome.ok) link.fallback.succeeded(operation, now);
    else if (link.fallback.covers(outcome, operation, now)) {
      network.record(Fact.fellBack, outcome, link.index, frames.serial[frame], 0, 0);
      return true;
    }
    return false;
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

  private onNextAttempt(frame: number): void {
    const { frames, network } = this;
    if (frames.phase[frame] === Phase.dead) {
      frames.release(frame);
      return;
    }
    const link = network.links[frames.link[frame]];
    // The others of its call are under way still, or the call would be over.
    if (link.hedge?.maySend(frames.attempt[frame]) === false) this.remove(frame);
    else this.sendAgain(frame, link, frames.attempt[frame] + 1);
  }

  private sendAgain(frame: number, link: Link, attempt: number): void {
    const { frames } = this;
    frames.attempt[frame] = attempt;
    frames.flags[frame] &= FrameFlag.stream;
    frames.outcome[frame] = Outcome.pending;
    frames.answer[frame] = 0;
    this.send(frame, link);
  }

  /** The hedge that follows `frame`, unless the call is over before: a frame that waits as one does between attempts. */
  private planHedge(frame: number, afterMs: number): void {
    const { frames, network } = this;
    const hedge = network.copy(frame);
    frames.flags[hedge] &= FrameFlag.stream;
    frames.outcome[hedge] = Outcome.pending;
    frames.phase[hedge] = Phase.backoff;
    attach(frames, hedge, frames.parent[frame]);
    joinTwins(frames, frame, hedge);
    this.kernel.after(afterMs, this.nextAttempt, hedge);
  }

  /** `frame` has failed: the hedge that was to follow goes out at once. */
  private sendInstead(frame: number, link: Link): void {
    const { frames, network } = this;
    const sent = attemptsSent(frames, frame);
    for (let other = nextTwin(frames, frame); other !== NONE && other !== frame; other = nextTwin(frames, other)) {
      if (frames.phase[other] !== Phase.backoff) continue;
      detach(frames, other);
      leaveTwins(frames, other);
      network.kill(other);
      break;
    }
    this.sendAgain(frame, link, sent + 1);
  }

  /** Another attempt has decided the call. */
  private cancelOthers(frame: number, link: Link): void {
    const { frames } = this;
    for (let other = nextTwin(frames, frame); other !== NONE && other !== frame; other = nextTwin(frames, frame)) {
      leaveTwins(frames, other);
      this.cancel(other, link);
    }
  }

  private cancel(frame: number, link: Link): void {
    const { frames, kernel, network } = this;
    if (frames.phase[frame] !== Phase.backoff) {
      if (isHeld(frames.phase[frame])) {
        this.gates.recordWithheld(frame, link, Outcome.cancelled, frames.serial[frames.parent[frame]]);
      } else this.carrier.recordUnsent(frame, link, Outcome.cancelled);
      const tookMs = kernel.now - frames.sentAt[frame];
      network.record(Fact.returned, Outcome.cancelled, link.index, frames.serial[frame], AttemptEnd.other, tookMs);
    }
    detach(frames, frame);
    this.drop(frame, link);
  }

  /** Nobody waits for `frame` any more. What becomes of it at the callee is for the protocol to say. */
  private drop(frame: number, link: Link): void {
    const { frames } = this;
    const phase = frames.phase[frame];
    frames.parent[frame] = NONE;
    if (phase === Phase.backoff) {
      this.network.kill(frame);
      return;
    }
    this.timeouts.remove(frame, link);
    this.gates.release(frame, link);
    if (isHeld(phase)) this.network.kill(frame);
    else {
      link.inFlight--;
      this.carrier.giveUp(frame, link);
    }
  }

  private remove(frame: number): void {
    const { frames } = this;
    leaveTwins(frames, frame);
    detach(frames, frame);
    frames.release(frame);
  }

  private recordEnd(frame: number, link: Link, outcome: Outcome): void {
    const { frames, kernel } = this;
    const end = frames.attempt[frame] === 1 ? AttemptEnd.only : AttemptEnd.last;
    const tookMs = kernel.now - frames.sentAt[frame];
    this.network.record(Fact.returned, outcome, link.index, frames.serial[frame], end, tookMs);
    if (end === AttemptEnd.last) this.recordConcluded(frame, link, outcome);
  }

  private recordConcluded(frame: number, link: Link, outcome: Outcome): void {
    const { frames } = this;
    const tookMs = this.kernel.now - frames.firstSentAt[frame];
    this.network.record(Fact.concluded, outcome, link.index, frames.serial[frame], frames.attempt[frame], tookMs);
  }

  private onTimeout(frame: number, link: Link): void {
    const attempt = this.standIn(frame);
    this.timeouts.remove(frame, link);
    this.leaveBehind(frame, attempt, link);
    this.end(attempt, link, Outcome.timeout);
  }

  /** Gives `frame` up, which had left, for lack of time; `attempt` stands for it at the caller. */
  private leaveBehind(frame: number, attempt: number, link: Link): void {
    this.carrier.recordUnsent(attempt, link, Outcome.timeout);
    this.carrier.giveUp(frame, link);
  }

  /** A new frame stands for the call at the caller, whatever becomes of the attempt. */
  private standIn(frame: number): number {
    const { frames } = this;
    const attempt = this.network.copy(frame);
    frames.phase[attempt] = frames.phase[frame];
    replaceInFamily(frames, frame, attempt);
    replaceTwin(frames, frame, attempt);
    return attempt;
  }

  /** The call's time is up, wherever it is. */
  private onDeadline(one: number): void {
    const { frames, network } = this;
    const link = network.links[frames.link[one]];
    const frame = underWay(frames, one);
    const phase = frames.phase[frame];
    const attempt = this.standIn(frame);
    if (phase === Phase.backoff) {
      // Between two attempts: the last one has returned.
      network.kill(frame);
      link.retry?.abandon();
      this.recordConcluded(attempt, link, Outcome.timeout);
      this.conclude(attempt, link, Outcome.timeout);
      return;
    }
    if (isHeld(phase)) {
      this.gates.release(frame, link);
      network.kill(frame);
      link.inFlight++;
      this.gates.recordWithheld(attempt, link, Outcome.timeout, frames.serial[frames.parent[attempt]]);
    } else {
      this.timeouts.remove(frame, link);
      this.leaveBehind(frame, attempt, link);
    }
    this.end(attempt, link, Outcome.timeout);
  }
}
