import type { NodeReading } from '../ui/kind-view';

/** How a node fares, in one word; each has a colour and a mark of its own. */
export type NodeStatus = 'idle' | 'up' | 'saturated' | 'blocked' | 'failing' | 'crashed' | 'starting';

/** From this share of failures on, a node counts as failing: a stray timeout is not an incident. */
const FAILING_SHARE = 0.05;

/**
 * The worst that can be said of a node right now. Saturated means that as many wait as are being served, so that the
 * mark does not flicker whenever all workers happen to be busy for a moment.
 */
export function nodeStatus(reading: NodeReading): NodeStatus {
  if (reading.mode === 'crashed' || reading.mode === 'starting') return reading.mode;
  if (!reading.live) return 'idle';
  const ended = reading.completedPerSec + reading.failedPerSec;
  if (reading.failedPerSec > 0 && reading.failedPerSec >= FAILING_SHARE * ended) return 'failing';
  const allTaken = reading.capacity > 0 && reading.busy >= reading.capacity;
  if (allTaken && 2 * reading.blocked >= reading.capacity) return 'blocked';
  if (allTaken && reading.queued >= reading.capacity) return 'saturated';
  return 'up';
}
