import type { NodeReading } from '../kind-view';

/**
 * The one that most workers wait for: of those whose calls hold the caller, the one with the most calls under way. When
 * none are, all being between two attempts, the one whose calls fail the most.
 */
function waitedFor(reading: NodeReading): string | null {
  const [first] = reading.targets
    .filter((target) => !target.carriesMessages)
    .sort((a, b) => b.inFlight - a.inFlight || b.failedPerSec - a.failedPerSec || b.callsPerSec - a.callsPerSec);
  return first?.label ?? null;
}

export interface SlotsSummary {
  /** `calm`: there is room, and nothing to say. */
  readonly state: 'calm' | 'saturated' | 'waiting' | 'waitingFor';
  /** Whom they wait for, in state `waitingFor`. */
  readonly target: string;
}

/**
 * What the workers are at. Names the one they wait for when none is free and half of them are blocked: that some wait
 * for a moment is how every synchronous call looks, and not worth a word.
 */
export function summarizeSlots(reading: NodeReading): SlotsSummary {
  if (!reading.live || reading.capacity === 0 || reading.busy < reading.capacity) return { state: 'calm', target: '' };
  if (2 * reading.blocked < reading.capacity) return { state: 'saturated', target: '' };
  const target = waitedFor(reading);
  return target === null ? { state: 'waiting', target: '' } : { state: 'waitingFor', target };
}
