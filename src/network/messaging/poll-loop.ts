import type { Population } from '../../kernel/statechart/population';
import { Fact } from '../facts';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { tripBackMs, tripThereMs } from './trips';

/** How long a client rests after an error before it asks again, ms. */
const REST_MS = 1_000;
/** A consumer that stands still is looked at again after so many ms. */
const LOOK_AGAIN_MS = 10;

/** What happens to whoever polls: the events of its statechart. */
export type PollEvent =
  | { type: 'heard' }
  | { type: 'answered' }
  | { type: 'failed' }
  | { type: 'gotSome' }
  | { type: 'gotNone' }
  | { type: 'done' }
  | { type: 'rested' }
  | { type: 'joined' }
  | { type: 'left' };

const EVENTS = ['heard', 'answered', 'failed', 'gotSome', 'gotNone', 'done', 'rested', 'joined', 'left'] as const;

/** A thread or a connection of a consumer that asks its broker for messages. */
export interface Poller {
  /** Its place among all, and in the population of statecharts. */
  readonly index: number;
  readonly link: Link;
  /** Its number behind its link. */
  readonly number: number;
}

/** What changes in it during a run, besides its statechart: plain data. */
export interface PollerState {
  /** The entry of the agenda that it waits for; 0: none. */
  entry: number;
  /** Numbers of what is on its way to it, or what it has not handed to the consumer yet. */
  batch: number[];
  /** How often the consumer has come up. */
  life: number;
}

/** What the broker's agenda calls what a poller waits for. */
export interface PollDue {
  /** It asks, unless its consumer stands still. */
  readonly ask: number;
  /** What it asked has reached the broker. */
  readonly question: number;
  /** It has waited there for as long as it wanted. */
  readonly waitOver: number;
  /** The answer has reached it. */
  readonly answer: number;
  /** It hears that its request has failed, or does not wait for an answer any more. */
  readonly failure: number;
  readonly rested: number;
}

/**
 * The loop of client libraries that poll: they ask, wait at the broker or do not, get an answer, work on what is in it, and
 * ask again; where there is none, or an error, they rest before. What they get, and what becomes of it, says the broker.
 */
export abstract class PollLoop<P extends Poller, S extends PollerState> {
  private readonly events: Readonly<Record<PollEvent['type'], number>>;
  private readonly ofLink: ReadonlyMap<number, readonly P[]>;

  /**
   * @param chart gets a statechart for each of the pollers
   * @param plan plans one of `due` in the broker's agenda, and returns the number of the entry
   * @param shortestTripMs no question takes less to the broker, however near that is
   */
  constructor(
    protected readonly network: Network,
    protected readonly node: number,
    readonly chart: Population,
    readonly pollers: readonly P[],
    private readonly due: PollDue,
    private readonly plan: (atMs: number, due: number, index: number) => number,
    private readonly shortestTripMs = 0,
  ) {
    for (const _ of pollers) chart.add();
    this.events = Object.fromEntries(EVENTS.map((name) => [name, chart.eventIndex(name)])) as typeof this.events;
    const links = new Set(pollers.map(({ link }) => link));
    this.ofLink = new Map([...links].map((link) => [link.index, pollers.filter((one) => one.link === link)]));
  }

  /** How many of a link's pollers are in each state. */
  countsOf(link: Link): number[] {
    const states = this.behind(link).map(({ index }) => this.chart.stateIndex(index));
    return this.chart.states.map((_, state) => states.filter((one) => one === state).length);
  }

  /** A consumer is up: its pollers begin to ask. */
  join(link: Link): void {
    for (const poller of this.behind(link)) {
      if (!this.send(poller, 'joined')) continue;
      this.stateOf(poller).life++;
      this.onJoined(poller);
      this.ask(poller);
    }
  }

  /** A consumer has gone down, and with it what its library has. */
  leave(link: Link): void {
    for (const poller of this.behind(link)) {
      if (!this.send(poller, 'left')) continue;
      const own = this.stateOf(poller);
      this.stopWaiting(poller);
      own.entry = 0;
      own.life++;
      this.onLeft(poller);
    }
  }

  /** Something of the agenda has come for a poller; nothing happens if it does not wait for that any more. */
  onDue(due: number, subject: number, entry: number): void {
    const poller = this.pollers[subject];
    const own = this.stateOf(poller);
    if (own.entry !== entry) return;
    own.entry = 0;
    const { ask, question, waitOver, answer, failure } = this.due;
    if (due === ask) this.ask(poller);
    else if (due === question) this.onQuestion(poller);
    else if (due === waitOver) this.onWaitOver(poller);
    else if (due === answer) this.onAnswer(poller);
    else if (due === failure) {
      this.send(poller, 'failed');
      this.waitFor(poller, this.now + REST_MS, this.due.rested);
    } else {
      this.send(poller, 'rested');
      this.ask(poller);
    }
  }

