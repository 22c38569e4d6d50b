import type { EventCode, Kernel } from '../kernel/kernel';
import { MAX_SUBJECT } from '../kernel/kernel';
import type { Statecharts } from '../kernel/statechart/statecharts';
import type { Component } from './component';
import { AttemptEnd, Fact, SentFlag } from './facts';
import { attach, detach, replaceInFamily } from './family';
import { FrameFlag, Frames, NONE, Phase, type SavedFrames } from './frames';
import type { Link } from './link';
import { Outcome } from './outcomes';
import { Paces } from './pace';
import { Paths } from './path';
import { appendTimeout, removeTimeout, replaceTimeout } from './timeout-list';

/**
 * How long a caller waits for a peer that does not answer at all before its operating system gives up: Linux sends a
 * SYN seven times, which takes 127 s (tcp_syn_retries = 6, tcp(7)).
 */
const UNREACHABLE_MS = 127_000;
/** A request that has passed more links than this goes round in circles. */
const MAX_HOPS = 64;
/** Timers of a component are told apart by the low bits of the event's subject. */
const TIMERS_PER_NODE = 256;

export interface SavedNetwork {
  readonly frames: SavedFrames;
  readonly nextSerial: number;
  readonly nodePaces: readonly number[];
  readonly linkPaces: readonly number[];
}

/** The limit that a run met, and the component at fault, where one can be named. */
export interface LimitMet {
  readonly limit: 'frames' | 'events';
  readonly node: number;
}

/**
 * Carries calls and messages between components. Owns every frame that is under way; a component owns the frames that
 * it holds in its queues until it answers them.
 */
export class Network {
  readonly frames = new Frames();
  readonly nodes: Component[] = [];
  readonly links: Link[] = [];
  readonly nodePaces: Paces;
  readonly linkPaces: Paces;
  readonly paths: Paths;
  /** Set when the run had to be stopped. */
  limitMet: LimitMet | null = null;
  private readonly operations = new Map<string, number>([['', 0]]);
  private nextSerial = 1;
  private readonly arrival: EventCode;
  private readonly worked: EventCode;
  private readonly comeBack: EventCode;
  private readonly nextAttempt: EventCode;
  private readonly timeout: EventCode;
  private readonly timer: EventCode;

  constructor(
    readonly kernel: Kernel,
    readonly statecharts: Statecharts,
    private readonly maxFrames = 2_000_000,
  ) {
    this.nodePaces = new Paces(statecharts, (node, state, factor) => this.record(Fact.pace, 0, node, 0, state, factor));
    this.linkPaces = new Paces(statecharts, (link, state, factor) =>
      this.record(Fact.linkPace, 0, link, 0, state, factor),
    );
    this.paths = new Paths(statecharts, (link, state) => this.record(Fact.path, 0, link, 0, state, 0));
    this.arrival = kernel.on((frame) => this.onArrival(frame));
    this.worked = kernel.on((frame) => this.onWorked(frame));
    this.comeBack = kernel.on((frame) => this.onReturn(frame));
    this.nextAttempt = kernel.on((frame) => this.onNextAttempt(frame));
    this.timeout = kernel.on((link) => this.onTimeouts(this.links[link]));
    this.timer = kernel.on((subject) =>
      this.nodes[Math.floor(subject / TIMERS_PER_NODE)].onTimer(subject % TIMERS_PER_NODE),
    );
  }

  addNode(node: Component): void {
    this.nodes.push(node);
    this.nodePaces.add();
  }

  addLink(link: Link): void {
    this.links.push(link);
    this.linkPaces.add();
    this.paths.add();
  }

  /** The number of an operation's name; 0 stands for none. */
  operation(name: string): number {
    let number = this.operations.get(name);
    if (number === undefined) {
      number = this.operations.size;
      this.operations.set(name, number);
    }
    return number;
  }

  /** Records a fact at this moment. */
  record(fact: number, detail: number, place: number, serial: number, extra: number, value: number): void {
    this.kernel.trace.record(fact, detail, place, serial, extra, value);
  }

  newSerial(): number {
    return this.nextSerial++;
  }

