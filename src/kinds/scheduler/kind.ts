import type { RandomStream } from '../../kernel/random';
import { type ComponentContext, defineBehaviour } from '../../network/behaviour';
import { Component } from '../../network/component';
import { Fact } from '../../network/facts';
import { append, emptyList, type FrameList, remove, takeFirst } from '../../network/frames/frame-list';
import { NONE, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { Outcome } from '../../network/outcomes';
import type { SchedulerParams } from './params';
import { createSchedule, type Schedule } from './schedule';

interface SchedulerState {
  /** When the schedule wants the next run, ms. */
  plannedMs: number;
  /** When it begins, ms: a timer that comes at another time is of an earlier plan. */
  dueMs: number;
  readonly running: FrameList;
  /** Runs that wait until the one before is over. */
  readonly waiting: FrameList;
}

/** So many missed runs are accounted for, after however long a time. */
const MOST_MISSED = 1_000;
const DUE = 0;

/**
 * Calls and publishes on all of its links at the times of a schedule. A run is a request of its own, over when all that
 * it called has answered: it fails with the first failure.
 */
class Scheduler extends Component {
  override state: SchedulerState = { plannedMs: 0, dueMs: Infinity, running: emptyList(), waiting: emptyList() };
  private readonly params: SchedulerParams;
  private readonly schedule: Schedule;
  private readonly jitter: RandomStream;
  private readonly operation: number;
  private readonly links: readonly Link[];

  constructor({ network, index, id, params, outgoing, random, lifecycle }: ComponentContext<SchedulerParams>) {
    super(network, index, id, lifecycle(params.startupMs));
    this.params = params;
    this.schedule = createSchedule(params.schedule);
    this.jitter = random('jitter');
    this.operation = network.operation(params.operation);
    this.links = outgoing.filter((link) => (link.spec.params.weight ?? 1) > 0);
  }

  override start(): void {
    this.planAfter(0);
  }

  override onArrival(): void {
    throw new Error('nothing calls a scheduler');
  }

  override onTimer(): void {
    const { state, network } = this;
    if (state.dueMs !== network.kernel.now) return;
    const planned = state.plannedMs;
    this.fire();
    this.planAfter(planned);
  }

  override onReply(frame: number, outcome: Outcome): void {
    const { frames } = this.network;
    if (outcome !== Outcome.ok && frames.outcome[frame] === Outcome.pending) frames.outcome[frame] = outcome;
    if (frames.child[frame] === NONE) this.finish(frame);
  }

  /** One run by hand, now, besides those of the schedule. */
  issue(): void {
    if (this.isUp) this.fire();
  }

  protected override onUp(): void {
    const { state, params, schedule } = this;
    const now = this.clockMs - params.offsetMs;
    let missed = 0;
    let last = state.plannedMs;
    for (; last <= now && missed < MOST_MISSED; last = schedule(last)) missed++;
    const caughtUp = params.missed === 'all' ? missed : params.missed === 'once' ? Math.min(missed, 1) : 0;
    for (let i = caughtUp; i < missed; i++) this.settle(this.open(), Outcome.expired);
    for (let i = 0; i < caughtUp; i++) this.fire();
    // What was planned and is still to come has not been missed.
    if (state.plannedMs > now) this.setOut(state.plannedMs);
    else this.planAfter(now);
  }

  /** What lies between the old time and the new one has been missed; put back, the clock has to get there again. */
  protected override onClockSet(): void {
    if (this.isUp) this.onUp();
  }

  protected override loseEverything(): void {
    const { network, state } = this;
    const { frames } = network;
    state.dueMs = Infinity;
    for (const list of [state.running, state.waiting]) {
      for (let frame = takeFirst(frames, list); frame !== NONE; frame = takeFirst(frames, list)) {
        network.orphanChildren(frame);
        this.settle(frame, Outcome.connectionReset);
      }
    }
  }

  private planAfter(plannedMs: number): void {
    this.setOut(this.schedule(plannedMs));
  }

  private setOut(plannedMs: number): void {
    const { state, params, network } = this;
    const { now } = network.kernel;
    const jitterMs = params.jitterMs > 0 ? this.jitter.unit() * params.jitterMs : 0;
    state.plannedMs = plannedMs;
    // Late by chance, a run may begin after the next one was planned, but never before the one before it.
    const skewMs = network.nodeFaults.skewOf(this.index);
    state.dueMs = Math.max(now, plannedMs + params.offsetMs + jitterMs - skewMs);
    if (state.dueMs !== Infinity) network.startTimer(this.index, DUE, state.dueMs);
  }

  /** A run is due. */
  private fire(): void {
    const { network, state, params } = this;
    const { running, waiting } = state;
    const frame = this.open();
    if (running.length > 0 && params.overlap === 'skip') {
      this.settle(frame, Outcome.shed);
      return;
    }
    if (running.length > 0 && params.overlap === 'queue') {
      network.frames.phase[frame] = Phase.queued;
      append(network.frames, waiting, frame);
      return;
    }
    while (running.length > 0 && params.overlap === 'replace') this.cancel(takeFirst(network.frames, running));
    this.begin(frame);
  }

  private open(): number {
    const { network, operation } = this;
    const frame = network.openRequest(this.index, operation);
    network.record(Fact.issued, 0, this.index, network.frames.serial[frame], operation, 0);
    return frame;
  }

  private begin(frame: number): void {
    const { network, state, links, params } = this;
    const { frames } = network;
    frames.phase[frame] = Phase.blocked;
    append(frames, state.running, frame);
    for (const link of links) {
      for (let i = 0; i < params.calls; i++) {
        if (link.carriesMessages) network.messages.publish(link, frame, link.publishFlags);
        else network.call(link, frame, this.operation);
      }
    }
    if (links.length === 0) frames.outcome[frame] = Outcome.noRoute;
    // Nothing to wait for: messages without a confirm, or no links at all.
    if (frames.child[frame] === NONE) this.finish(frame);
  }

  /** The callees are not told: what they do for it is wasted. */
  private cancel(frame: number): void {
    this.network.orphanChildren(frame);
    this.settle(frame, Outcome.cancelled);
  }

  private finish(frame: number): void {
    const { state, network } = this;
    const { frames } = network;
    const failure = frames.outcome[frame];
    remove(frames, state.running, frame);
    this.settle(frame, failure === Outcome.pending ? Outcome.ok : failure);
    if (state.running.length > 0) return;
    const next = takeFirst(frames, state.waiting);
    if (next !== NONE) this.begin(next);
  }

  private settle(frame: number, outcome: Outcome): void {
    const { frames, kernel } = this.network;
    const tookMs = kernel.now - frames.sentAt[frame];
    this.network.record(Fact.settled, outcome, this.index, frames.serial[frame], 0, tookMs);
    frames.release(frame);
  }
}

export const scheduler = defineBehaviour<SchedulerParams>({
  kind: 'scheduler',
  create: (context) => new Scheduler(context),
});
