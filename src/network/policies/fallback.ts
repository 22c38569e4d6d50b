import type { Outcome } from '../outcomes';
import type { FallbackParams } from './fallback-field';
import { includes, type OutcomeSet, outcomeSet } from './reasons';

/** When each operation last got a good answer, as plain JSON: operation, moment, operation, moment … */
export type SavedFallback = readonly number[];

/** Stands in for the answer of a call that failed for good: a value that is always at hand, or the last good answer. */
export class Fallback {
  private readonly covered: OutcomeSet;
  /** NaN: there is no cache. */
  private readonly maxAgeMs: number;
  private readonly answeredAt = new Map<number, number>();

  constructor({ source, on }: FallbackParams) {
    this.covered = outcomeSet(on);
    this.maxAgeMs = source.from === 'cache' ? source.maxAgeMs : NaN;
  }

  /** A call got a good answer of its own. */
  succeeded(operation: number, nowMs: number): void {
    if (!Number.isNaN(this.maxAgeMs)) this.answeredAt.set(operation, nowMs);
  }

  /** Whether there is something to make do with after a call of this operation ended like that. */
  covers(outcome: Outcome, operation: number, nowMs: number): boolean {
    if (!includes(this.covered, outcome)) return false;
    if (Number.isNaN(this.maxAgeMs)) return true;
    const answeredAt = this.answeredAt.get(operation);
    return answeredAt !== undefined && nowMs - answeredAt <= this.maxAgeMs;
  }

  save(): SavedFallback {
    return [...this.answeredAt].flat();
  }

  restore(saved: SavedFallback): void {
    this.answeredAt.clear();
    for (let i = 0; i < saved.length; i += 2) this.answeredAt.set(saved[i], saved[i + 1]);
  }
}
