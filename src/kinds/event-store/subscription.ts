import type { Population } from '../../kernel/statechart/population';
import { Fact, SentFlag } from '../../network/facts';
import { FrameFlag, NONE } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { blockOf, load, type MessageLog, placeOf } from '../../network/messaging/message-log';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import type { SubscriptionParams } from './params';
import { AWAY, FETCHING, HANDLING, HELD_UP, LIVE, type subscriptionMachine } from './statechart';

/** A broken connection is opened again after so long. */
const RECONNECT_MS = 1_000;

/** Plain data. */
export interface SubscriptionState {
  /** The offset of the event that is dealt with next. */
  position: number;
  /** Where it goes on after a crash. */
  checkpoint: number;
  /** What it has been sent ends here. */
  fetchedTo: number;
  /** One behind the last event that it has ever been sent. */
  sentTo: number;
  /** Of what it has been sent last, the events before this had been sent before. */
  againTo: number;
  /** The event that its consumer is at; NONE between two. */
  frame: number;
  /** When its timer is due, ms: a timer that comes at another time is of an earlier wait. */
  dueMs: number;
}

export const newSubscription = (position = 0): SubscriptionState => ({
  position,
  checkpoint: position,
  fetchedTo: position,
  sentTo: position,
  againTo: position,
  frame: NONE,
  dueMs: Infinity,
});

interface SubscriptionOwner {
  readonly index: number;
  readonly isUp: boolean;
  readonly log: MessageLog;
  /** The state of the subscription with this number. */
  subscription(number: number): SubscriptionState;
}

/** One consumer of all that is written, in its order, and the client library that it has for that. */
export class Subscription {
  constructor(
    private readonly network: Network,
    private readonly owner: SubscriptionOwner,
    readonly link: Link,
    /** Its place among the subscriptions, and of its events among the store's queues. */
    private readonly number: number,
    private readonly charts: Population<typeof subscriptionMachine>,
    private readonly timer: number,
  ) {
    charts.add();
  }

  /** Events beyond its checkpoint, but for the one that its consumer is at. */
  get waiting(): number {
    const { checkpoint, frame } = this.state;
    return this.owner.log.next - checkpoint - (frame === NONE ? 0 : 1);
  }

  /** There is more to be had, or it may be able to get it now. */
  wake(): void {
    if (this.is(LIVE)) this.fetch();
  }

  /** An event has been dealt with, or could not be. */
  onAcknowledged(frame: number, outcome: Outcome): void {
    const { network, state, owner, number } = this;
    const { frames } = network;
    if (frames.flags[frame] & FrameFlag.detached) {
      frames.release(frame);
      return;
    }
    const serial = frames.serial[frame];
    frames.release(frame);
    state.frame = NONE;
    if (outcome !== Outcome.ok) {
      network.record(Fact.requeued, outcome, owner.index, serial, number, 0);
      this.send('fail');
      this.waitFor(this.params.retryDelayMs);
      return;
    }
    state.position++;
    const isCaughtUp = state.position >= owner.log.next;
    if (isCaughtUp || state.position - state.checkpoint >= this.params.checkpointEvery) this.noteCheckpoint(serial);
    if (state.position < state.fetchedTo) this.handle();
    else {
      this.send('caughtUp');
      this.fetch();
    }
  }

  onTimer(): void {
    const { state, network } = this;
    if (state.dueMs !== network.kernel.now) return;
    state.dueMs = Infinity;
    if (this.is(AWAY)) this.join();
    else if (network.paths.isCutThere(this.link.index)) this.lose();
    else if (this.is(FETCHING)) {
      this.send('arrive');
      this.handle();
    } else if (this.is(HELD_UP)) {
      this.send('retry');
      this.deliver(state.position, 0);
      this.handle();
    }
  }

  /** Its consumer is gone: with it the events that it had not dealt with, and whatever it knew beyond its checkpoint. */
  onConsumerDown(): void {
    this.detach();
    this.lose();
    this.goToCheckpoint();
  }

  /** The store is gone: what was on its way is lost. What its consumer has is dealt with. */
  onStoreDown(): void {
    if (this.is(FETCHING)) this.lose();
  }

  /** Both ends are up again. */
  join(): void {
    if (!this.is(AWAY)) {
      this.wake();
      return;
    }
    this.send('reconnect');
    this.fetch();
  }

  /** How far it is, is safe: events before are done with. */
  private noteCheckpoint(serial: number): void {
    const { network, state, owner, number, link } = this;
    for (let offset = state.checkpoint; offset < state.position; offset++) {
      const tookMs = network.kernel.now - blockOf(owner.log, offset).publishedAt[placeOf(offset)];
      network.record(Fact.acked, 0, owner.index, this.serialOf(offset), number, tookMs);
    }
    state.checkpoint = state.position;
    network.record(Fact.committed, 0, link.index, serial, number, state.checkpoint);
  }

