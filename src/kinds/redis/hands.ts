import { Fact, SentFlag } from '../../network/facts';
import { FrameFlag, type Frames, Phase } from '../../network/frames/frames';
import type { Link } from '../../network/links/link';
import { close, numbered, open } from '../../network/messaging/numbered';
import { tripBackMs } from '../../network/messaging/trips';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import type { Keyspace } from './keyspace';
import type { Entry } from './keyspace-state';
import type { Reader, ReaderState, ReadersState } from './reader';

/** A message that a consumer has, or that is on its way to one: plain data. */
export interface Hand {
  readonly reader: number;
  /** Which of the consumer's lives. */
  readonly life: number;
  readonly place: number;
  readonly offset: number;
  readonly serial: number;
  readonly publishedAtMs: number;
  /** Whether Redis waits for an acknowledgement. Otherwise it has forgotten the message, and the books wait for its end. */
  readonly isKept: boolean;
  readonly frame: number;
}

/** What consumers have of lists and streams: from the answer with it to its acknowledgement. */
export class Hands {
  private readonly frames: Frames;

  /**
   * @param plan an acknowledgement, by the number of its hand, reaches Redis at that moment, ms
   * @param onBatchOver a reader has nothing left to work on
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly keyspace: Keyspace,
    private readonly readers: readonly Reader[],
    private readonly state: () => ReadersState,
    private readonly plan: (atMs: number, number: number) => void,
    private readonly onBatchOver: (reader: Reader) => void,
  ) {
    this.frames = network.frames;
  }

  /** An entry goes to its consumer, in a frame of its own. */
  dispatch(reader: Reader, { offset, serial, deliveries }: Entry, isKept: boolean): void {
    const { frames, network } = this;
    const { link, place, index } = reader;
    const own = this.stateOf(reader);
    const frame = network.messages.open(this.node, serial);
    this.keyspace.entries.load(place, offset, frame);
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
    network.record(Fact.delivered, flags, link.index, serial, place, network.kernel.now - frames.since[frame]);
    own.batch.push(number);
  }

  /** What a reader got is on the wire. */
  recordSent(reader: Reader, travelMs: number): void {
    for (const number of this.stateOf(reader).batch) {
      const { frame, serial } = this.of(number);
      const again = this.frames.flags[frame] & FrameFlag.redelivered ? SentFlag.redelivered : 0;
      this.network.record(Fact.sent, SentFlag.message | again, reader.link.index, serial, 0, travelMs);
    }
  }

  /** Hands over the next of what was fetched, until all of it is done. */
  next(reader: Reader): void {
    const own = this.stateOf(reader);
    const number = own.batch.shift();
    if (number === undefined) {
      this.onBatchOver(reader);
      return;
    }
    own.inHand = number;
    this.network.messages.handOver(this.of(number).frame, reader.link);
  }

  /** What a consumer got has come to an end there. */
  onProcessed(frame: number, outcome: Outcome): void {
    const number = this.frames.order[frame];
    const hand = this.of(number);
    const reader = this.readers[hand.reader];
    const own = this.stateOf(reader);
    const isAlive = own.life === hand.life;
    if (isAlive) own.inHand = -1;
    const isAcknowledged = hand.isKept && outcome === Outcome.ok;
    if (!hand.isKept) this.endForgotten(hand, outcome);
    this.frames.release(frame);
    if (!isAcknowledged || !this.sendAcknowledgement(number, reader.link)) close(this.state().hands, number);
    if (isAlive) this.next(reader);
  }

  /** What a reader has not handed over yet is gone: what Redis has forgotten for good, all else stays pending. */
  dropBatch(reader: Reader, why: Outcome): void {
    const own = this.stateOf(reader);
    for (const number of own.batch) {
      const hand = this.of(number);
      if (!hand.isKept) this.endForgotten(hand, why);
      this.frames.release(hand.frame);
      close(this.state().hands, number);
    }
    own.batch = [];
  }

  /** Whether a reader's consumer has that entry, or will get it. */
  isWith(index: number, offset: number): boolean {
    const { batch, inHand } = this.state().readers[index];
    return [...batch, ...(inHand < 0 ? [] : [inHand])].some((number) => this.of(number).offset === offset);
  }

  /** A message that Redis had forgotten is Redis's again; false if no consumer has it. */
  takeBack(serial: number): boolean {
    const { all } = this.state().hands;
    const number = all.findIndex((hand) => hand !== null && !hand.isKept && hand.serial === serial);
    const hand = all[number];
    if (hand === null || hand === undefined) return false;
    all[number] = { ...hand, isKept: true };
    this.frames.flags[hand.frame] |= FrameFlag.detached;
    return true;
  }

  /** An acknowledgement has got to where Redis is, or to nobody. Returns what it was for. */
  end(number: number): Hand {
    const hand = this.of(number);
    close(this.state().hands, number);
    return hand;
  }

  private of(number: number): Hand {
    return numbered(this.state().hands, number);
  }

  private stateOf(reader: Reader): ReaderState {
    return this.state().readers[reader.index];
  }

  /** A message of which Redis knows nothing any more has come to its end. */
  private endForgotten({ serial, place, publishedAtMs }: Hand, outcome: Outcome): void {
    if (outcome === Outcome.ok) this.keyspace.entries.recordAcked(place, serial, publishedAtMs);
    else this.network.record(Fact.lost, outcome, this.node, serial, place, 0);
  }

  /** XACK or LREM goes on its way; false if it is lost. The client does not wait for the reply. */
  private sendAcknowledgement(number: number, link: Link): boolean {
    const travelMs = tripBackMs(this.network, link);
    if (travelMs === Infinity) return false;
    this.plan(this.network.kernel.now + travelMs, number);
    return true;
  }
}
