import type { EventCode, Kernel } from '../../kernel/kernel';
import { Fact } from '../facts';
import { append, remove } from '../frames/frame-list';
import { FrameFlag, type Frames, NONE, Phase } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { Claim } from '../policies/claim';
import { keyOf } from './idempotency-key';

/**
 * Callees that recognise the attempts of a call by its key. Of a call that is done, a further attempt is answered from
 * memory, at once and without a worker; while one is under way, others wait for its end and share its answer. A call
 * whose attempt failed is unknown again: whoever waits for it is the next to try.
 */
export class IdempotentCallees {
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly nextTry: EventCode;

  /**
   * @param handOver gives an attempt that has arrived to its node
   * @param answer sends its answer back
   */
  constructor(
    private readonly network: Network,
    private readonly handOver: (frame: number) => void,
    private readonly answer: (frame: number, outcome: Outcome) => void,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.nextTry = network.kernel.on((frame) => this.onNextTry(frame));
  }

  /** An attempt has arrived over a link whose callee keeps keys. */
  onArrival(frame: number, link: Link): void {
    this.claim(frame, link, true);
  }

  /** The callee is done with the first attempt of a call that it has seen. */
  onDone(frame: number, link: Link, outcome: Outcome): void {
    const { frames } = this;
    const key = keyOf(frames, frame);
    const { joined } = link;
    frames.flags[frame] &= ~FrameFlag.claimed;
    if (outcome === Outcome.ok) link.idempotency?.complete(key);
    else link.idempotency?.release(key);
    for (let other = joined.head; other !== NONE; ) {
      const following = frames.next[other];
      if (keyOf(frames, other) === key) {
        remove(frames, joined, other);
        if (outcome === Outcome.ok) this.answer(other, outcome);
        else {
          frames.phase[other] = Phase.outbound;
          this.kernel.after(0, this.nextTry, other);
        }
      }
      other = following;
    }
  }

  private onNextTry(frame: number): void {
    const { frames, network } = this;
    frames.arrivedAt[frame] = this.kernel.now;
    this.claim(frame, network.links[frames.link[frame]], false);
  }

  private claim(frame: number, link: Link, isNew: boolean): void {
    const { frames, network } = this;
    // Nobody is there who could look a key up.
    if (link.idempotency === null || !network.nodes[link.to].isUp) {
      this.handOver(frame);
      return;
    }
    const claim = link.idempotency.claim(keyOf(frames, frame), this.kernel.now);
    if (claim === Claim.fresh) {
      frames.flags[frame] |= FrameFlag.claimed;
      this.handOver(frame);
      return;
    }
    const isDone = claim === Claim.done;
    if (isNew) network.record(Fact.recognised, 0, link.index, frames.serial[frame], isDone ? 1 : 0, 0);
    if (isDone) {
      this.answer(frame, Outcome.ok);
      return;
    }
    frames.phase[frame] = Phase.joined;
    append(frames, link.joined, frame);
  }
}
