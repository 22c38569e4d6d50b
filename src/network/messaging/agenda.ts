import { dropFirst, emptyHeap, type FrameHeap, push } from '../frames/frame-heap';
import type { Network } from '../network';

/** Plain data, part of its owner's state. */
export interface AgendaState {
  /** What is to happen, by when (virtual ms): a code of its owner's, and the number of the entry. */
  readonly heap: FrameHeap;
  /** By the number of its entry: a second number that its owner wants to be told, where that is not 0. */
  readonly about: Record<number, number>;
  /** The timer that is set for the first of them, virtual ms; Infinity for none. */
  armedMs: number;
  /** The number that the next entry gets; 0 is never one. */
  next: number;
}

/** With nothing planned, and no timer set. */
export const emptyAgenda = (): AgendaState => ({ heap: emptyHeap(), about: {}, armedMs: Infinity, next: 1 });

/**
 * What a component has to do later, in order, behind one of its timers. Nothing is ever taken out: whoever is told
 * remembers the number of the entry that it waits for, and ignores others.
 */
export class Agenda {
  /**
   * @param timer the component's timer under which {@link ring} is to be called
   * @param state where its entries lie in the component's own state
   */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly timer: number,
    private readonly state: () => AgendaState,
  ) {}

  /** Plans something for a moment, virtual ms; what lies behind is done at once. Returns the number of the entry. */
  plan(atMs: number, code: number, about = 0): number {
    const state = this.state();
    const number = state.next++;
    push(state.heap, atMs, code, number);
    if (about !== 0) state.about[number] = about;
    this.arm();
    return number;
  }

  /**
   * The timer has come: tells of all that is due, in the order of time and of planning. What comes about meanwhile has an
   * event of its own, so that the kernel sees it if something goes round in circles.
   *
   * @param waits whether nothing is to be told just now: who stands still calls {@link arm} when it goes on
   */
  ring(tell: (code: number, number: number, about: number) => void, waits = false): void {
    const state = this.state();
    const { heap, about } = state;
    const { now } = this.network.kernel;
    if (state.armedMs > now) return;
    state.armedMs = Infinity;
    if (waits) return;
    const { next } = state;
    while (heap.keys.length > 0 && heap.keys[0] <= now && heap.serials[0] < next) {
      const [code] = heap.frames;
      const [number] = heap.serials;
      dropFirst(heap);
      const second = about[number] ?? 0;
      if (second !== 0) delete about[number];
      tell(code, number, second);
    }
    this.arm();
  }

  /** Sets the timer for what comes first, unless it is set. */
  arm(): void {
    const state = this.state();
    const first = state.heap.keys[0];
    if (first === undefined) return;
    const dueMs = Math.max(first, this.network.kernel.now);
    if (dueMs >= state.armedMs) return;
    state.armedMs = dueMs;
    this.network.startTimer(this.node, this.timer, dueMs);
  }
}
