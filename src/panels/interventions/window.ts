/** Which rows of a long list are worth drawing: those in sight, and some on either side for the next turn of the wheel. */
export function rowsInSight(
  count: number,
  rowHeight: number,
  scrolled: number,
  height: number,
): { readonly from: number; readonly to: number } {
  const SPARE = 8;
  const from = Math.max(0, Math.floor(scrolled / rowHeight) - SPARE);
  return { from, to: Math.min(count, Math.ceil((scrolled + height) / rowHeight) + SPARE) };
}
