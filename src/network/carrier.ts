import type { EventCode, Kernel } from '../kernel/kernel';
import { Fact } from './facts';
import { FrameFlag, type Frames, NONE, Phase } from './frames';
import { IdempotentCallees } from './idempotent-callees';
import type { Link } from './link';
import type { Network } from './network';
import { Outcome } from './outcomes';

/**
 * How long a caller waits for a peer that does not answer at all before its operating system gives up: Linux sends a
 * SYN seven times, which takes 127 s (tcp_syn_retries = 6, tcp(7)).
 */
const UNREACHABLE_MS = 127_000;

/** An answer has reached its caller, who waits for it; or the news that there will be none. */
type AnswerListener = (frame: number, link: Link, outcome: Outcome) => void;

/**
 * Takes frames over links: there, where the callee gets them, and back, where whoever waits does. It asks nobody
 * whether they may go: that is decided before, see {@link Attempts}.
 */
export class Carrier {
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly arrival: EventCode;
  private readonly comeBack: EventCode;
  private readonly idempotent: IdempotentCallees;

  constructor(
    private readonly network: Network,
    private readonly onAnswer: AnswerListener,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.arrival = network.kernel.on((frame) => this.onArrival(frame));
    this.comeBack = network.kernel.on((frame) => this.onReturn(frame));
    this.idempotent = new IdempotentCallees(
      network,
      (frame) => network.nodes[network.frames.node[frame]].onArrival(frame),
      (frame, outcome) => network.reply(frame, outcome),
    );
  }

  /** Sends a frame to the node at the end of the link. */
  depart(frame: number, link: Link, sentFlags: number, parentSerial: number): void {
    const { frames, network } = this;
    const travelMs = link.travelMs() * network.linkPaces.factorOf(link.index);
    const lost = network.paths.isCut(link.index);
    frames.phase[frame] = Phase.outbound;
    network.record(Fact.sent, sentFlags, link.index, frames.serial[frame], parentSerial, lost ? Infinity : travelMs);
    if (lost) this.loseOnTheWay(frame);
    else this.kernel.after(travelMs, this.arrival, frame);
  }

  /** Sends the callee's answer back. */
  answer(frame: number, outcome: Outcome): void {
    const { frames, network } = this;
    const link = network.links[frames.link[frame]];
    const travelMs = link.travelMs() * network.linkPaces.factorOf(link.index);
    if (frames.flags[frame] & FrameFlag.claimed) this.idempotent.onDone(frame, link, outcome);
    frames.phase[frame] = Phase.inbound;
    frames.outcome[frame] = outcome;
    const lost = network.paths.isCut(link.index);
    network.record(Fact.replied, outcome, link.index, frames.serial[frame], 0, lost ? Infinity : travelMs);
    if (lost) this.loseOnTheWay(frame);
    else this.kernel.after(travelMs, this.comeBack, frame);
  }

  /** An attempt that never leaves the caller comes back at this instant, in an event of its own. */
  turnBack(frame: number, outcome: Outcome): void {
    this.comeBackUnanswered(frame, outcome, 0);
  }

  /** Lost on a cut link: whoever waits learns it from a timeout, or at last from the operating system. */
  private loseOnTheWay(frame: number): void {
    this.comeBackUnanswered(frame, Outcome.partitioned, UNREACHABLE_MS);
  }

  private comeBackUnanswered(frame: number, outcome: Outcome, afterMs: number): void {
    const { frames } = this;
    frames.phase[frame] = Phase.inbound;
    frames.flags[frame] |= FrameFlag.unanswered;
    frames.outcome[frame] = outcome;
    this.kernel.after(afterMs, this.comeBack, frame);
  }

  private onArrival(frame: number): void {
    const { frames, network } = this;
    if (network.paths.isCut(frames.link[frame])) {
      this.loseOnTheWay(frame);
      return;
    }
    frames.arrivedAt[frame] = this.kernel.now;
    const link = network.links[frames.link[frame]];
    if (link.idempotency !== null) this.idempotent.onArrival(frame, link);
    else network.nodes[frames.node[frame]].onArrival(frame);
  }

  /** An answer has reached the caller, or the news that there will be none. */
  private onReturn(frame: number): void {
    const { frames, network } = this;
    const link = network.links[frames.link[frame]];
    const outcome = frames.outcome[frame];
    const flags = frames.flags[frame];
    if (network.paths.isCut(link.index) && !(flags & FrameFlag.unanswered)) {
      this.loseOnTheWay(frame);
      return;
    }
    if (flags & FrameFlag.delivery) {
      link.state.inFlight--;
      network.nodes[link.from].onAcknowledged(frame, outcome);
      return;
    }
    // A message that reached its broker does not come back: see acceptMessage.
    const lost = (flags & FrameFlag.message) !== 0;
    if (lost) network.record(Fact.lost, outcome, link.to, frames.serial[frame], -1, 0);
    if (frames.parent[frame] === NONE) {
      if (lost && !(flags & FrameFlag.confirm)) link.state.inFlight--;
      else if (!(flags & FrameFlag.unanswered)) this.recordWasted(frame, link);
      frames.release(frame);
      return;
    }
    this.onAnswer(frame, link, outcome);
  }

  private recordWasted(frame: number, link: Link): void {
    const { frames, kernel } = this;
    this.network.record(Fact.wasted, 0, link.index, frames.serial[frame], 0, kernel.now - frames.sentAt[frame]);
  }
}
