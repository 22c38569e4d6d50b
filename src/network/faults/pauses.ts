import { setup } from 'xstate';
import type { EventCode, Kernel } from '../../kernel/kernel';
import type { Population } from '../../kernel/statechart/population';
import type { Statecharts } from '../../kernel/statechart/statecharts';
import { type Frames, Phase } from '../frames/frames';

/** Whether a process goes on, or stands still. */
export const pauseMachine = setup({
  types: {} as { events: { type: 'pause' } | { type: 'goOn' } },
}).createMachine({
  id: 'pause',
  initial: 'running',
  states: {
    running: { on: { pause: 'paused' } },
    paused: { on: { goOn: 'running' } },
  },
});

const PAUSED = 1;

/** An event that waits for a paused node: what is to happen to which frame, and how long after the pause. */
interface Held {
  readonly event: EventCode;
  readonly frame: number;
  readonly afterMs: number;
  /** True where `frame` is none, but another subject of the event. */
  readonly isOther?: boolean;
}

/** What there is of a node's pause beside its statechart. */
interface PauseState {
  /** When the last one began. */
  sinceMs: number;
  held: Held[];
}

/** The states are saved by {@link Statecharts.save}. */
export interface SavedPauses {
  readonly nodes: readonly { readonly sinceMs: number; readonly held: readonly Held[] }[];
  readonly standing: number;
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
  readonly population: Population<typeof pauseMachine>;
  private nodes: PauseState[] = [];
  /** How many of them stand still. Mostly none does, and then no node needs to be looked at. */
  private standing = 0;
  /** By how much the end of a frame's work is to be put off when it comes, ms. */
  private delays = new Map<number, number>();
  private readonly pauses: number;
  private readonly resumes: number;

  constructor(
    statecharts: Statecharts,
    private readonly kernel: Kernel,
    private readonly frames: Frames,
  ) {
    this.population = statecharts.populate(pauseMachine);
    this.pauses = this.population.eventIndex('pause');
    this.resumes = this.population.eventIndex('goOn');
  }

  /** Whether any node stands still. */
  get isAny(): boolean {
    return this.standing > 0;
  }

  /** One more node, which runs. */
  add(): void {
    this.population.add();
    this.nodes.push({ sinceMs: 0, held: [] });
  }

  isPaused(node: number): boolean {
    return this.standing > 0 && this.population.stateIndex(node) === PAUSED;
  }

  /** Stops a node that runs; false if it is paused already. */
  pause(node: number): boolean {
    if (!this.population.send(node, this.pauses)) return false;
    this.nodes[node].sinceMs = this.kernel.now;
    this.standing++;
    return true;
  }

  /** Lets a paused node go on; false if it runs. */
  resume(node: number): boolean {
    if (!this.population.send(node, this.resumes)) return false;
    const { frames } = this;
    const { held, sinceMs } = this.nodes[node];
    const pausedMs = this.kernel.now - sinceMs;
    const isHeld = new Set(held.filter(({ isOther }) => !isOther).map(({ frame }) => frame));
    frames.forEach((frame) => {
      if (frames.node[frame] !== node || frames.phase[frame] !== Phase.working) return;
      frames.work[frame] += pausedMs;
      if (!isHeld.has(frame)) this.delays.set(frame, (this.delays.get(frame) ?? 0) + pausedMs);
    });
    this.nodes[node] = { sinceMs, held: [] };
    this.standing--;
    for (const { event, frame, afterMs } of held) this.kernel.after(afterMs, event, frame);
    return true;
  }

  /** Whether what has just come to a frame at `node` must wait: then the same event comes again after the pause. */
  holds(node: number, event: EventCode, frame: number): boolean {
    if (!this.isPaused(node)) return false;
    this.nodes[node].held.push({ event, frame, afterMs: 0 });
    return true;
  }

  /** The same of an event that is about something else than a frame. */
  holdsBack(node: number, event: EventCode, subject: number): boolean {
    if (!this.isPaused(node)) return false;
    this.nodes[node].held.push({ event, frame: subject, afterMs: 0, isOther: true });
    return true;
  }

  /** Whether work that would be done now is not, because of a pause that goes on or was. */
  putsOff(node: number, event: EventCode, frame: number): boolean {
    if (this.standing === 0 && this.delays.size === 0) return false;
    const delayMs = this.delays.get(frame) ?? 0;
    if (delayMs > 0) this.delays.delete(frame);
    if (this.isPaused(node)) {
      const { held, sinceMs } = this.nodes[node];
      held.push({ event, frame, afterMs: this.kernel.now - sinceMs + delayMs });
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
    const nodes = this.nodes.map(({ sinceMs, held }) => ({ sinceMs, held: [...held] }));
    return { nodes, standing: this.standing, delays: [...this.delays] };
  }

  restore({ nodes, standing, delays }: SavedPauses): void {
    this.nodes = nodes.map(({ sinceMs, held }) => ({ sinceMs, held: [...held] }));
    this.standing = standing;
    this.delays = new Map(delays);
  }
}
