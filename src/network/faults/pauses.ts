import type { EventCode, Kernel } from '../../kernel/kernel';
import { type Frames, Phase } from '../frames/frames';

/** An event that waits for a paused node: what is to happen to which frame, and how long after the pause. */
interface Held {
  readonly event: EventCode;
  readonly frame: number;
  readonly afterMs: number;
  /** True where `frame` is none, but another subject of the event. */
  readonly isOther?: boolean;
}

/** A node's pauses. */
interface PauseState {
  /** When it was paused; null while it runs. */
  sinceMs: number | null;
  held: Held[];
}

export interface SavedPauses {
  readonly nodes: readonly { readonly sinceMs: number | null; readonly held: readonly Held[] }[];
  readonly delays: readonly (readonly [frame: number, byMs: number])[];
}

/**
 * Nodes that stand still, as a process does during a long garbage collection: no work goes on, nothing that arrives is
 * looked at, no answer is read; connections stay and nothing is lost. Whatever would happen to a frame there waits until
 * the node goes on, and work that was begun before takes as much longer as the pause was long.
 *
 * Timers run on: those of calls, which stand for the operating system's, and those of components.
 */
export class Pauses {
  private nodes: PauseState[] = [];
  /** How many of them stand still. Mostly none does, and then no node needs to be looked at. */
  private standing = 0;
  /** By how much the end of a frame's work is to be put off when it comes, ms. */
  private delays = new Map<number, number>();

  constructor(
    private readonly kernel: Kernel,
    private readonly frames: Frames,
  ) {}

  /** Whether any node stands still. */
  get isAny(): boolean {
    return this.standing > 0;
  }

  /** One more node, which runs. */
  add(): void {
    this.nodes.push({ sinceMs: null, held: [] });
  }

  isPaused(node: number): boolean {
    return this.standing > 0 && this.nodes[node].sinceMs !== null;
  }

  /** Stops a node that runs; false if it is paused already. */
  pause(node: number): boolean {
    const state = this.nodes[node];
    if (state.sinceMs !== null) return false;
    state.sinceMs = this.kernel.now;
    this.standing++;
    return true;
  }

  /** Lets a paused node go on; false if it runs. */
  resume(node: number): boolean {
    const state = this.nodes[node];
    if (state.sinceMs === null) return false;
    const { frames } = this;
    const { held } = state;
    const pausedMs = this.kernel.now - state.sinceMs;
    const isHeld = new Set(held.filter(({ isOther }) => !isOther).map(({ frame }) => frame));
    frames.forEach((frame) => {
      if (frames.node[frame] !== node || frames.phase[frame] !== Phase.working) return;
      frames.work[frame] += pausedMs;
      if (!isHeld.has(frame)) this.delays.set(frame, (this.delays.get(frame) ?? 0) + pausedMs);
    });
    this.nodes[node] = { sinceMs: null, held: [] };
    this.standing--;
    for (const { event, frame, afterMs } of held) this.kernel.after(afterMs, event, frame);
    return true;
  }

  /** Whether what has just come to a frame at `node` must wait: then the same event comes again after the pause. */
  holds(node: number, event: EventCode, frame: number): boolean {
    if (this.standing === 0) return false;
    const state = this.nodes[node];
    if (state.sinceMs === null) return false;
    state.held.push({ event, frame, afterMs: 0 });
    return true;
  }

  /** The same of an event that is about something else than a frame. */
  holdsBack(node: number, event: EventCode, subject: number): boolean {
    const state = this.nodes[node];
    if (state.sinceMs === null) return false;
    state.held.push({ event, frame: subject, afterMs: 0, isOther: true });
    return true;
  }

  /** Whether work that would be done now is not, because of a pause that goes on or was. */
  putsOff(node: number, event: EventCode, frame: number): boolean {
    if (this.standing === 0 && this.delays.size === 0) return false;
    const delayMs = this.delays.get(frame) ?? 0;
    if (delayMs > 0) this.delays.delete(frame);
    const state = this.nodes[node];
    if (state.sinceMs !== null) {
      state.held.push({ event, frame, afterMs: this.kernel.now - state.sinceMs + delayMs });
      return true;
    }
    if (delayMs > 0) this.kernel.after(delayMs, event, frame);
    return delayMs > 0;
  }

  /** A frame that was at work is gone. */
  forget(frame: number): void {
    if (this.delays.size > 0) this.delays.delete(frame);
  }

  save(): SavedPauses {
    return { nodes: this.nodes.map(({ sinceMs, held }) => ({ sinceMs, held: [...held] })), delays: [...this.delays] };
  }

  restore({ nodes, delays }: SavedPauses): void {
    this.nodes = nodes.map(({ sinceMs, held }) => ({ sinceMs, held: [...held] }));
    this.standing = nodes.filter(({ sinceMs }) => sinceMs !== null).length;
    this.delays = new Map(delays);
  }
}
