import { dropFirst, emptyHeap, type FrameHeap, push } from '../frames/frame-heap';
import type { Network } from '../network';

/** Plain data, part of its owner's state. */
export interface AgendaState {
  /** What is to happen, by when: a code of its owner's, and the number of the entry. */
  readonly heap: FrameHeap;
  /** The timer that is set for the first of them, virtual ms; Infinity for none. */
  armedMs: number;
  /** The number that the next entry gets; 0 is never one. */
  next: number;
}

export const emptyAgenda = (): AgendaState => ({ heap: emptyHeap(), armedMs: Infinity, next: 1 });

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

  /** Returns the number of the entry. */
  plan(atMs: number, code: number): number {
    const state = this.state();
    const number = state.next++;
    push(state.heap, atMs, code, number);
    this.arm();
    return number;
  }

  /** The timer has come: tells of all that is due, in the order of time and of planning. */
  ring(tell: (code: number, number: number) => void): void {
    const state = this.state();
    const { heap } = state;
    const { now } = this.network.kernel;
    if (state.armedMs !== now) return;
    state.armedMs = Infinity;
    while (heap.keys.length > 0 && heap.keys[0] <= now) {
      const [code] = heap.frames;
      const [number] = heap.serials;
      dropFirst(heap);
      tell(code, number);
    }
    this.arm();
  }

  private arm(): void {
    const state = this.state();
    const first = state.heap.keys[0];
    if (first === undefined || first >= state.armedMs) return;
    state.armedMs = first;
    this.network.startTimer(this.node, this.timer, first);
  }
}
