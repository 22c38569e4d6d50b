import type { Population } from '../../kernel/statechart/population';
import { Fact, SentFlag } from '../../network/facts';
import { FrameFlag, type Frames, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import type { Agenda } from '../../network/messaging/agenda';
import { tripBackMs, tripThereMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DUE_KINDS, Due } from './due';
import { close, type Hand, type Hands, handOf, noHands, open } from './hands';
import type { Entry, Keyspace } from './keyspace';
import type { ConsumeParams } from './params';
import { readerMachine } from './statechart';
import { Command, type Thread } from './thread';

/** What changes in a reader during a run, besides its statechart: plain data. */
interface ReaderState {
  /** The entry of the agenda that it waits for; 0: none. */
  entry: number;
  /** How often it has asked: an answer to an earlier question is none. */
  questions: number;
  /** Hands whose messages are on their way to it, or that it has not given to the consumer yet. */
  batch: number[];
  /** The hand that the consumer is at; −1: none. */
  inHand: number;
  /** How often the consumer has come up. */
  life: number;
  /** Behind which offset it still has to read what it had not acknowledged; null: it is past that. */
  ownAfter: number | null;
  /** When it asks next for what others have had for too long, ms. */
  claimAtMs: number;
}

export interface ReadersState {
  readonly readers: readonly ReaderState[];
  readonly hands: Hands;
  /** By place: readers that wait there, who came first first. */
  readonly waiting: number[][];
}

/** A connection that reads a list or a stream. */
export interface Reader {
  readonly index: number;
  readonly link: Link;
  /** Its number behind its link. */
  readonly number: number;
  readonly place: number;
  readonly isList: boolean;
  readonly params: ConsumeParams;
}

/** What readers have to know of their Redis. */
export interface ReadersOwner {
  readonly isUp: boolean;
  /** Whether memory is full: BLMOVE writes, and fails then. */
  readonly isFull: boolean;
  onEmpty(): void;
  /** Something was taken out, or is not pending any more: a write, for whoever keeps snapshots. */
  onChange(): void;
}

type ReaderEvent = 'heard' | 'answered' | 'failed' | 'gotSome' | 'gotNone' | 'done' | 'rested' | 'joined' | 'left';

/** Whoever gets no answer gives up after that and connects anew: the read timeout of go-redis 9, 3 s, beyond BLOCK. */
const GIVE_UP_MS = 3_000;
/** How long a client rests before it connects anew. */
const REST_MS = 1_000;
/** No reader asks more often than once in so many ms, however near Redis is. */
const SHORTEST_ROUND_MS = 0.01;
/** A consumer that stands still is looked at again after so many ms. */
const LOOK_AGAIN_MS = 10;

/** The client libraries of those who read lists and streams: they ask, hand over what they get, and acknowledge. */
export class Readers {
  readonly chart: Population<typeof readerMachine>;
  readonly initial: ReadersState;
  private readonly frames: Frames;
  private readonly events: Readonly<Record<ReaderEvent, number>>;

  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly readers: readonly Reader[],
    private readonly keyspace: Keyspace,
    private readonly agenda: Agenda,
    private readonly thread: () => Thread,
    private readonly state: () => ReadersState,
    private readonly owner: ReadersOwner,
  ) {
    this.frames = network.frames;
    const chart = network.statecharts.populate(readerMachine);
    this.chart = chart;
    for (const _ of readers) chart.add();
    const names = ['heard', 'answered', 'failed', 'gotSome', 'gotNone', 'done', 'rested', 'joined', 'left'] as const;
    this.events = Object.fromEntries(names.map((name) => [name, chart.eventIndex(name)])) as typeof this.events;
    this.initial = {
      readers: readers.map(() => ({
        entry: 0,
        questions: 0,
        batch: [],
        inHand: -1,
        life: 0,
        ownAfter: null,
        claimAtMs: 0,
      })),
      hands: noHands(),
      waiting: keyspace.places.map(() => []),
    };
  }

  get areThere(): boolean {
    return this.readers.length > 0;
  }

  /** How many of a link's readers are in each state. */
  countsOf(link: Link): number[] {
    const states = this.behind(link).map(({ index }) => this.chart.stateIndex(index));
    return this.chart.states.map((_, state) => states.filter((one) => one === state).length);
  }

  /** A consumer is up: its readers begin to ask. */
  join(link: Link): void {
    for (const reader of this.behind(link)) {
      if (!this.send(reader, 'joined')) continue;
      const own = this.stateOf(reader);
      own.life++;
      own.ownAfter = reader.params.readsOwnFirst && !reader.isList ? -1 : null;
      this.ask(reader);
    }
  }

  /** A consumer has gone down, with what its library had. Redis sees its connections close. */
  leave(link: Link): void {
    for (const reader of this.behind(link)) {
      if (!this.send(reader, 'left')) continue;
      const own = this.stateOf(reader);
      this.stopWaiting(reader);
      own.entry = 0;
      own.questions++;
      own.life++;
      own.inHand = -1;
      this.dropBatch(reader, Outcome.connectionReset);
      if (reader.params.deletesConsumer && this.owner.isUp) {
        this.keyspace.deleteConsumer(reader.place, reader.index);
        this.owner.onChange();
      }
    }
  }

  /** Redis is gone, and its connections with it. What is on its way arrives. */
  failAll(): void {
    for (const waiting of this.state().waiting) {
      for (const index of waiting.splice(0)) this.fail(this.readers[index]);
    }
  }

  /** A question that had reached Redis is not answered any more. */
  onUnread(index: number, question: number): void {
    const reader = this.readers[index];
    if (this.stateOf(reader).questions === question) this.fail(reader);
  }

  /** Something of the agenda has come. */
  onDue(due: number, subject: number, entry: number): void {
    if (due === Due.acknowledge) {
      this.onAcknowledgement(subject);
      return;
    }
    const reader = this.readers[subject];
    const own = this.stateOf(reader);
    if (own.entry !== entry) return;
    own.entry = 0;
    switch (due) {
      case Due.ask:
        this.ask(reader);
        return;
      case Due.question:
        this.onQuestion(reader);
        return;
      case Due.waitOver:
        this.onWaitOver(reader);
        return;
      case Due.answer:
        this.onAnswer(reader);
        return;
      case Due.failure:
        this.send(reader, 'failed');
        own.entry = this.plan(this.now + REST_MS, Due.rested, subject);
        return;
      case Due.rested:
        this.send(reader, 'rested');
        this.ask(reader);
        return;
    }
  }

  /** The thread has come to a question. */
  onRead(index: number, question: number): void {
    const reader = this.readers[index];
    const own = this.stateOf(reader);
    if (own.questions !== question) return;
    const { place, isList, params } = reader;
    if (isList && params.keep && this.owner.isFull) {
      this.fail(reader);
      return;
    }
    this.claim(reader);
    if (own.ownAfter !== null) this.readOwn(reader);
    if (own.batch.length === 0 && this.keyspace.hasNext(place)) this.readNew(reader);
    if (own.batch.length > 0) {
      this.answer(reader);
      return;
    }
    this.send(reader, 'heard');
    this.state().waiting[place].push(index);
    if (params.blockMs > 0) own.entry = this.plan(this.now + params.blockMs, Due.waitOver, index);
  }

  /** Something was written: those who wait get it, first come, first served. */
  serve(place: number): void {
    const waiting = this.state().waiting[place];
    while (waiting.length > 0 && this.keyspace.hasNext(place)) {
      const reader = this.readers[waiting.shift() as number];
      this.stateOf(reader).entry = 0;
      if (reader.isList && reader.params.keep && this.owner.isFull) {
        this.fail(reader);
        continue;
      }
      this.readNew(reader);
      this.answer(reader);
    }
  }

  /** What a consumer got has come to an end there. */
  onProcessed(frame: number, outcome: Outcome): void {
    const number = this.frames.order[frame];
    const hand = handOf(this.state().hands, number);
    const reader = this.readers[hand.reader];
    const own = this.stateOf(reader);
    const isAlive = own.life === hand.life;
    if (isAlive) own.inHand = -1;
    const isAcknowledged = hand.isKept && outcome === Outcome.ok;
    if (!hand.isKept) this.endForgotten(hand, outcome);
    this.frames.release(frame);
    if (!isAcknowledged || !this.sendAcknowledgement(number, reader.link)) close(this.state().hands, number);
    if (isAlive) this.handNext(reader);
  }

  /** A message that Redis had forgotten is Redis's again; false if no consumer has it. */
  takeFromHand(serial: number): boolean {
    const { all } = this.state().hands;
    const number = all.findIndex((hand) => hand !== null && !hand.isKept && hand.serial === serial);
    const hand = all[number];
    if (hand === null || hand === undefined) return false;
    all[number] = { ...hand, isKept: true };
    this.frames.flags[hand.frame] |= FrameFlag.detached;
    return true;
  }

  private get now(): number {
    return this.network.kernel.now;
  }

  private stateOf(reader: Reader): ReaderState {
    return this.state().readers[reader.index];
  }

  private behind(link: Link): readonly Reader[] {
    return this.readers.filter((reader) => reader.link === link);
  }

  private send(reader: Reader, event: ReaderEvent): boolean {
    return this.chart.send(reader.index, this.events[event]);
  }

  private plan(atMs: number, due: number, subject: number): number {
    return this.agenda.plan(atMs, due + DUE_KINDS * subject);
  }

  private ask(reader: Reader): void {
    const { link, index, number } = reader;
    const own = this.stateOf(reader);
    if (this.network.pauses.isPaused(link.to)) {
      own.entry = this.plan(this.now + LOOK_AGAIN_MS, Due.ask, index);
      return;
    }
    own.questions++;
    const travelMs = tripBackMs(this.network, link);
    this.network.record(Fact.polled, 0, link.index, 0, number, travelMs);
    if (travelMs === Infinity) this.giveUp(reader);
    else own.entry = this.plan(this.now + Math.max(travelMs, SHORTEST_ROUND_MS), Due.question, index);
  }

  private onQuestion(reader: Reader): void {
    const { network } = this;
    const { link, index } = reader;
    if (network.paths.isCutBack(link.index)) this.giveUp(reader);
    else if (!this.owner.isUp || network.errorShares.strikes(this.node)) this.fail(reader);
    else {
      const number = this.stateOf(reader).questions;
      this.thread().enqueue({ command: Command.read, subject: index, number, serial: 0 });
    }
  }

  private onWaitOver(reader: Reader): void {
    const { network } = this;
    if (network.pauses.isPaused(this.node)) {
      this.stateOf(reader).entry = this.plan(this.now + LOOK_AGAIN_MS, Due.waitOver, reader.index);
      return;
    }
    this.stopWaiting(reader);
    this.answer(reader);
  }

  /** It hears that its connection is closed, or that its command has failed. */
  private fail(reader: Reader): void {
    const travelMs = tripThereMs(this.network, reader.link);
    if (travelMs === Infinity) this.giveUp(reader);
    else this.stateOf(reader).entry = this.plan(this.now + travelMs, Due.failure, reader.index);
  }

  /** No answer will come. */
  private giveUp(reader: Reader): void {
    this.stateOf(reader).entry = this.plan(this.now + GIVE_UP_MS, Due.failure, reader.index);
  }

  private stopWaiting({ place, index }: Reader): void {
    const waiting = this.state().waiting[place];
    const at = waiting.indexOf(index);
    if (at >= 0) waiting.splice(at, 1);
  }

  /** What somebody has had for too long: XAUTOCLAIM, or the application's own look into the processing lists. */
  private claim(reader: Reader): void {
    const { params, place, index, isList } = reader;
    const { claimAfterMs } = params;
    const own = this.stateOf(reader);
    if (claimAfterMs === null || own.claimAtMs > this.now) return;
    own.claimAtMs = this.now + claimAfterMs / 2;
    const isWithIt = (other: number, offset: number) => this.isWithIt(other, offset);
    if (isList) this.keyspace.putBack(place, claimAfterMs, isWithIt);
    else {
      const entries = this.keyspace.claim(place, index, claimAfterMs, params.count, isWithIt);
      for (const entry of entries) this.dispatch(reader, entry, true);
      if (entries.length === params.count) own.claimAtMs = this.now;
    }
    this.owner.onChange();
  }

  /** Whether a reader's consumer has that entry, or will get it. */
  private isWithIt(index: number, offset: number): boolean {
    const { batch, inHand } = this.state().readers[index];
    const { hands } = this.state();
    return [...batch, ...(inHand < 0 ? [] : [inHand])].some((number) => handOf(hands, number).offset === offset);
  }

  private readOwn(reader: Reader): void {
    const own = this.stateOf(reader);
    if (own.ownAfter === null || own.batch.length > 0) return;
    const { place, index, params } = reader;
    const entries = this.keyspace.takeOwn(place, index, own.ownAfter, params.count);
    own.ownAfter = entries.at(-1)?.offset ?? null;
    for (const entry of entries) this.dispatch(reader, entry, true);
  }

  private readNew(reader: Reader): void {
    const { place, index, isList, params } = reader;
    const isKept = isList ? params.keep : !params.noAck;
    const most = isList ? 1 : params.count;
    for (let taken = 0; taken < most; taken++) {
      const entry = this.keyspace.take(place, index, isKept);
      if (entry === null) break;
      this.dispatch(reader, entry, isKept);
      if (isList && !isKept) this.keyspace.forget(place, entry.offset);
    }
    this.owner.onChange();
  }

  /** An entry goes to its consumer, in a frame of its own. */
  private dispatch(reader: Reader, { offset, serial, deliveries }: Entry, isKept: boolean): void {
    const { frames, network, keyspace } = this;
    const { link, place, index } = reader;
    const own = this.stateOf(reader);
    const frame = network.openMessage(this.node, serial);
    keyspace.load(place, offset, frame);
    const hand = {
      reader: index,
      life: own.life,
      place,
      offset,
      serial,
      publishedAtMs: frames.firstSentAt[frame],
      isKept,
      frame,
    };
    const number = open(this.state().hands, hand);
    const isAgain = deliveries > 0;
    frames.link[frame] = link.index;
    frames.node[frame] = link.to;
    frames.order[frame] = number;
    frames.phase[frame] = Phase.outbound;
    frames.hops[frame]++;
    frames.flags[frame] =
      FrameFlag.message |
      FrameFlag.delivery |
      (isKept ? FrameFlag.detached : 0) |
      (isAgain ? FrameFlag.redelivered : 0);
    const flags = SentFlag.message | (isAgain ? SentFlag.redelivered : 0);
    network.record(Fact.delivered, flags, link.index, serial, place, this.now - frames.since[frame]);
    own.batch.push(number);
  }

  /** What a reader got, or that it got nothing, goes on its way. */
  private answer(reader: Reader): void {
    const { network } = this;
    const { link, index, number } = reader;
    const own = this.stateOf(reader);
    const travelMs = tripThereMs(this.network, link);
    this.send(reader, 'answered');
    if (own.batch.length === 0) {
      network.record(Fact.polled, 1, link.index, 0, number, travelMs);
      this.owner.onEmpty();
    }
    for (const hand of own.batch) {
      const { frame, serial } = handOf(this.state().hands, hand);
      const again = this.frames.flags[frame] & FrameFlag.redelivered ? SentFlag.redelivered : 0;
      network.record(Fact.sent, SentFlag.message | again, link.index, serial, 0, travelMs);
    }
    if (travelMs === Infinity) this.loseAnswer(reader);
    else own.entry = this.plan(this.now + travelMs, Due.answer, index);
  }

  /** The answer is lost on its way: what Redis has forgotten is gone, all else stays pending. */
  private loseAnswer(reader: Reader): void {
    this.dropBatch(reader, Outcome.partitioned);
    this.giveUp(reader);
  }

  private dropBatch(reader: Reader, why: Outcome): void {
    const own = this.stateOf(reader);
    const { hands } = this.state();
    for (const number of own.batch) {
      const hand = handOf(hands, number);
      if (!hand.isKept) this.endForgotten(hand, why);
      this.frames.release(hand.frame);
      close(hands, number);
    }
    own.batch = [];
  }

  private onAnswer(reader: Reader): void {
    const { network } = this;
    const { link, index } = reader;
    const own = this.stateOf(reader);
    if (network.paths.isCutThere(link.index)) {
      this.loseAnswer(reader);
      return;
    }
    if (network.pauses.isPaused(link.to)) {
      own.entry = this.plan(this.now + LOOK_AGAIN_MS, Due.answer, index);
      return;
    }
    if (own.batch.length === 0) {
      this.send(reader, 'gotNone');
      this.ask(reader);
      return;
    }
    this.send(reader, 'gotSome');
    this.handNext(reader);
  }

  /** Hands over the next of what was fetched, and asks for more when all of it is done. */
  private handNext(reader: Reader): void {
    const own = this.stateOf(reader);
    const number = own.batch.shift();
    if (number === undefined) {
      this.send(reader, 'done');
      this.ask(reader);
      return;
    }
    own.inHand = number;
    this.network.handOver(handOf(this.state().hands, number).frame, reader.link);
  }

  /** A message of which Redis knows nothing any more has come to its end. */
  private endForgotten({ serial, place, publishedAtMs }: Hand, outcome: Outcome): void {
    if (outcome === Outcome.ok) this.keyspace.recordAcked(place, serial, publishedAtMs);
    else this.network.record(Fact.lost, outcome, this.node, serial, place, 0);
  }

  /** XACK or LREM goes on its way; false if it is lost. The client does not wait for the reply. */
  private sendAcknowledgement(number: number, link: Link): boolean {
    const travelMs = tripBackMs(this.network, link);
    if (travelMs === Infinity) return false;
    this.plan(this.now + travelMs, Due.acknowledge, number);
    return true;
  }

  private onAcknowledgement(number: number): void {
    const { hands } = this.state();
    const { place, offset, serial, reader } = handOf(hands, number);
    close(hands, number);
    const { link } = this.readers[reader];
    if (!this.owner.isUp || this.network.paths.isCutBack(link.index)) return;
    this.thread().enqueue({ command: Command.acknowledge, subject: place, number: offset, serial });
  }
}
