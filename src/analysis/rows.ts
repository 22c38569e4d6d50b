import type { TraceColumns } from '../kernel/trace';

/** The first row from `from` on whose time is not before `atMs`; `to` if there is none before that. */
export function firstRowAt(columns: Pick<TraceColumns, 'at'>, atMs: number, from: number, to: number): number {
  const { at } = columns;
  if (from === to || at[to - 1] < atMs) return to;
  let low = from;
  let high = to - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle] < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
