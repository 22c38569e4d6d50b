import { NONE, Phase } from '../frames/frames';
import type { Network } from '../network';
import { beginSharing, endSharing, leaveSharing, reshare, stopSharing } from './processor-sharing';
import type { Sharing } from './sharing-state';
import type { WorkerSlots } from './worker-slots';

/** How many workers a paused server has for those who share them: so few that nothing is ever done. */
const HARDLY_ANY = 1e-12;

/** The work of a server whose requests share its workers, with the timer that comes when the next of them is done. */
export class SharedWork {
  /** @param timer the component's timer under which {@link takeDone} is to be called */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly timer: number,
    private readonly slots: WorkerSlots,
    private readonly owner: { readonly state: { readonly sharing: Sharing } },
  ) {}

  /** Begins `workMs` of work on a frame. */
  begin(frame: number, workMs: number): void {
    const { frames } = this.network;
    frames.phase[frame] = Phase.sharing;
    beginSharing(this.sharing, this.now, this.slots.workers, frame, frames.serial[frame], workMs);
    this.arm();
  }

  /** From now on there are so many workers; the slots do not know yet. */
  resize(workers: number): void {
    reshare(this.sharing, this.now, this.slots.workers, workers);
    this.arm();
  }

  pause(): void {
    reshare(this.sharing, this.now, this.slots.workers, HARDLY_ANY);
  }

  goOn(): void {
    reshare(this.sharing, this.now, HARDLY_ANY, this.slots.workers);
    this.arm();
  }

  /** Those for whom `isGone` holds are not at work any more. */
  leave(isGone: (frame: number) => boolean): void {
    leaveSharing(this.sharing, this.now, this.slots.workers, isGone);
    this.arm();
  }

  /** Nobody is at work any more. */
  stop(): void {
    stopSharing(this.sharing);
  }

  /** The timer has come: takes out the frame that is done now; NONE where whoever came since has put the end off. */
  takeDone(): number {
    const { sharing, now } = this;
    if (sharing.armedMs !== now) return NONE;
    sharing.armedMs = Infinity;
    const done = sharing.dueMs <= now ? endSharing(sharing, now, this.slots.workers) : NONE;
    this.arm();
    return done;
  }

  private get sharing(): Sharing {
    return this.owner.state.sharing;
  }

  private get now(): number {
    return this.network.kernel.now;
  }

  private arm(): void {
    const { sharing } = this;
    if (sharing.dueMs >= sharing.armedMs) return;
    sharing.armedMs = sharing.dueMs;
    this.network.startTimer(this.node, this.timer, sharing.dueMs);
  }
}
