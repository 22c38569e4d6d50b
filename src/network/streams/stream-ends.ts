import type { EventCode, Kernel } from '../../kernel/kernel';
import type { Frames } from '../frames/frames';
import { UNREACHABLE_MS } from '../links/unreachable';
import type { Network } from '../network';
import { Outcome } from '../outcomes';
import { BACK } from '../wire/ways';
import type { StreamCallees } from './stream-callees';
import type { StreamTable } from './stream-table';

/** How streams end: by the callee's answer, because the caller gives up, or because there is nobody to talk to. */
export class StreamEnds {
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly orphaned: EventCode;

  constructor(
    network: Network,
    private readonly table: StreamTable,
    private readonly callees: StreamCallees,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.orphaned = this.kernel.on((slot) => this.onOrphaned(slot));
  }

  /**
   * The callee's answer leaves, which ends the stream.
   *
   * @returns how long it takes at least until the caller has read what was sent before, ms
   */
  answered(frame: number): number {
    const stream = this.table.find(this.frames.serial[frame]);
    if (stream === null) return 0;
    this.table.leave(stream, 'answer');
    return Math.max(0, stream.sides[BACK].readAt - this.kernel.now);
  }

  /** The caller waits for the attempt no longer. `isTold`: the callee will hear of it. */
  givenUp(frame: number, isTold: boolean): void {
    const { table } = this;
    const stream = table.find(this.frames.serial[frame]);
    if (stream === null) return;
    const slot = table.slotOf(stream);
    table.send(stream, 'giveUp');
    if (!isTold && slot !== undefined) table.schedule(slot, stream, UNREACHABLE_MS, this.orphaned, slot);
    table.freeIfOver(stream);
  }

  /** The attempt is over for its caller, and its callee has nothing to do with it any more. */
  over(serial: number): void {
    const stream = this.table.find(serial);
    if (stream !== null) this.table.leave(stream, 'close');
  }

  /** The callee, which nobody has told, notices by itself that its caller is gone. */
  private onOrphaned(slot: number): void {
    const stream = this.table.called(slot);
    if (stream !== null) this.callees.breakOff(stream, Outcome.cancelled);
  }
}
