import type { EventCode, Kernel } from '../../kernel/kernel';
import { type Frames, NONE } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import { appendTimeout, removeTimeout, replaceTimeout } from './timeout-list';

/** Gives attempts up when they have taken too long. */
export class Timeouts {
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly due: EventCode;

  /** @param onTimeout an attempt's time is up: must take it {@link remove away} */
  constructor(
    private readonly network: Network,
    private readonly onTimeout: (frame: number, link: Link) => void,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.due = network.kernel.on((link) => this.onDue(network.links[link]));
  }

  /** An attempt leaves at this moment; does nothing where the link has no timeout. */
  watch(frame: number, link: Link): void {
    if (!link.isTimed) return;
    appendTimeout(this.frames, link, frame);
    if (!link.timerArmed) {
      link.timerArmed = true;
      this.kernel.after(link.timeoutMs, this.due, link.index);
    }
  }

  /** Does nothing if it is not watched. */
  remove(frame: number, link: Link): void {
    if (link.isTimed) removeTimeout(this.frames, link, frame);
  }

  /** `successor` stands for `frame` from now on. */
  replace(frame: number, successor: number): void {
    const { frames, network } = this;
    const link = network.links[frames.link[frame]];
    if (link.isTimed) replaceTimeout(frames, link, frame, successor);
  }

  /** One event in the queue serves all timeouts of a link: they expire in the order in which they were set. */
  private onDue(link: Link): void {
    const { frames, kernel } = this;
    for (;;) {
      const frame = link.timeoutHead;
      if (frame === NONE) {
        link.timerArmed = false;
        return;
      }
      const dueMs = frames.sentAt[frame] + link.timeoutMs;
      if (dueMs > kernel.now) {
        kernel.at(dueMs, this.due, link.index);
        return;
      }
      this.onTimeout(frame, link);
    }
  }
}
