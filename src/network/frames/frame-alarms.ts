import type { Network } from '../network';
import { clearHeap, dropFirst, emptyHeap, type FrameHeap, push, sift } from './frame-heap';

/** So many alarms of frames that have come to their end are worth a cleaning. */
const STALE_ALARMS = 64;

/** Plain data, part of its owner's state. */
export interface AlarmsState {
  /** Frames by when they are due; holds some, too, that have come to their end before. */
  readonly heap: FrameHeap;
  /** The timer that is set for the first of them, virtual ms; Infinity for none. */
  armedMs: number;
  /** So many frames are worth a cleaning. */
  cleanAt: number;
}

export const noAlarms = (): AlarmsState => ({ heap: emptyHeap(), armedMs: Infinity, cleanAt: STALE_ALARMS });

/** Tells a component that something is due for one of its frames. All of them share one timer of the component. */
export class FrameAlarms {
  /**
   * @param timer the component's timer under which {@link ring} is to be called
   * @param state where its alarms lie in the component's own state
   * @param isDue whether a frame of the component still wants its alarm: it may have come to its end, or want nothing any more
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly timer: number,
    private readonly state: () => AlarmsState,
    private readonly isDue: (frame: number, atMs: number) => boolean,
  ) {}

  /** Sets the alarm of a frame that the component holds. */
  set(frame: number, atMs: number): void {
    const alarms = this.state();
    const { heap } = alarms;
    if (heap.keys.length >= alarms.cleanAt) {
      sift(heap, (other, serial, due) => this.isWanted(other, serial, due));
      alarms.cleanAt = STALE_ALARMS + 2 * heap.keys.length;
    }
    push(heap, atMs, frame, this.network.frames.serial[frame]);
    this.arm();
  }

  /** The timer has come: hands every frame that is due to `tell`. */
  ring(tell: (frame: number) => void): void {
    const alarms = this.state();
    const { heap } = alarms;
    const { now } = this.network.kernel;
    if (alarms.armedMs !== now) return;
    alarms.armedMs = Infinity;
    while (heap.keys.length > 0) {
      const [atMs] = heap.keys;
      const [frame] = heap.frames;
      const isWanted = this.isWanted(frame, heap.serials[0], atMs);
      if (isWanted && atMs > now) break;
      dropFirst(heap);
      if (isWanted) tell(frame);
    }
    this.arm();
  }

  /** No alarm is wanted any more. */
  clear(): void {
    clearHeap(this.state().heap);
  }

  private isWanted(frame: number, serial: number, atMs: number): boolean {
    const { frames } = this.network;
    return frames.serial[frame] === serial && frames.node[frame] === this.node && this.isDue(frame, atMs);
  }

  private arm(): void {
    const alarms = this.state();
    const first = alarms.heap.keys[0];
    if (first === undefined || first >= alarms.armedMs) return;
    alarms.armedMs = first;
    this.network.startTimer(this.node, this.timer, first);
  }
}
