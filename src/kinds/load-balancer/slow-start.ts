import { pow } from '../../kernel/portable-math';
import type { SlowStartParams } from './params';

/**
 * The share of its weight that a target has `sinceMs` after it came back, by Envoy's formula ("Slow start mode"):
 * max(min_weight_percent, time_factor^(1 / aggression)), time_factor = max(seconds since start, 1) / window.
 */
export function slowStartShare(sinceMs: number, { windowMs, minWeight, aggression }: SlowStartParams): number {
  if (sinceMs >= windowMs) return 1;
  const factor = Math.min(1, Math.max(sinceMs, 1_000) / windowMs);
  return Math.max(minWeight, aggression === 1 ? factor : pow(factor, 1 / aggression));
}