  /** A frame held by a node that came over no link: a client's own request. */
  openRequest(node: number, operation: number): number {
    const frame = this.allocate(node);
    const { frames, kernel } = this;
    frames.link[frame] = NONE;
    frames.parent[frame] = NONE;
    frames.operation[frame] = operation;
    frames.hops[frame] = 0;
    frames.serial[frame] = this.newSerial();
    frames.sentAt[frame] = kernel.now;
    frames.firstSentAt[frame] = kernel.now;
    frames.arrivedAt[frame] = kernel.now;
    frames.phase[frame] = Phase.blocked;
    return frame;
  }

  /**
   * Calls over a link on behalf of `parent`, which will get {@link Component.onReply} exactly once, in a later event,
   * unless it is released before.
   */
  call(link: Link, parent: number, operation: number): void {
    const frame = this.allocate(link.to);
    const { frames } = this;
    frames.link[frame] = link.index;
    frames.operation[frame] = operation;
    frames.hops[frame] = frames.hops[parent] + 1;
    frames.firstSentAt[frame] = this.kernel.now;
    frames.backoffMs[frame] = 0;
    this.inherit(frame, parent);
    attach(this.frames, frame, parent);
    if (link.retry !== null) link.retry.began(this.kernel.now);
    this.send(frame, link);
  }

  /**
   * Hands a message over. With `confirm`, `parent` gets {@link Component.onReply} when the broker has taken it over or
   * refused it; without, nobody hears of it again.
   */
  publish(link: Link, parent: number, flags: number): void {
    const frame = this.allocate(link.to);
    const { frames } = this;
    frames.link[frame] = link.index;
    frames.operation[frame] = frames.operation[parent];
    frames.hops[frame] = frames.hops[parent] + 1;
    frames.firstSentAt[frame] = this.kernel.now;
    frames.flags[frame] = flags | FrameFlag.message;
    this.inherit(frame, parent);
    const parentSerial = frames.serial[parent];
    if (flags & FrameFlag.confirm) attach(this.frames, frame, parent);
    else frames.parent[frame] = NONE;
    this.send(frame, link, parentSerial);
    this.record(Fact.published, 0, link.index, frames.serial[frame], parentSerial, 0);
  }

  /** Sends a stored message on to a consumer; its acknowledgement comes back as {@link Component.onAcknowledged}. */
  deliver(frame: number, link: Link, queue: number): void {
    const { frames, kernel } = this;
    frames.link[frame] = link.index;
    frames.node[frame] = link.to;
    frames.flags[frame] |= FrameFlag.delivery | FrameFlag.message;
    frames.hops[frame]++;
    const flags =
      frames.flags[frame] & FrameFlag.redelivered ? SentFlag.redelivered | SentFlag.message : SentFlag.message;
    link.state.inFlight++;
    this.record(Fact.delivered, flags, link.index, frames.serial[frame], queue, kernel.now - frames.since[frame]);
    this.depart(frame, link, flags, 0);
  }

  /** Answers the caller of `frame`, which the node gives up: it must no longer touch it. */
  reply(frame: number, outcome: Outcome): void {
    const { frames, kernel } = this;
    const link = this.links[frames.link[frame]];
    const travelMs = link.travelMs() * this.linkPaces.factorOf(link.index);
    frames.phase[frame] = Phase.inbound;
    frames.outcome[frame] = outcome;
    const lost = this.paths.isCut(link.index);
    this.record(Fact.replied, outcome, link.index, frames.serial[frame], 0, lost ? Infinity : travelMs);
    if (lost) this.loseOnTheWay(frame);
    else kernel.after(travelMs, this.comeBack, frame);
  }

  /**
   * A broker takes over a message that has arrived, and gets the frame to store. Where the producer asked for it, the
   * confirm goes back in a frame of its own.
   */
  acceptMessage(frame: number): number {
    const { frames } = this;
    const link = this.links[frames.link[frame]];
    if (!(frames.flags[frame] & FrameFlag.confirm)) {
      link.state.inFlight--;
      return frame;
    }
    const stored = this.copy(frame);
    frames.flags[stored] &= ~FrameFlag.confirm;
    frames.flags[frame] = 0;
    this.reply(frame, Outcome.ok);
    return stored;
  }

  /** A message that was delivered is its broker's again, as one that has been delivered before. */
  takeBack(frame: number): void {
    const { frames } = this;
    frames.node[frame] = this.links[frames.link[frame]].from;
    frames.phase[frame] = Phase.queued;
    frames.since[frame] = this.kernel.now;
    frames.flags[frame] = (frames.flags[frame] & FrameFlag.persistent) | FrameFlag.message | FrameFlag.redelivered;
    // Its next delivery goes the same way again, not further.
    frames.hops[frame]--;
  }

