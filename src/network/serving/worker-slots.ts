import { setup } from 'xstate';
import type { Population } from '../../kernel/statechart/population';
import { Fact } from '../facts';
import { NONE } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import type { Outcome } from '../outcomes';

/** A worker: a thread, a connection of a pool, a slot of a limit on concurrency. */
export const workerMachine = setup({
  types: {} as {
    events:
      | { type: 'take' }
      | { type: 'block' }
      | { type: 'resume' }
      | { type: 'finish' }
      | { type: 'preempt' }
      | { type: 'crash' };
  },
}).createMachine({
  id: 'worker',
  initial: 'free',
  states: {
    free: { on: { take: 'busy' } },
    busy: { on: { block: 'blocked', finish: 'free', preempt: 'free', crash: 'free' } },
    blocked: { on: { resume: 'busy', crash: 'free' } },
  },
});

/** Indices of the states: free, busy, blocked. */
const FREE = 0;
const BUSY = 1;
const BLOCKED = 2;

export interface SlotsState {
  /** How many workers there are; fewer than are held, for a while, after their number has gone down. */
  workers: number;
  /** Slots that nobody holds; the next to be taken is the last. */
  readonly spare: number[];
}

export const noSlots = (): SlotsState => ({ workers: 0, spare: [] });

/** Hears what becomes of the slots, before anybody else does. */
export interface SlotUses {
  took(slot: number, frame: number): void;
  blocked(slot: number): void;
  resumed(slot: number): void;
  gave(slot: number, wasBlocked: boolean): void;
}

/**
 * The workers of one server, each a statechart. A frame holds its slot in {@link Frames.slot} from the start of its
 * operation to its reply. Whatever happens to a worker is recorded here and only here, by the transition itself: what
 * the facts tell and what the machines are in cannot differ.
 *
 * A slot comes into being when it is first taken, so that ten million workers cost nothing while they are idle.
 */
export class WorkerSlots {
  readonly population: Population<typeof workerMachine>;
  private readonly takes: number;
  private readonly blocks: number;
  private readonly resumes: number;
  private readonly finishes: number;
  private readonly preempts: number;
  private readonly crashes: number;
  private uses: SlotUses | null = null;

  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly owner: { readonly state: { readonly slots: SlotsState } },
  ) {
    const population = network.statecharts.populate(workerMachine);
    this.population = population;
    this.takes = population.eventIndex('take');
    this.blocks = population.eventIndex('block');
    this.resumes = population.eventIndex('resume');
    this.finishes = population.eventIndex('finish');
    this.preempts = population.eventIndex('preempt');
    this.crashes = population.eventIndex('crash');
  }

  /** Says who is to hear of every change from now on. */
  tell(uses: SlotUses): void {
    this.uses = uses;
  }

  /** Workers that are not free. Where requests share the workers there may be more than these. */
  get held(): number {
    return this.population.size - this.population.count(FREE);
  }

  /** How many workers are free, busy and blocked. */
  counts(): number[] {
    const free = Math.max(0, this.owner.state.slots.workers - this.held);
    return [free, this.population.count(BUSY), this.population.count(BLOCKED)];
  }

  /** How many workers there are from now on. Those in use beyond that go when they are done. */
  resize(workers: number): void {
    this.owner.state.slots.workers = workers;
    this.network.record(Fact.capacity, 0, this.node, 0, workers, 0);
  }

  /**
   * A worker takes `frame`; whether there is one is the caller's business.
   *
   * @param again 1 when it goes on with one that was preempted
   * @param waitedMs time spent in the queue
   */
  take(frame: number, again: 0 | 1, waitedMs: number): void {
    const { frames } = this.network;
    const slot = this.owner.state.slots.spare.pop() ?? this.population.add();
    this.population.send(slot, this.takes);
    frames.slot[frame] = slot;
    if (this.uses !== null) this.uses.took(slot, frame);
    this.network.record(Fact.started, again, this.node, frames.serial[frame], 0, waitedMs);
  }

  /** The worker of `frame`, if it has one, begins to wait for a call over `link`. */
  block(frame: number, link: Link): void {
    const { frames } = this.network;
    const slot = frames.slot[frame];
    if (slot === NONE || !this.population.send(slot, this.blocks)) return;
    if (this.uses !== null) this.uses.blocked(slot);
    this.network.record(Fact.blocked, 0, this.node, frames.serial[frame], link.index, 0);
  }

  /** The worker of `frame`, if it has one, goes on. */
  resume(frame: number, blockedMs: number): void {
    const { frames } = this.network;
    const slot = frames.slot[frame];
    if (slot === NONE || !this.population.send(slot, this.resumes)) return;
    if (this.uses !== null) this.uses.resumed(slot);
    this.network.record(Fact.resumed, 0, this.node, frames.serial[frame], 0, blockedMs);
  }

  /** The operation is over. */
  finish(frame: number, outcome: Outcome): void {
    this.give(frame, this.finishes);
    this.recordFinished(frame, outcome);
  }

  /** The process that the workers were part of is gone, and `frame` with it. */
  crash(frame: number, outcome: Outcome): void {
    this.give(frame, this.crashes);
    this.recordFinished(frame, outcome);
  }

  /** A more urgent one needs the worker of `frame`, of whose step so much work is left, ms. */
  preempt(frame: number, leftMs: number): void {
    this.give(frame, this.preempts);
    this.network.record(Fact.preempted, 0, this.node, this.network.frames.serial[frame], 0, leftMs);
  }

  private give(frame: number, eventIndex: number): void {
    const { frames } = this.network;
    const slot = frames.slot[frame];
    const wasBlocked = this.population.stateIndex(slot) === BLOCKED;
    if (!this.population.send(slot, eventIndex))
      throw new Error(`worker ${slot} of node ${this.node} is held by nobody`);
    frames.slot[frame] = NONE;
    this.owner.state.slots.spare.push(slot);
    if (this.uses !== null) this.uses.gave(slot, wasBlocked);
  }

  private recordFinished(frame: number, outcome: Outcome): void {
    const { frames, kernel } = this.network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    this.network.record(Fact.finished, outcome, this.node, frames.serial[frame], 1, tookMs);
  }
}
