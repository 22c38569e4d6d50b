export type SlotState = 'blocked' | 'busy' | 'free';

/** Up to so many workers are drawn as cells of their own. */
export const MAX_CELLS = 32;

export interface SlotCounts {
  readonly capacity: number;
  readonly blocked: number;
  /** Busy and not blocked. */
  readonly working: number;
  readonly free: number;
}

/**
 * Sorts workers into blocked, working and free, which always add up to the capacity. More may be busy than there are
 * slots while a node shrinks: the rest finish their work unseen.
 */
export function slotCounts(capacity: number, busy: number, blocked: number): SlotCounts {
  const all = Math.max(0, Math.round(capacity));
  const waiting = Math.min(all, Math.max(0, Math.round(blocked)));
  const taken = Math.min(all, Math.max(waiting, Math.round(busy)));
  return { capacity: all, blocked: waiting, working: taken - waiting, free: all - taken };
}

export const sameCounts = (a: SlotCounts, b: SlotCounts): boolean =>
  a.capacity === b.capacity && a.blocked === b.blocked && a.working === b.working;

/** The state of the cell with this index: blocked ones first, because they stay the longest and should not flicker. */
export function slotState(counts: SlotCounts, index: number): SlotState {
  if (index < counts.blocked) return 'blocked';
  return index < counts.blocked + counts.working ? 'busy' : 'free';
}