  /** A broker that is down does not take a message: it is lost, and a producer that asked for a confirm is told. */
  refuseMessage(frame: number, outcome: Outcome): void {
    const { frames } = this;
    const link = this.links[frames.link[frame]];
    this.record(Fact.lost, outcome, link.to, frames.serial[frame], -1, 0);
    if (frames.flags[frame] & FrameFlag.confirm) {
      frames.flags[frame] = 0;
      this.reply(frame, outcome);
      return;
    }
    link.state.inFlight--;
    frames.release(frame);
  }

  /** Lets `frame` go on in {@link Component.onWorked} after so many ms. */
  work(frame: number, durationMs: number): void {
    this.frames.phase[frame] = Phase.working;
    this.kernel.after(durationMs, this.worked, frame);
  }

  /** Calls {@link Component.onTimer} of that node with `timer` (0 … 255) at that moment. */
  startTimer(node: number, timer: number, atMs: number): void {
    this.kernel.at(atMs, this.timer, node * TIMERS_PER_NODE + timer);
  }

  /**
   * Answers for a frame whose work may still have an event scheduled (its node crashed): the answer travels in a frame
   * of its own, and the old one is freed when its event comes.
   */
  abort(frame: number, outcome: Outcome): void {
    this.orphanChildren(frame);
    if (this.frames.phase[frame] !== Phase.working) {
      this.reply(frame, outcome);
      return;
    }
    const answer = this.succeed(frame);
    this.kill(frame);
    this.reply(answer, outcome);
  }

  /** Ends a frame that nobody waits for: at once, or when the event comes that is still scheduled for it. */
  kill(frame: number): void {
    const { frames } = this;
    if (frames.phase[frame] !== Phase.working && frames.phase[frame] !== Phase.backoff) {
      frames.release(frame);
      return;
    }
    frames.phase[frame] = Phase.dead;
    frames.flags[frame] = 0;
  }

  /** A new frame that takes over the caller, link and name of `frame`, for an answer that travels while `frame` lives on. */
  succeed(frame: number): number {
    const successor = this.copy(frame);
    replaceInFamily(this.frames, frame, successor);
    replaceTimeout(this.frames, this.links[this.frames.link[frame]].state, frame, successor);
    return successor;
  }

  /** A new frame with the same link, node, name, times and flags, known to nobody. */
  copy(frame: number): number {
    const { frames } = this;
    const twin = this.allocate(frames.node[frame]);
    frames.link[twin] = frames.link[frame];
    frames.operation[twin] = frames.operation[frame];
    frames.hops[twin] = frames.hops[frame];
    frames.serial[twin] = frames.serial[frame];
    frames.sentAt[twin] = frames.sentAt[frame];
    frames.firstSentAt[twin] = frames.firstSentAt[frame];
    frames.arrivedAt[twin] = frames.arrivedAt[frame];
    frames.since[twin] = frames.since[frame];
    frames.order[twin] = frames.order[frame];
    frames.flags[twin] = frames.flags[frame];
    frames.attempt[twin] = frames.attempt[frame];
    frames.backoffMs[twin] = frames.backoffMs[frame];
    frames.parent[twin] = NONE;
    this.inherit(twin, frame);
    return twin;
  }

  /** Nobody waits for the calls of `frame` any more; the callees are not told. */
  orphanChildren(frame: number): void {
    const { frames } = this;
    let child = frames.child[frame];
    while (child !== NONE) {
      const next = frames.nextSibling[child];
      this.forget(child);
      if (frames.phase[child] === Phase.backoff) this.kill(child);
      child = next;
    }
    frames.child[frame] = NONE;
  }

  save(): SavedNetwork {
    return {
      frames: this.frames.save(),
      nextSerial: this.nextSerial,
      nodePaces: this.nodePaces.save(),
      linkPaces: this.linkPaces.save(),
    };
  }

  restore(saved: SavedNetwork): void {
    this.frames.restore(saved.frames);
    this.nextSerial = saved.nextSerial;
    this.nodePaces.restore(saved.nodePaces);
    this.linkPaces.restore(saved.linkPaces);
    this.limitMet = null;
  }

