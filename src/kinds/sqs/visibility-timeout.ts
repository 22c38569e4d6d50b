import type { FrameAlarms } from '../../network/frames/frame-alarms';
import type { Network } from '../../network/network';
import type { Messages } from './message';
import type { Queue } from './queue';

/** No message is hidden for longer after one receive, however often that is extended. */
const MOST_HIDDEN_MS = 43_200_000;

/** How long one receive hides a message: also where the timeout is 0, it cannot be received twice in one moment. */
const hiddenMs = ({ params }: Queue): number => Math.max(1, params.visibilityTimeoutMs);

/** Hides what a consumer has received from the others, for a while. */
export class VisibilityTimeout {
  /**
   * @param due where the ends of timeouts and the moments to extend them are set
   * @param canExtend whether the consumer at the end of a link can extend a timeout just now
   */
  constructor(
    private readonly network: Network,
    private readonly messages: Messages,
    private readonly due: FrameAlarms,
    private readonly canExtend: (link: number) => boolean,
  ) {}

  /** A message has been received; with `heartbeat` its consumer asks for more time whenever half of it is over. */
  begin(frame: number, queue: Queue, heartbeat: boolean): void {
    const { frames, kernel } = this.network;
    const { now } = kernel;
    const visibilityTimeoutMs = hiddenMs(queue);
    frames.since[frame] = now;
    this.messages.hideUntil(frame, now + visibilityTimeoutMs);
    this.messages.setNextBeat(frame, heartbeat ? now + visibilityTimeoutMs / 2 : 0);
    this.due.set(frame, now + (heartbeat ? visibilityTimeoutMs / 2 : visibilityTimeoutMs));
  }

  /** ChangeMessageVisibility, sent by a consumer when half of the timeout is over. */
  extend(frame: number, queue: Queue): void {
    const { messages } = this;
    const { frames, kernel } = this.network;
    const { now } = kernel;
    const visibilityTimeoutMs = hiddenMs(queue);
    if (messages.isInHand(frame) && this.canExtend(messages.receiverOf(frame))) {
      const untilMs = Math.min(now + visibilityTimeoutMs, frames.since[frame] + MOST_HIDDEN_MS);
      messages.hideUntil(frame, untilMs);
      messages.setNextBeat(frame, now + visibilityTimeoutMs / 2);
    }
    const nextMs = messages.nextBeatMs(frame);
    const endMs = messages.hiddenUntilMs(frame);
    this.due.set(frame, nextMs > now && nextMs < endMs ? nextMs : endMs);
  }

  /** Whether it is over, for a message that is due. */
  isOver(frame: number): boolean {
    return this.network.kernel.now >= this.messages.hiddenUntilMs(frame);
  }
}
