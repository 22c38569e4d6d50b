import { emptyList, type FrameList, insertAfter, remove } from '../../network/frames/frame-list';
import { NONE, Phase } from '../../network/frames/frames';
import type { Network } from '../../network/network';
import { Outcome } from '../../network/outcomes';

/** Plain data, part of the broker's state. */
export interface ConfirmsState {
  /** Confirms that wait for the disk, the oldest first. */
  readonly syncing: FrameList;
  /** The timer that is set for the first of them, virtual ms; Infinity for none. */
  armedMs: number;
}

export const noConfirms = (): ConfirmsState => ({ syncing: emptyList(), armedMs: Infinity });

/**
 * Publisher confirms that cannot be given at once, because a message is not on disk yet, or no majority of a quorum queue
 * has it. Each is the frame in which the message came: it goes back when all queues that got the message have it safe. In
 * `order` it counts those that do not, in `outcome` it has what is to be said.
 */
export class Confirms {
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly timer: number,
    private readonly persistMs: number,
    private readonly state: () => ConfirmsState,
  ) {}

  /** Makes the frame in which a message came a confirm to come. What is stored is another one. */
  put(frame: number, waitsFor: number, outcome: Outcome): void {
    const { frames } = this.network;
    frames.flags[frame] = 0;
    frames.phase[frame] = Phase.joined;
    frames.order[frame] = waitsFor;
    frames.outcome[frame] = outcome;
  }

  /** It waits, among others, until the disk has what comes now. */
  awaitDisk(frame: number): void {
    const { frames, kernel } = this.network;
    const { syncing } = this.state();
    frames.since[frame] = kernel.now;
    insertAfter(frames, syncing, syncing.tail, frame);
    this.arm();
  }

  /** One of those that it waits for has the message safe. */
  settle(frame: number): void {
    const { frames } = this.network;
    frames.order[frame]--;
    if (frames.order[frame] === 0) this.network.reply(frame, frames.outcome[frame]);
  }

  /** The timer has come. */
  ring(): void {
    const { frames, kernel } = this.network;
    const state = this.state();
    if (state.armedMs !== kernel.now) return;
    state.armedMs = Infinity;
    const { syncing } = state;
    while (syncing.head !== NONE && frames.since[syncing.head] + this.persistMs <= kernel.now) {
      const frame = syncing.head;
      remove(frames, syncing, frame);
      this.settle(frame);
    }
    this.arm();
  }

  /** None of these will come as a good one: the connection is gone, with what it stood for. */
  reset(waiting: ReadonlySet<number>): void {
    const { frames } = this.network;
    const { syncing } = this.state();
    for (let frame = syncing.head; frame !== NONE; ) {
      const following = frames.next[frame];
      if (waiting.has(frame)) remove(frames, syncing, frame);
      frame = following;
    }
    for (const frame of waiting) this.network.reply(frame, Outcome.connectionReset);
  }

  private arm(): void {
    const state = this.state();
    const { head } = state.syncing;
    if (head === NONE || state.armedMs !== Infinity) return;
    state.armedMs = this.network.frames.since[head] + this.persistMs;
    this.network.startTimer(this.node, this.timer, state.armedMs);
  }
}
