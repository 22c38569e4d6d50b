/** The depth at which a queue without a limit is drawn full. */
const UNLIMITED_FULL = 10_000;

/**
 * How far the bar of a queue is filled, 0 … 1. Up to its limit in proportion; without a limit on a logarithmic scale
 * (a third at 20, two thirds at 450, full at 10,000), so that the first few are seen and a flood still grows.
 */
export function queueFill(depth: number, limit: number | null): number {
  if (depth <= 0) return 0;
  const share = limit === null ? Math.log1p(depth) / Math.log1p(UNLIMITED_FULL) : limit > 0 ? depth / limit : 1;
  return Math.min(1, share);
}
