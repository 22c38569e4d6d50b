import type { EventCode, Kernel } from '../../kernel/kernel';
import { Fact, SentFlag } from '../facts';
import { FrameFlag, type Frames, NONE, Phase } from '../frames/frames';
import type { Link } from '../links/link';
import type { LinkUses } from '../links/link-uses';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { Entry, NOBODY } from '../policies/bulkhead-entry';
import { REFUSED } from '../policies/rate-limiter';
import type { Carrier } from './carrier';
import type { Timeouts } from './timeouts';

/** A request that has passed more links than this goes round in circles. */
const MAX_HOPS = 64;

/** An attempt waits at its caller: it has a permit, but has not left. */
export const isHeld = (phase: number): boolean => phase === Phase.paced || phase === Phase.lined;

/**
 * What an attempt passes before it leaves: the breaker, the rate limit, the bulkhead. Each may turn it away, the last two
 * may let it wait; then its timeout begins and the {@link Carrier} takes it.
 */
export class Gates {
  private readonly frames: Frames;
  private readonly uses: LinkUses;
  private readonly kernel: Kernel;
  private readonly paced: EventCode;
  private readonly lineDue: EventCode;
  private readonly vacancy: EventCode;

  constructor(
    private readonly network: Network,
    private readonly carrier: Carrier,
    private readonly timeouts: Timeouts,
  ) {
    this.frames = network.frames;
    this.uses = network.uses;
    this.kernel = network.kernel;
    this.paced = network.kernel.on((frame) => this.onPaced(frame));
    this.lineDue = network.kernel.on((link) => this.onLineDue(network.links[link]));
    this.vacancy = network.kernel.on((link) => this.fill(network.links[link]));
  }

  /** Sends an attempt on its way, which begins at the breaker. */
  enter(frame: number, link: Link, parentSerial: number): void {
    const { frames } = this;
    frames.sentAt[frame] = this.kernel.now;
    if (frames.hops[frame] > MAX_HOPS) this.withhold(frame, link, Outcome.hopLimit, parentSerial);
    else if (this.uses.deadlines && frames.deadlineAt[frame] <= this.kernel.now)
      this.withhold(frame, link, Outcome.timeout, parentSerial);
    else if (!link.isGated) this.depart(frame, link, parentSerial);
    else if (link.breaker !== null && !link.breaker.permits()) {
      this.withhold(frame, link, Outcome.breakerOpen, parentSerial);
    } else if (link.limiter !== null) this.pace(frame, link, parentSerial);
    else this.enterBulkhead(frame, link, parentSerial);
  }

  /** An attempt that had left, or was turned away, has ended: whoever waits for its place gets it. */
  leave(frame: number, link: Link): void {
    const { frames } = this;
    if (link.bulkhead === null || !(frames.flags[frame] & FrameFlag.inside)) return;
    frames.flags[frame] &= ~FrameFlag.inside;
    const next = link.bulkhead.leave();
    if (next !== NOBODY) this.admit(next, link);
  }

  /**
   * Nobody waits any more for an attempt, which gives back what it had taken. Its place in the bulkhead is given to the
   * next in an event of its own: who waits there now may be about to be forgotten too.
   */
  release(frame: number, link: Link): void {
    const { frames } = this;
    const { breaker, bulkhead } = link;
    const phase = frames.phase[frame];
    if (isHeld(phase)) {
      if (phase === Phase.lined && bulkhead !== null) bulkhead.cancel(frame);
      this.endWait(frame, link);
      if (breaker !== null) breaker.release();
      return;
    }
    if (breaker !== null && !(frames.flags[frame] & FrameFlag.withheld)) breaker.release();
    if (bulkhead === null || !(frames.flags[frame] & FrameFlag.inside)) return;
    frames.flags[frame] &= ~FrameFlag.inside;
    bulkhead.vacate();
    if (bulkhead.waiting > 0) this.kernel.after(0, this.vacancy, link.index);
  }

  /** Says of an attempt that is going to end so that it never left. */
  recordWithheld(frame: number, link: Link, outcome: Outcome, parentSerial: number): void {
    const { frames } = this;
    frames.flags[frame] |= FrameFlag.withheld;
    const isLater = frames.attempt[frame] > 1 ? 1 : 0;
    this.network.record(Fact.withheld, outcome, link.index, frames.serial[frame], parentSerial, isLater);
  }

  /** The attempt never leaves the caller. */
  private withhold(frame: number, link: Link, outcome: Outcome, parentSerial: number): void {
    link.inFlight++;
    this.recordWithheld(frame, link, outcome, parentSerial);
    this.carrier.turnBack(frame, outcome);
  }

