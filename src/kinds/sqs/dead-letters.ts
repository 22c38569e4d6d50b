import { Fact } from '../../network/facts';
import { FrameFlag } from '../../network/frames/frames';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';
import type { Messages } from './message';
import type { Queue } from './queue';

/** What puts messages into queues. */
export interface Shelves {
  readonly queues: readonly Queue[];
  /** A message is of that queue from now on, as new as can be. */
  open(frame: number, queue: Queue): void;
  /** A message that was not there before is of that queue from now on. */
  enter(frame: number, queue: Queue): void;
  /** Whoever asks next may get it. */
  show(frame: number, queue: Queue): void;
  /** It is as old as one that was sent then, virtual ms. */
  keepAge(frame: number, sentAtMs: number): void;
}

/** Messages that were received too often: where they go, and how they come back. */
export class DeadLetters {
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly messages: Messages,
    private readonly shelves: Shelves,
  ) {}

  /** Whether a message has been received so often already that it must not be once more. */
  isReceivedTooOften(frame: number, { params, deadLetterQueue }: Queue): boolean {
    const { maxReceiveCount } = params;
    return deadLetterQueue >= 0 && maxReceiveCount !== null && this.messages.receivesOf(frame) >= maxReceiveCount;
  }

  /** Somebody would have received it once too often. It is out of its queue already. */
  take(frame: number, queue: Queue): void {
    const { network, messages, shelves } = this;
    const { frames } = network;
    const target = shelves.queues[queue.deadLetterQueue];
    const copy = network.messages.copy(frame);
    const sentAtMs = messages.sentAtMs(frame);
    network.record(Fact.lost, Outcome.deadLettered, this.node, frames.serial[frame], queue.index, 0);
    frames.release(frame);
    frames.flags[copy] &= ~FrameFlag.redelivered;
    shelves.enter(copy, target);
    messages.setCameFrom(copy, queue.index);
    // In a standard queue its age goes on.
    if (!target.isFifo) shelves.keepAge(copy, sentAtMs);
    shelves.show(copy, target);
  }

  /** StartMessageMoveTask: whatever is visible in a dead-letter queue goes back to where it came from, as a new message. */
  sendBack(): void {
    const { network, messages, shelves } = this;
    for (const queue of shelves.queues) {
      const dead: number[] = [];
      queue.visible.forEach((frame) => {
        if (messages.cameFrom(frame) >= 0) dead.push(frame);
      });
      dead.sort((one, other) => messages.orderOf(one) - messages.orderOf(other));
      for (const frame of dead) {
        const source = shelves.queues[messages.cameFrom(frame)];
        queue.visible.remove(frame);
        const { serial } = network.frames;
        network.record(Fact.requeued, Outcome.deadLettered, this.node, serial[frame], source.index, 0);
        shelves.open(frame, source);
        shelves.show(frame, source);
      }
    }
  }
}
