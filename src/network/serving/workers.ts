import { Fact } from '../facts';
import { NONE } from '../frames/frames';
import type { Link } from '../links/link';
import type { Network } from '../network';
import type { Outcome } from '../outcomes';
import { Crew, type Crews } from './crews';

/** Hears what becomes of the workers of a server, before anybody else does. */
export interface SlotUses {
  took(slot: number, frame: number): void;
  blocked(slot: number): void;
  resumed(slot: number): void;
  gave(slot: number, wasBlocked: boolean): void;
}

/**
 * What becomes of the workers of all servers, each a statechart: see {@link Crews}. A frame holds its slot in
 * {@link Frames.slot} from the start of its operation to its reply. Whatever happens to a worker is recorded here and only
 * here, by the transition itself: what the facts tell and what the machines are in cannot differ.
 *
 * A server is told by its line in the crews and the index of its node.
 */
export class Workers {
  private readonly crews: Crews;
  /** Who hears of the workers of servers that are divided among several, by line. */
  private readonly uses = new Map<number, SlotUses>();

  constructor(private readonly network: Network) {
    this.crews = network.crews;
  }

  /** Says who is to hear of every change of a server's workers from the moment at which they are divided. */
  tell(line: number, uses: SlotUses): void {
    this.uses.set(line, uses);
  }

  /**
   * A worker takes `frame`; whether there is one is the caller's business.
   *
   * @param again 1 when it goes on with one that was preempted
   * @param waitedMs time spent in the queue
   */
  take(line: number, node: number, frame: number, again: 0 | 1, waitedMs: number): void {
    const { crews } = this;
    const { frames } = this.network;
    const slot = crews.take(line);
    frames.slot[frame] = slot;
    if (crews.words[line + Crew.isDivided] !== 0) this.uses.get(line)?.took(slot, frame);
    this.network.record(Fact.started, again, node, frames.serial[frame], 0, waitedMs);
  }

  /** The worker of `frame`, if it has one, begins to wait for a call over `link`. */
  block(line: number, node: number, frame: number, link: Link): void {
    const { crews } = this;
    const { frames } = this.network;
    const slot = frames.slot[frame];
    if (slot === NONE || !crews.block(line, slot)) return;
    if (crews.words[line + Crew.isDivided] !== 0) this.uses.get(line)?.blocked(slot);
    this.network.record(Fact.blocked, 0, node, frames.serial[frame], link.index, 0);
  }

  /** The worker of `frame`, if it has one, goes on. */
  resume(line: number, node: number, frame: number, blockedMs: number): void {
    const { crews } = this;
    const { frames } = this.network;
    const slot = frames.slot[frame];
    if (slot === NONE || !crews.resume(line, slot)) return;
    if (crews.words[line + Crew.isDivided] !== 0) this.uses.get(line)?.resumed(slot);
    this.network.record(Fact.resumed, 0, node, frames.serial[frame], 0, blockedMs);
  }

  /** The operation is over. */
  finish(line: number, node: number, frame: number, outcome: Outcome): void {
    const slot = this.takeFrom(frame);
    this.gave(line, slot, this.crews.finish(line, slot));
    this.recordFinished(node, frame, outcome);
  }

  /** The process that the workers were part of is gone, and `frame` with it. */
  crash(line: number, node: number, frame: number, outcome: Outcome): void {
    const slot = this.takeFrom(frame);
    this.gave(line, slot, this.crews.crash(line, slot));
    this.recordFinished(node, frame, outcome);
  }

  /** A more urgent one needs the worker of `frame`, of whose step so much work is left, ms. */
  preempt(line: number, node: number, frame: number, leftMs: number): void {
    const slot = this.takeFrom(frame);
    this.gave(line, slot, this.crews.preempt(line, slot));
    this.network.record(Fact.preempted, 0, node, this.network.frames.serial[frame], 0, leftMs);
  }

  private takeFrom(frame: number): number {
    const { frames } = this.network;
    const slot = frames.slot[frame];
    frames.slot[frame] = NONE;
    return slot;
  }

  private gave(line: number, slot: number, wasBlocked: boolean): void {
    if (this.crews.words[line + Crew.isDivided] !== 0) this.uses.get(line)?.gave(slot, wasBlocked);
  }

  private recordFinished(node: number, frame: number, outcome: Outcome): void {
    const { frames, kernel } = this.network;
    const tookMs = kernel.now - frames.arrivedAt[frame];
    this.network.record(Fact.finished, outcome, node, frames.serial[frame], 1, tookMs);
  }
}
