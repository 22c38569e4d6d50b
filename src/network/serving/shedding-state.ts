import { type CoDelState, calmCoDel } from '../policies/codel-state';

/** What changes in a `Shedding`: plain data. */
export interface SheddingState {
  readonly codel: CoDelState;
  /** When the queue was last empty, virtual ms. */
  emptyAtMs: number;
}

export const calmShedding = (): SheddingState => ({ codel: calmCoDel(), emptyAtMs: 0 });