  /** Turned away by what comes after the breaker: that the breaker let it through counts for nothing. */
  private turnAway(frame: number, link: Link, outcome: Outcome, parentSerial: number): void {
    if (link.breaker !== null) link.breaker.release();
    this.withhold(frame, link, outcome, parentSerial);
  }

  private pace(frame: number, link: Link, parentSerial: number): void {
    const waitMs = link.limiter === null ? 0 : link.limiter.admit(this.kernel.now);
    if (waitMs === REFUSED) this.turnAway(frame, link, Outcome.rateLimited, parentSerial);
    else if (waitMs === 0) this.enterBulkhead(frame, link, parentSerial);
    else {
      this.hold(frame, link, Phase.paced, parentSerial);
      this.kernel.after(waitMs, this.paced, frame);
    }
  }

  private onPaced(frame: number): void {
    const { frames, network } = this;
    if (frames.phase[frame] === Phase.dead) {
      frames.release(frame);
      return;
    }
    const link = network.links[frames.link[frame]];
    this.endWait(frame, link);
    this.enterBulkhead(frame, link, this.callerOf(frame));
  }

  private enterBulkhead(frame: number, link: Link, parentSerial: number): void {
    const { bulkhead } = link;
    if (bulkhead === null) {
      this.depart(frame, link, parentSerial);
      return;
    }
    switch (bulkhead.enter(frame, this.kernel.now)) {
      case Entry.admitted:
        this.frames.flags[frame] |= FrameFlag.inside;
        this.depart(frame, link, parentSerial);
        return;
      case Entry.waiting:
        this.hold(frame, link, Phase.lined, parentSerial);
        this.armLine(link);
        return;
      default:
        this.turnAway(frame, link, Outcome.bulkheadFull, parentSerial);
    }
  }

  /** Whoever waited for a place in the bulkhead has one. */
  private admit(frame: number, link: Link): void {
    this.frames.flags[frame] |= FrameFlag.inside;
    this.endWait(frame, link);
    this.depart(frame, link, this.callerOf(frame));
  }

  private fill(link: Link): void {
    if (link.bulkhead === null) return;
    for (let next = link.bulkhead.next(); next !== NOBODY; next = link.bulkhead.next()) this.admit(next, link);
  }

  private armLine(link: Link): void {
    const { bulkhead } = link;
    if (bulkhead === null || link.lineArmed) return;
    const dueMs = bulkhead.nextExpiryMs;
    if (dueMs === Infinity) return;
    link.lineArmed = true;
    this.kernel.at(dueMs, this.lineDue, link.index);
  }

  /** One event serves all who wait for a bulkhead: their time is up in the order in which they came. */
  private onLineDue(link: Link): void {
    const { bulkhead } = link;
    link.lineArmed = false;
    if (bulkhead === null) return;
    const { now } = this.kernel;
    for (let frame = bulkhead.expire(now); frame !== NOBODY; frame = bulkhead.expire(now)) {
      this.endWait(frame, link);
      this.turnAway(frame, link, Outcome.bulkheadFull, this.callerOf(frame));
    }
    this.armLine(link);
  }

  private hold(frame: number, link: Link, phase: number, parentSerial: number): void {
    const { frames } = this;
    frames.phase[frame] = phase;
    frames.since[frame] = this.kernel.now;
    const reason = phase === Phase.paced ? Outcome.rateLimited : Outcome.bulkheadFull;
    this.network.record(Fact.held, reason, link.index, frames.serial[frame], parentSerial, 0);
  }

  private endWait(frame: number, link: Link): void {
    const { frames, kernel } = this;
    const waitedMs = kernel.now - frames.since[frame];
    this.network.record(Fact.letGo, 0, link.index, frames.serial[frame], 0, waitedMs);
  }

  private depart(frame: number, link: Link, parentSerial: number): void {
    const { frames } = this;
    frames.sentAt[frame] = this.kernel.now;
    link.inFlight++;
    const flags = frames.flags[frame];
    const isLater = frames.attempt[frame] > 1;
    const sentFlags =
      (flags & FrameFlag.message ? SentFlag.message : 0) |
      (flags & FrameFlag.confirm ? SentFlag.confirm : 0) |
      (isLater ? (link.hedge === null ? SentFlag.retry : SentFlag.hedge) : 0);
    this.carrier.depart(frame, link, sentFlags, parentSerial);
    if (frames.parent[frame] !== NONE) this.timeouts.watch(frame, link);
  }

  private callerOf(frame: number): number {
    return this.frames.serial[this.frames.parent[frame]];
  }
}