  private allocate(node: number): number {
    const { frames } = this;
    if (frames.inUse >= this.maxFrames && this.limitMet === null) {
      this.limitMet = { limit: 'frames', node: this.mostLoadedNode() };
      this.kernel.interrupt();
    }
    const frame = frames.allocate();
    if (frame >= MAX_SUBJECT) throw new RangeError('more frames than an event can name');
    frames.node[frame] = node;
    return frame;
  }

  /** The node where most frames are that wait for no other: those that do, wait for it further down. */
  private mostLoadedNode(): number {
    const held = new Float64Array(this.nodes.length);
    this.frames.forEach((frame) => {
      if (this.frames.child[frame] === NONE) held[this.frames.node[frame]]++;
    });
    return held.indexOf(held.reduce((most, count) => (count > most ? count : most), 0));
  }

  /** What a frame is about, and on whose behalf, goes with it all the way. */
  private inherit(frame: number, from: number): void {
    const { frames } = this;
    frames.key[frame] = frames.key[from];
    frames.source[frame] = frames.source[from];
  }

  /** Sends an attempt: through the breaker, under a timeout. */
  private send(frame: number, link: Link, parentSerial = this.frames.serial[this.frames.parent[frame]]): void {
    const { frames, kernel } = this;
    frames.serial[frame] = this.newSerial();
    frames.sentAt[frame] = kernel.now;
    if (link.breaker !== null && !link.breaker.permits()) {
      this.failAtOnce(frame, Outcome.breakerOpen, parentSerial);
      return;
    }
    if (frames.hops[frame] > MAX_HOPS) {
      this.failAtOnce(frame, Outcome.hopLimit, parentSerial);
      return;
    }
    link.state.inFlight++;
    const flags = frames.flags[frame];
    const sentFlags =
      (flags & FrameFlag.message ? SentFlag.message : 0) |
      (flags & FrameFlag.confirm ? SentFlag.confirm : 0) |
      (frames.attempt[frame] > 1 ? SentFlag.retry : 0);
    this.depart(frame, link, sentFlags, parentSerial);
    if (link.timeoutMs !== Infinity && frames.parent[frame] !== NONE) this.armTimeout(frame, link);
  }

  private depart(frame: number, link: Link, sentFlags: number, parentSerial: number): void {
    const { frames } = this;
    const travelMs = link.travelMs() * this.linkPaces.factorOf(link.index);
    const lost = this.paths.isCut(link.index);
    frames.phase[frame] = Phase.outbound;
    this.record(Fact.sent, sentFlags, link.index, frames.serial[frame], parentSerial, lost ? Infinity : travelMs);
    if (lost) this.loseOnTheWay(frame);
    else this.kernel.after(travelMs, this.arrival, frame);
  }

  /** Lost on a cut link: whoever waits learns it from a timeout, or at last from the operating system. */
  private loseOnTheWay(frame: number): void {
    const { frames } = this;
    frames.phase[frame] = Phase.inbound;
    frames.flags[frame] |= FrameFlag.unanswered;
    frames.outcome[frame] = Outcome.partitioned;
    this.kernel.after(UNREACHABLE_MS, this.comeBack, frame);
  }

  /** The attempt never leaves the caller. */
  private failAtOnce(frame: number, outcome: Outcome, parentSerial: number): void {
    const { frames } = this;
    const link = this.links[frames.link[frame]];
    link.state.inFlight++;
    const isRetry = frames.attempt[frame] > 1 ? 1 : 0;
    this.record(Fact.withheld, outcome, link.index, frames.serial[frame], parentSerial, isRetry);
    frames.phase[frame] = Phase.inbound;
    frames.flags[frame] |= FrameFlag.unanswered;
    frames.outcome[frame] = outcome;
    this.kernel.after(0, this.comeBack, frame);
  }

  private onArrival(frame: number): void {
    const { frames } = this;
    if (this.paths.isCut(frames.link[frame])) {
      this.loseOnTheWay(frame);
      return;
    }
    frames.arrivedAt[frame] = this.kernel.now;
    this.nodes[frames.node[frame]].onArrival(frame);
  }

  private onWorked(frame: number): void {
    const { frames } = this;
    if (frames.phase[frame] === Phase.dead) frames.release(frame);
    else this.nodes[frames.node[frame]].onWorked(frame);
  }

