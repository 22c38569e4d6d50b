import type { Agenda } from '../../network/messaging/agenda';
import { PollLoop } from '../../network/messaging/poll-loop';
import { tripThereMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import { DUE_KINDS, Due } from './due';
import { Hands } from './hands';
import type { Keyspace } from './keyspace';
import { idleReaders, type Reader, type ReaderState, type ReadersState } from './reader';
import { readerMachine } from './statechart';
import { Command, type Thread } from './thread';

/** What readers have to know of their Redis. */
export interface ReadersOwner {
  readonly isUp: boolean;
  /** Whether memory is full: BLMOVE writes, and fails then. */
  readonly isFull: boolean;
  onEmpty(): void;
  /** Something was taken out, or is not pending any more: a write, for whoever keeps snapshots. */
  onChange(): void;
}

/** Whoever gets no answer gives up after that and connects anew: the read timeout of go-redis 9, 3 s, beyond BLOCK. */
const GIVE_UP_MS = 3_000;
/** No reader asks more often than once in so many ms, however near Redis is. */
const SHORTEST_ROUND_MS = 0.01;

/** The client libraries of those who read lists and streams: they ask, hand over what they get, and acknowledge. */
export class Readers extends PollLoop<Reader, ReaderState> {
  readonly initial: ReadersState;
  private readonly hands: Hands;

  constructor(
    network: Network,
    node: number,
    readers: readonly Reader[],
    private readonly keyspace: Keyspace,
    agenda: Agenda,
    private readonly thread: () => Thread,
    private readonly state: () => ReadersState,
    private readonly owner: ReadersOwner,
  ) {
    const chart = network.statecharts.populate(readerMachine);
    const plan = (atMs: number, due: number, subject: number) => agenda.plan(atMs, due + DUE_KINDS * subject);
    super(network, node, chart, readers, Due, plan, SHORTEST_ROUND_MS);
    this.initial = idleReaders(readers, keyspace.places.length);
    this.hands = new Hands(
      network,
      node,
      keyspace,
      readers,
      state,
      (atMs, number) => plan(atMs, Due.acknowledge, number),
      (reader) => this.finish(reader),
    );
  }

  get areThere(): boolean {
    return this.pollers.length > 0;
  }

  /** Redis is gone, and its connections with it. What is on its way arrives. */
  failAll(): void {
    for (const waiting of this.state().waiting) {
      for (const index of waiting.splice(0)) this.fail(this.pollers[index]);
    }
  }

  /** A question that had reached Redis is not answered any more. */
  onUnread(index: number, question: number): void {
    const reader = this.pollers[index];
    if (this.stateOf(reader).questions === question) this.fail(reader);
  }

  /** Something of the agenda has come. */
  override onDue(due: number, subject: number, entry: number): void {
    if (due === Due.acknowledge) this.onAcknowledgement(subject);
    else super.onDue(due, subject, entry);
  }

  /** The thread has come to a question. */
  onRead(index: number, question: number): void {
    const reader = this.pollers[index];
    const own = this.stateOf(reader);
    if (own.questions !== question) return;
    const { place, params } = reader;
    if (this.isRefused(reader)) {
      this.fail(reader);
      return;
    }
    this.claim(reader);
    if (own.ownAfter !== null) this.readOwn(reader);
    if (own.batch.length === 0 && this.keyspace.hasNext(place)) this.readNew(reader);
    if (own.batch.length > 0) {
      this.answerNow(reader);
      return;
    }
    this.send(reader, 'heard');
    this.state().waiting[place].push(index);
    if (params.blockMs > 0) this.waitFor(reader, this.now + params.blockMs, Due.waitOver);
  }

  /** Something was written: those who wait get it, first come, first served. */
  serve(place: number): void {
    const waiting = this.state().waiting[place];
    while (waiting.length > 0 && this.keyspace.hasNext(place)) {
      const reader = this.pollers[waiting.shift() as number];
      this.stateOf(reader).entry = 0;
      if (this.isRefused(reader)) {
        this.fail(reader);
        continue;
      }
      this.readNew(reader);
      this.answerNow(reader);
    }
  }

  /** What a consumer got has come to an end there. */
  onProcessed(frame: number, outcome: Outcome): void {
    this.hands.onProcessed(frame, outcome);
  }

  /** A message that Redis had forgotten is Redis's again; false if no consumer has it. */
  takeFromHand(serial: number): boolean {
    return this.hands.takeBack(serial);
  }

  protected override stateOf(reader: Reader): ReaderState {
    return this.state().readers[reader.index];
  }

  protected override onJoined(reader: Reader): void {
    this.stateOf(reader).ownAfter = reader.params.readsOwnFirst && !reader.isList ? -1 : null;
  }

  protected override onAsked(reader: Reader): void {
    this.stateOf(reader).questions++;
  }

  protected override onQuestion(reader: Reader): void {
    const { network } = this;
    const { link, index } = reader;
    if (network.paths.isCutBack(link.index)) this.giveUp(reader);
    else if (!this.owner.isUp || network.errorShares.strikes(this.node)) this.fail(reader);
    else {
      const number = this.stateOf(reader).questions;
      this.thread().enqueue({ command: Command.read, subject: index, number, serial: 0 });
    }
  }

  protected override stopWaiting({ place, index }: Reader): void {
    const waiting = this.state().waiting[place];
    const at = waiting.indexOf(index);
    if (at >= 0) waiting.splice(at, 1);
  }

  protected override givesUpAtMs(): number {
    return this.now + GIVE_UP_MS;
  }

  protected override answer(reader: Reader, travelMs: number): void {
    this.hands.recordSent(reader, travelMs);
    super.answer(reader, travelMs);
  }

  /** What Redis has forgotten is gone, all else stays pending. */
  protected override loseBatch(reader: Reader): void {
    this.hands.dropBatch(reader, Outcome.partitioned);
  }

  protected override onGot(reader: Reader): void {
    this.hands.next(reader);
  }

  protected override onEmpty(): void {
    this.owner.onEmpty();
  }

  /** Redis sees its connections close. */
  protected override onLeft(reader: Reader): void {
    const own = this.stateOf(reader);
    own.questions++;
    own.inHand = -1;
    this.hands.dropBatch(reader, Outcome.connectionReset);
    if (!reader.params.deletesConsumer || !this.owner.isUp) return;
    this.keyspace.pending.deleteConsumer(reader.place, reader.index);
    this.owner.onChange();
  }

  /** BLMOVE writes. */
  private isRefused({ isList, params }: Reader): boolean {
    return isList && params.keep && this.owner.isFull;
  }

  private answerNow(reader: Reader): void {
    this.answer(reader, tripThereMs(this.network, reader.link));
  }

  /** What somebody has had for too long: XAUTOCLAIM, or the application's own look into the processing lists. */
  private claim(reader: Reader): void {
    const { params, place, index, isList } = reader;
    const { claimAfterMs } = params;
    const own = this.stateOf(reader);
    if (claimAfterMs === null || own.claimAtMs > this.now) return;
    own.claimAtMs = this.now + claimAfterMs / 2;
    const isWithIt = (other: number, offset: number) => this.hands.isWith(other, offset);
    if (isList) this.keyspace.pending.putBack(place, claimAfterMs, isWithIt);
    else {
      const entries = this.keyspace.pending.claim(place, index, claimAfterMs, params.count, isWithIt);
      for (const entry of entries) this.hands.dispatch(reader, entry, true);
      if (entries.length === params.count) own.claimAtMs = this.now;
    }
    this.owner.onChange();
  }

  private readOwn(reader: Reader): void {
    const own = this.stateOf(reader);
    if (own.ownAfter === null || own.batch.length > 0) return;
    const { place, index, params } = reader;
    const entries = this.keyspace.pending.takeOwn(place, index, own.ownAfter, params.count);
    own.ownAfter = entries.at(-1)?.offset ?? null;
    for (const entry of entries) this.hands.dispatch(reader, entry, true);
  }

  private readNew(reader: Reader): void {
    const { place, index, isList, params } = reader;
    const isKept = isList ? params.keep : !params.noAck;
    const most = isList ? 1 : params.count;
    for (let taken = 0; taken < most; taken++) {
      const entry = this.keyspace.take(place, index, isKept);
      if (entry === null) break;
      this.hands.dispatch(reader, entry, isKept);
      if (isList && !isKept) this.keyspace.forget(place, entry.offset);
    }
    this.owner.onChange();
  }

  private onAcknowledgement(number: number): void {
    const { place, offset, serial, reader } = this.hands.end(number);
    const { link } = this.pollers[reader];
    if (!this.owner.isUp || this.network.paths.isCutBack(link.index)) return;
    this.thread().enqueue({ command: Command.acknowledge, subject: place, number: offset, serial });
  }
}
