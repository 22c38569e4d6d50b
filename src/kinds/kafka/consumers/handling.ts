import { Fact, SentFlag } from '../../../network/facts';
import { FrameFlag, NONE } from '../../../network/frames/frames';
import { load } from '../../../network/messaging/message-log';
import { Outcome } from '../../../network/outcomes';
import type { Books } from '../books';
import { type Host, What } from '../host';
import type { Fetched, MemberState } from '../state';
import type { Roster } from './roster';

export interface HandlingEvents {
  /** A consumer is done with everything that it had fetched. */
  onBatchOver(at: number): void;
  /** Puts a record into a topic on behalf of a consumer; false where it cannot just now. */
  deadLetter(topic: string, frame: number): boolean;
}

/**
 * What becomes of fetched records at their consumer: its library hands them over one after the other, tries again what
 * fails, gives up on what keeps failing, and learns that some are no longer its own.
 */
export class Handling {
  constructor(
    private readonly host: Host,
    private readonly books: Books,
    private readonly roster: Roster,
    private readonly events: HandlingEvents,
  ) {}

  /** Records that consumers work on, and that therefore have a frame. */
  get framesInHand(): number {
    return this.host.state.members.filter(({ serial, isDetached }) => serial !== 0 && !isDetached).length;
  }

  /** Hands the next record over to the consumer. */
  next(at: number): void {
    const { host } = this;
    const { network, state, layout } = host;
    const member = state.members[at];
    const span = this.nextSpan(member);
    if (span === null) {
      this.events.onBatchOver(at);
      return;
    }
    const { backlog, from: offset, again } = span;
    const { log } = state.partitions[layout.backlogs[backlog].at];
    const frame = network.messages.open(host.index, this.books.serialOf(backlog, offset));
    load(log, offset, network.frames, frame);
    const { flags, hops } = network.frames;
    hops[frame]++;
    if (offset < again) flags[frame] |= FrameFlag.redelivered;
    if (member.isOut) flags[frame] |= FrameFlag.detached;
    member.serial = network.frames.serial[frame];
    member.isDetached = member.isOut;
    member.backlog = backlog;
    member.offset = offset;
    member.attempts = 1;
    network.messages.handOver(frame, this.roster.linkOf(at));
  }

  /** The time before another attempt is over, or a pause of the consumer. */
  onAgain(at: number): void {
    const { waiting } = this.host.state.members[at];
    if (waiting !== NONE) this.handAgain(at, waiting);
    else if (this.roster.isProcessing(at)) this.next(at);
  }

  /** What the consumer was given has come back from it. */
  onAcknowledged(frame: number, outcome: Outcome): void {
    const { network, state } = this.host;
    const { frames } = network;
    const serial = frames.serial[frame];
    const isDetached = (frames.flags[frame] & FrameFlag.detached) !== 0;
    const at = state.members.findIndex(
      (one, other) =>
        one.serial === serial &&
        one.isDetached === isDetached &&
        this.roster.linkOf(other).index === frames.link[frame],
    );
    if (at < 0) {
      frames.release(frame);
      return;
    }
    if (isDetached || outcome === Outcome.ok) this.finishRecord(at, frame, outcome);
    else this.onFailure(at, frame, outcome);
  }

  /** Takes records of a backlog, from an offset on, out of a consumer's hands. */
  take(at: number, backlog: number, from: number): void {
    const member = this.host.state.members[at];
    member.buffer = member.buffer.flatMap((span) => {
      if (span.backlog !== backlog || span.to <= from) return [span];
      return span.from < from ? [{ ...span, to: from }] : [];
    });
    if (member.backlog === backlog && member.offset >= from) this.detach(at);
  }

  /** Its group has put it out in the middle of its work, which it goes on with: somebody else gets the same records. */
  onPutOut(at: number): void {
    const member = this.host.state.members[at];
    const { backlog, offset } = member;
    member.isOut = true;
    for (const span of member.buffer) {
      for (let one = span.from; one < span.to; one++) {
        if (span.backlog !== backlog || one !== offset) this.recordTwice(span.backlog, one);
      }
    }
    this.detach(at);
  }

  /** Its process was killed: what it has in hand comes back from nowhere. */
  onDeath(at: number): void {
    const member = this.host.state.members[at];
    if (!this.takesFromLibrary(member) && member.serial !== 0 && !member.isDetached) this.detachFrame(at);
    member.serial = 0;
    member.isDetached = false;
    member.buffer = [];
  }