  /** Begins again with the first event: what its consumer has made of them is made anew. */
  rebuild(): void {
    this.detach();
    if (this.is(AWAY)) this.giveBack();
    else this.lose();
    this.goToCheckpoint();
    this.replay();
    this.join();
  }

  private get state(): SubscriptionState {
    return this.owner.subscription(this.number);
  }

  private get params(): SubscriptionParams {
    return this.link.spec.params as unknown as SubscriptionParams;
  }

  private is(state: number): boolean {
    return this.charts.stateIndex(this.number) === state;
  }

  private send(type: 'fetch' | 'arrive' | 'caughtUp' | 'fail' | 'retry' | 'lose' | 'reconnect'): void {
    this.charts.send(this.number, this.charts.eventIndex(type));
  }

  /** Asks for the next page, if there is one to be had. */
  private fetch(): void {
    const { network, owner, link, state, params } = this;
    if (state.position >= owner.log.next || !owner.isUp || !network.nodes[link.to].isUp) return;
    if (network.paths.isCutThere(link.index)) {
      this.send('lose');
      this.waitFor(RECONNECT_MS);
      return;
    }
    const travelMs = link.travelMs() * network.linkPaces.factorOf(link.index);
    state.fetchedTo = Math.min(owner.log.next, state.position + params.batch);
    state.againTo = state.sentTo;
    for (let offset = state.position; offset < state.fetchedTo; offset++) this.deliver(offset, travelMs);
    state.sentTo = Math.max(state.sentTo, state.fetchedTo);
    this.send('fetch');
    this.waitFor(travelMs);
  }

  /** Says that an event goes to the consumer. */
  private deliver(offset: number, travelMs: number): void {
    const { network, link, number, state } = this;
    const block = blockOf(this.owner.log, offset);
    const isAgain = offset < state.againTo || this.is(HANDLING);
    const flags = SentFlag.message | (isAgain ? SentFlag.redelivered : 0);
    const serial = this.serialOf(offset);
    network.record(
      Fact.delivered,
      flags,
      link.index,
      serial,
      number,
      network.kernel.now - block.writtenAt[placeOf(offset)],
    );
    network.record(Fact.sent, flags, link.index, serial, 0, travelMs);
  }

  /** Hands the next event to the consumer. */
  private handle(): void {
    const { network, owner, state } = this;
    const frame = network.messages.open(owner.index, this.serialOf(state.position));
    load(owner.log, state.position, network.frames, frame);
    if (state.position < state.againTo) network.frames.flags[frame] |= FrameFlag.redelivered;
    state.frame = frame;
    network.messages.handOver(frame, this.link);
  }

  /** The event that its consumer is at is no longer its own to answer for. */
  private detach(): void {
    const { state, network } = this;
    if (state.frame === NONE) return;
    network.frames.flags[state.frame] |= FrameFlag.detached;
    state.frame = NONE;
  }

  /** The connection breaks: what it had been sent and not dealt with will be sent again. */
  private lose(): void {
    if (this.is(AWAY)) return;
    this.giveBack();
    this.send('lose');
    this.state.dueMs = Infinity;
    this.waitFor(RECONNECT_MS);
  }

  private giveBack(): void {
    const { network, owner, state, number } = this;
    // One that waits to be tried again has been given back already.
    const first = state.position + (this.is(HELD_UP) ? 1 : 0);
    for (let offset = first; offset < state.fetchedTo; offset++) {
      network.record(Fact.requeued, Outcome.connectionReset, owner.index, this.serialOf(offset), number, 0);
    }
    state.fetchedTo = state.position;
  }

  /** Goes back to its checkpoint: what it had dealt with since comes again. */
  private goToCheckpoint(): void {
    const { network, owner, state, number } = this;
    const offset = state.checkpoint;
    for (let past = offset; past < state.position; past++) {
      network.record(Fact.requeued, Outcome.connectionReset, owner.index, this.serialOf(past), number, 0);
    }
    state.position = offset;
    state.fetchedTo = offset;
  }

  /** All that was done with is to be dealt with once more. */
  private replay(): void {
    const { network, owner, state, number } = this;
    const { first } = owner.log;
    for (let past = first; past < state.checkpoint; past++) {
      network.record(Fact.revived, 0, owner.index, this.serialOf(past), number, 0);
    }
    state.checkpoint = first;
    state.position = first;
    state.fetchedTo = first;
  }

  private waitFor(ms: number): void {
    const { network, owner, state } = this;
    state.dueMs = network.kernel.now + ms;
    network.startTimer(owner.index, this.timer, state.dueMs);
  }

  /** Each subscription has a copy of every event, under a name of its own. */
  private serialOf(offset: number): number {
    return blockOf(this.owner.log, offset).serial[placeOf(offset)] + this.number;
  }
}
