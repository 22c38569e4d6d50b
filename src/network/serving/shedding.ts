import type { Network } from '../network';
import { Note } from '../notes';
import { CoDel } from '../policies/codel';
import { ControlledDelay } from '../policies/controlled-delay';
import type { sheddingField } from '../policies/shedding-field';
import type { SheddingState } from './shedding-state';

export type SheddingParams = typeof sheddingField.default;

/** Which of those that wait at a server are given up so that the others are served in time. */
export class Shedding {
  /** The note that tells how many the rule has sent away. */
  readonly note: number;
  private readonly maxQueued: number;
  private readonly codel: CoDel | null;
  private readonly delay: ControlledDelay | null;

  constructor(
    private readonly network: Network,
    rule: SheddingParams,
    private readonly owner: { readonly state: { readonly shedding: SheddingState } },
  ) {
    this.maxQueued = rule.rule === 'queueLength' ? rule.maxQueued : Infinity;
    this.codel = rule.rule === 'codel' ? new CoDel(rule.targetMs, rule.intervalMs) : null;
    this.delay = rule.rule === 'controlledDelay' ? new ControlledDelay(rule.targetMs, rule.intervalMs) : null;
    if (this.codel !== null) this.note = Note.shedByCoDel;
    else this.note = this.delay === null ? Note.shedByLength : Note.shedByDelay;
  }

  /** Whether one that comes to a queue of this length is sent away at once. */
  refuses(queued: number): boolean {
    return queued >= this.maxQueued;
  }

  /** How long one that joins a queue of this length may wait in it, ms. */
  maxWaitMs(queued: number): number {
    if (this.delay === null) return Infinity;
    const { shedding } = this.owner.state;
    const { now } = this.network.kernel;
    if (queued === 0) shedding.emptyAtMs = now;
    return this.delay.maxWaitMs(shedding.emptyAtMs, now);
  }

  /** Whether the latest to come is to be served next. */
  get servesNewestFirst(): boolean {
    const { emptyAtMs } = this.owner.state.shedding;
    return this.delay?.servesNewestFirst(emptyAtMs, this.network.kernel.now) === true;
  }

  /** Whether one that has just been taken out of the queue is given up; so many are still in it. */
  drops(waitedMs: number, queued: number): boolean {
    if (this.codel === null) return false;
    return this.codel.drops(this.owner.state.shedding.codel, waitedMs, queued === 0, this.network.kernel.now);
  }

  /** A worker is free, and nobody waits. */
  ranEmpty(): void {
    const { shedding } = this.owner.state;
    if (this.codel !== null) this.codel.ranEmpty(shedding.codel);
    shedding.emptyAtMs = this.network.kernel.now;
  }
}