  /** The span that the next record is in, from that on; null where there is none. Retention may have taken some. */
  private nextSpan(member: MemberState): Fetched | null {
    const { state, layout } = this.host;
    for (;;) {
      const span = member.buffer.at(0);
      if (span === undefined) return null;
      const { log } = state.partitions[layout.backlogs[span.backlog].at];
      span.from = Math.max(span.from, log.first);
      if (span.from < Math.min(span.to, log.next)) return span;
      member.buffer.shift();
    }
  }

  /** Another attempt at the record in hand. */
  private handAgain(at: number, frame: number): void {
    const { network, state } = this.host;
    const member = state.members[at];
    const link = this.roster.linkOf(at);
    member.waiting = NONE;
    member.attempts++;
    network.record(Fact.sent, SentFlag.message | SentFlag.retry, link.index, network.frames.serial[frame], 0, 0);
    network.messages.handOver(frame, link);
  }

  private onFailure(at: number, frame: number, outcome: Outcome): void {
    const { host } = this;
    const { network, state } = host;
    const member = state.members[at];
    const { onError, attempts, retryBackoffMs } = this.roster.paramsOf(at);
    if (
      onError === 'skip' ||
      (onError === 'deadLetterTopic' && member.attempts >= attempts && this.giveUp(at, frame))
    ) {
      this.finishRecord(at, frame, onError === 'skip' ? outcome : Outcome.deadLettered);
      return;
    }
    network.messages.takeBack(frame);
    network.frames.hops[frame]++;
    member.waiting = frame;
    host.plan(network.kernel.now + retryBackoffMs, What.processAgain, at, member.epoch);
  }

  /** Puts the record into the dead-letter topic; false where that cannot be written to just now. */
  private giveUp(at: number, frame: number): boolean {
    const { layout, state } = this.host;
    const { topic } = layout.backlogs[state.members[at].backlog];
    const { deadLetterTopic } = this.roster.paramsOf(at);
    return this.events.deadLetter(deadLetterTopic || `${layout.params.topics[topic].name}.dlt`, frame);
  }

  private finishRecord(at: number, frame: number, outcome: Outcome): void {
    const { network, state } = this.host;
    const member = state.members[at];
    const { backlog, offset } = member;
    if (!member.isDetached) {
      if (outcome !== Outcome.ok) this.books.lose(backlog, offset, offset + 1, outcome);
      else if (this.roster.paramsOf(at).commit === 'beforeProcessing') this.books.ack(backlog, offset, offset + 1);
    }
    network.frames.release(frame);
    member.serial = 0;
    member.isDetached = false;
    this.stepOver(member);
    this.next(at);
  }

  /** The library is done with the record that it had handed over. */
  private stepOver({ buffer, backlog, offset }: MemberState): void {
    const span = buffer.at(0);
    if (span !== undefined && span.backlog === backlog && span.from === offset) span.from++;
  }

  /** What the consumer works on counts for nothing any more: the record is its group's again. */
  private detach(at: number): void {
    const member = this.host.state.members[at];
    if (member.serial === 0 || member.isDetached) return;
    if (this.takesFromLibrary(member)) return;
    this.detachFrame(at);
    member.isDetached = true;
    this.recordTwice(member.backlog, member.offset);
  }

  /** One consumer has a record that somebody else will get as well, if its group has still to do it. */
  private recordTwice(backlog: number, offset: number): void {
    const { network, index } = this.host;
    if (!this.books.isOpen(backlog, offset)) return;
    network.record(Fact.duplicated, 0, index, this.books.serialOf(backlog, offset), backlog, 0);
  }

  /** Takes a record that waits in its consumer's library for another attempt; false where none does. */
  private takesFromLibrary(member: MemberState): boolean {
    if (member.waiting === NONE) return false;
    this.host.network.frames.release(member.waiting);
    member.waiting = NONE;
    member.serial = 0;
    this.stepOver(member);
    return true;
  }

  /** What a consumer works on comes back in a frame that may be another than the one that went there. */
  private detachFrame(at: number): void {
    const { frames } = this.host.network;
    const { serial } = this.host.state.members[at];
    const { index } = this.roster.linkOf(at);
    frames.forEach((frame) => {
      const flags = frames.flags[frame];
      const isIt = frames.serial[frame] === serial && frames.link[frame] === index;
      if (isIt && flags & FrameFlag.delivery && !(flags & FrameFlag.detached))
        frames.flags[frame] |= FrameFlag.detached;
    });
  }
}