  /** To be looked up each time: a checkpoint replaces it. */
  protected abstract stateOf(poller: P): S;
  /** A question has reached the broker. */
  protected abstract onQuestion(poller: P): void;
  /** It waits at the broker no more. */
  protected abstract stopWaiting(poller: P): void;
  /** The answer with what it was to get is lost on its way. */
  protected abstract loseBatch(poller: P): void;
  /** It has messages to work on. */
  protected abstract onGot(poller: P): void;
  /** It has been told that there are no messages. */
  protected abstract onEmpty(): void;
  /** When it gives up waiting for an answer that will not come, ms. */
  protected abstract givesUpAtMs(poller: P): number;
  protected onJoined(_poller: P): void {}
  protected onAsked(_poller: P): void {}
  protected abstract onLeft(poller: P): void;

  protected get now(): number {
    return this.network.kernel.now;
  }

  protected send(poller: P, event: PollEvent['type']): boolean {
    return this.chart.send(poller.index, this.events[event]);
  }

  /** From now on a poller waits for this, one of the codes of the agenda. */
  protected waitFor(poller: P, atMs: number, due: number): void {
    this.stateOf(poller).entry = this.plan(atMs, due, poller.index);
  }

  protected ask(poller: P): void {
    const { network } = this;
    const { link } = poller;
    if (network.pauses.isPaused(link.to)) {
      this.waitFor(poller, this.now + LOOK_AGAIN_MS, this.due.ask);
      return;
    }
    this.onAsked(poller);
    const travelMs = tripBackMs(network, link);
    network.record(Fact.polled, 0, link.index, 0, poller.number, travelMs);
    if (travelMs === Infinity) this.giveUp(poller);
    else this.waitFor(poller, this.now + Math.max(travelMs, this.shortestTripMs), this.due.question);
  }

  /** It is done with all that it got, or got nothing. */
  protected askAgain(poller: P): void {
    this.ask(poller);
  }

  /** What a poller got, or that it got nothing, goes on its way. */
  protected answer(poller: P, travelMs: number): void {
    this.send(poller, 'answered');
    if (this.stateOf(poller).batch.length === 0) {
      this.network.record(Fact.polled, 1, poller.link.index, 0, poller.number, travelMs);
      this.onEmpty();
    }
    if (travelMs === Infinity) {
      this.loseBatch(poller);
      this.giveUp(poller);
    } else this.waitFor(poller, this.now + travelMs, this.due.answer);
  }

  /** It hears that its request has failed, or that its connection is closed. */
  protected fail(poller: P): void {
    this.stopWaiting(poller);
    const travelMs = tripThereMs(this.network, poller.link);
    if (travelMs === Infinity) this.giveUp(poller);
    else this.waitFor(poller, this.now + travelMs, this.due.failure);
  }

  /** No answer will come. */
  protected giveUp(poller: P): void {
    this.waitFor(poller, this.givesUpAtMs(poller), this.due.failure);
  }

  /** It has worked on all that it got. */
  protected finish(poller: P): void {
    this.send(poller, 'done');
    this.askAgain(poller);
  }

  private behind(link: Link): readonly P[] {
    return this.ofLink.get(link.index) ?? [];
  }

  private onWaitOver(poller: P): void {
    const { network } = this;
    if (network.pauses.isPaused(this.node)) {
      this.waitFor(poller, this.now + LOOK_AGAIN_MS, this.due.waitOver);
      return;
    }
    this.stopWaiting(poller);
    this.answer(poller, tripThereMs(network, poller.link));
  }

  private onAnswer(poller: P): void {
    const { network } = this;
    const { link } = poller;
    if (network.paths.isCutThere(link.index)) {
      this.loseBatch(poller);
      this.giveUp(poller);
      return;
    }
    if (network.pauses.isPaused(link.to)) {
      this.waitFor(poller, this.now + LOOK_AGAIN_MS, this.due.answer);
      return;
    }
    if (this.stateOf(poller).batch.length === 0) {
      this.send(poller, 'gotNone');
      this.askAgain(poller);
      return;
    }
    this.send(poller, 'gotSome');
    this.onGot(poller);
  }
}