  /** An answer has reached the caller, or the news that there will be none. */
  private onReturn(frame: number): void {
    const { frames } = this;
    const link = this.links[frames.link[frame]];
    const outcome = frames.outcome[frame];
    const flags = frames.flags[frame];
    if (this.paths.isCut(link.index) && !(flags & FrameFlag.unanswered)) {
      this.loseOnTheWay(frame);
      return;
    }
    if (flags & FrameFlag.delivery) {
      link.state.inFlight--;
      this.nodes[link.from].onAcknowledged(frame, outcome);
      return;
    }
    // A message that reached its broker does not come back: see acceptMessage.
    const lost = (flags & FrameFlag.message) !== 0;
    if (lost) this.record(Fact.lost, outcome, link.to, frames.serial[frame], -1, 0);
    if (frames.parent[frame] === NONE) {
      if (lost && !(flags & FrameFlag.confirm)) link.state.inFlight--;
      else if (!(flags & FrameFlag.unanswered)) this.recordWasted(frame, link);
      frames.release(frame);
      return;
    }
    removeTimeout(frames, link.state, frame);
    this.endAttempt(frame, link, outcome);
  }

  private recordConcluded(frame: number, link: Link, outcome: Outcome): void {
    const { frames, kernel } = this;
    const tookMs = kernel.now - frames.firstSentAt[frame];
    this.record(Fact.concluded, outcome, link.index, frames.serial[frame], frames.attempt[frame], tookMs);
  }

  private recordWasted(frame: number, link: Link): void {
    const { frames, kernel } = this;
    this.record(Fact.wasted, 0, link.index, frames.serial[frame], 0, kernel.now - frames.sentAt[frame]);
  }

  /** The caller learns how an attempt ended: it tries again or goes on. */
  private endAttempt(frame: number, link: Link, outcome: Outcome): void {
    const { frames, kernel } = this;
    link.state.inFlight--;
    const tookMs = kernel.now - frames.sentAt[frame];
    if (link.breaker !== null && outcome !== Outcome.breakerOpen) {
      link.breaker.record(outcome === Outcome.ok, tookMs, kernel.now);
    }
    const { retry } = link;
    if (retry?.again(frames.attempt[frame], outcome, link.state.inFlight, kernel.now)) {
      this.record(Fact.returned, outcome, link.index, frames.serial[frame], AttemptEnd.retry, tookMs);
      const stepMs = retry.stepMs(frames.backoffMs[frame]);
      frames.backoffMs[frame] = stepMs;
      frames.phase[frame] = Phase.backoff;
      kernel.after(retry.waitMs(stepMs), this.nextAttempt, frame);
      return;
    }
    const attempts = frames.attempt[frame];
    const end = attempts === 1 ? AttemptEnd.only : AttemptEnd.last;
    this.record(Fact.returned, outcome, link.index, frames.serial[frame], end, tookMs);
    if (attempts > 1) this.recordConcluded(frame, link, outcome);
    const parent = frames.parent[frame];
    detach(frames, frame);
    frames.release(frame);
    this.nodes[link.from].onReply(parent, outcome, link);
  }

  private onNextAttempt(frame: number): void {
    const { frames } = this;
    if (frames.phase[frame] === Phase.dead) {
      frames.release(frame);
      return;
    }
    frames.attempt[frame]++;
    frames.flags[frame] = 0;
    this.send(frame, this.links[frames.link[frame]]);
  }

  /** The caller no longer waits for this attempt. */
  private forget(frame: number): void {
    const { frames } = this;
    const link = this.links[frames.link[frame]];
    removeTimeout(frames, link.state, frame);
    const isWaiting = frames.phase[frame] === Phase.backoff;
    if (link.retry !== null && (isWaiting || frames.attempt[frame] > 1)) link.retry.abandon();
    if (!isWaiting) {
      link.state.inFlight--;
      if (frames.outcome[frame] !== Outcome.breakerOpen) link.breaker?.release();
    }
    frames.parent[frame] = NONE;
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
    const attempt = this.copy(frame);
    replaceInFamily(this.frames, frame, attempt);
    removeTimeout(this.frames, link.state, frame);
    this.endAttempt(attempt, link, Outcome.timeout);
  }
}
