import type { EventCode, Kernel } from '../../kernel/kernel';
import { copyPlain } from '../../kernel/snapshot';
import { nextSibling } from '../frames/family';
import { dropFirst, emptyHeap, type FrameHeap, push, sift } from '../frames/frame-heap';
import { type Frames, NONE } from '../frames/frames';
import type { Network } from '../network';

/** The deadlines of calls; of many of them the call is over already. */
export interface SavedDeadlines {
  /** By moment: the frame that waits for the call, and the call. */
  readonly heap: FrameHeap;
  /** The earliest moment at which an event is scheduled; Infinity: none is. */
  readonly armedMs: number;
}

/** The heap is cleared of calls that are over when it holds so many more than there can be. */
const SLACK = 1_000;

/** Gives whole calls up, with all their attempts, when their deadlines pass. */
export class Deadlines {
  private readonly frames: Frames;
  private readonly kernel: Kernel;
  private readonly due: EventCode;
  private heap = emptyHeap();
  private armedMs = Infinity;

  /** @param onExpired gets one of the attempts of a call whose deadline has passed */
  constructor(
    network: Network,
    private readonly onExpired: (frame: number) => void,
  ) {
    this.frames = network.frames;
    this.kernel = network.kernel;
    this.due = network.kernel.on(() => this.onDue());
  }

  /** A call has begun that has a deadline. */
  watch(frame: number): void {
    const { frames, heap } = this;
    const atMs = frames.deadlineAt[frame];
    if (heap.keys.length > 2 * frames.inUse + SLACK) sift(heap, (parent, call) => this.find(parent, call) !== NONE);
    push(heap, atMs, frames.parent[frame], frames.call[frame]);
    if (atMs < this.armedMs) this.arm(atMs);
  }

  save(): SavedDeadlines {
    return { heap: copyPlain(this.heap), armedMs: this.armedMs };
  }

  restore(saved: SavedDeadlines): void {
    this.heap = copyPlain(saved.heap);
    this.armedMs = saved.armedMs;
  }

  private arm(atMs: number): void {
    this.armedMs = atMs;
    this.kernel.at(atMs, this.due, 0);
  }

  private onDue(): void {
    const { heap, kernel } = this;
    // An earlier deadline came after this event was scheduled; its own event has seen to both.
    if (this.armedMs !== kernel.now) return;
    while (heap.keys.length > 0 && heap.keys[0] <= kernel.now) {
      const frame = this.find(heap.frames[0], heap.serials[0]);
      dropFirst(heap);
      if (frame !== NONE) this.onExpired(frame);
    }
    this.armedMs = Infinity;
    if (heap.keys.length > 0) this.arm(heap.keys[0]);
  }

  /** An attempt of that call; NONE when it is over. */
  private find(parent: number, call: number): number {
    const { frames } = this;
    let child = frames.child[parent];
    while (child !== NONE && frames.call[child] !== call) child = nextSibling(frames, child);
    return child;
  }
}
