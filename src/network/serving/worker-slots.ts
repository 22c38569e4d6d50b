import { Fact } from '../facts';
import { NONE } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import type { Outcome } from '../outcomes';
import { Crew, type Crews } from './crews';

/** Hears what becomes of the slots, before anybody else does. */
export interface SlotUses {
  took(slot: number, frame: number): void;
  blocked(slot: number): void;
  resumed(slot: number): void;
  gave(slot: number, wasBlocked: boolean): void;
}

/**
 * The workers of one server, each a statechart: see {@link Crews}. A frame holds its slot in {@link Frames.slot} from the
 * start of its operation to its reply. Whatever happens to a worker is recorded here and only here, by the transition
 * itself: what the facts tell and what the machines are in cannot differ.
 */
export class WorkerSlots {
  private readonly crews: Crews;
  private uses: SlotUses | null = null;

  /** @param line where the server's line in the {@link Crews} begins */
  constructor(
    private readonly network: Network,
    private readonly node: number,
    private readonly line: number,
  ) {
    this.crews = network.crews;
  }

  /** The machine and the states of all workers, of whatever server. */
  get population(): Crews['population'] {
    return this.crews.population;
  }

  /** Says who is to hear of every change from the moment at which the workers are {@link divide}d. */
  tell(uses: SlotUses): void {
    this.uses = uses;
  }

  /** Whether the workers are divided among several. */
  get isDivided(): boolean {
    return this.crews.words[this.line + Crew.isDivided] !== 0;
  }

  /** From now on the workers are divided among several; those that are held belong to number 0. */
  divide(): void {
    this.crews.words[this.line + Crew.isDivided] = 1;
  }

  /** Whose a slot is, where the workers are divided. */
  dividedTo(slot: number): number {
    return this.crews.dividedTo[slot];
  }

  /** A slot is somebody's from now on, while it is held. */
  assign(slot: number, to: number): void {
    this.crews.dividedTo[slot] = to;
  }

  /** How many workers there are. */
  get workers(): number {
    return this.crews.words[this.line + Crew.workers];
  }

  /** Workers that are not free. Where requests share the workers there may be more than these. */
  get held(): number {
    return this.crews.words[this.line + Crew.held];
  }

  /** How many workers are free, busy and blocked. */
  counts(): number[] {
    const blocked = this.crews.words[this.line + Crew.blocked];
    return [Math.max(0, this.workers - this.held), this.held - blocked, blocked];
  }

  /** How many workers there are from now on. Those in use beyond that go when they are done. */
  resize(workers: number): void {
    this.crews.words[this.line + Crew.workers] = workers;
    this.network.record(Fact.capacity, 0, this.node, 0, workers, 0);
  }

  /**
   * A worker takes `frame`; whether there is one is the caller's business.
   *
   * @param again 1 when it goes on with one that was preempted
   * @param waitedMs time spent in the queue
   */
  take(frame: number, again: 0 | 1, waitedMs: number): void {
    const { crews, line } = this;
    const { frames } = this.network;
    const slot = crews.take(line);
    frames.slot[frame] = slot;
    if (crews.words[line + Crew.isDivided] !== 0 && this.uses !== null) this.uses.took(slot, frame);
    this.network.record(Fact.started, again, this.node, frames.serial[frame], 0, waitedMs);
  }

  /** The worker of `frame`, if it has one, begins to wait for a call over `link`. */
  block(frame: number, link: Link): void {
    const { crews, line } = this;
    const { frames } = this.network;
    const slot = frames.slot[frame];
    if (slot === NONE || !crews.block(line, slot)) return;
    if (crews.words[line + Crew.isDivided] !== 0 && this.uses !== null) this.uses.blocked(slot);
    this.network.record(Fact.blocked, 0, this.node, frames.serial[frame], link.index, 0);
  }

  /** The worker of `frame`, if it has one, goes on. */
  resume(frame: number, blockedMs: number): void {
    const { crews, line } = this;
    const { frames } = this.network;
    const slot = frames.slot[frame];
    if (slot === NONE || !crews.resume(line, slot)) return;
    if (crews.words[line + Crew.isDivided] !== 0 && this.uses !== null) this.uses.resumed(slot);
    this.network.record(Fact.resumed, 0, this.node, frames.serial[frame], 0, blockedMs);
  }

  /** The operation is over. */
  finish(frame: number, outcome: Outcome): void {
    const slot = this.takeFrom(frame);
    this.gave(slot, this.crews.finish(this.line, slot));
    this.recordFinished(frame, outcome);
  }

  /** The process that the workers were part of is gone, and `frame` with it. */
  crash(frame: number, outcome: Outcome): void {
    const slot = this.takeFrom(frame);
    this.gave(slot, this.crews.crash(this.line, slot));
    this.recordFinished(frame, outcome);
  }

  /** A more urgent one needs the worker of `frame`, of whose step so much work is left, ms. */
  preempt(frame: number, leftMs: number): void {
    const slot = this.takeFrom(frame);
    this.gave(slot, this.crews.preempt(this.line, slot));
    this.network.record(Fact.preempted, 0, this.node, this.network.frames.serial[frame], 0, leftMs);
  }

  private takeFrom(frame: number): number {
    const { frames } = this.network;
    const slot = frames.slot[frame];
    frames.slot[frame] = NONE;
    return slot;
  }

  private gave(slot: number, wasBlocked: boolean): void {
    const { crews, line, uses } = this;
    if (crews.words[line + Crew.isDivided] !== 0 && uses !== null) uses.gave(slot, wasBlocked);
  }

  private recordFinished(frame: number, outcome: Outcome): void {
    const { frames, kernel } = this.network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    this.network.record(Fact.finished, outcome, this.node, frames.serial[frame], 1, tookMs);
  }
}
