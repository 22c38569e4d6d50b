import type { NodeReading } from '../kind-view';

/** The synchronous call that most workers wait for: the busiest link that holds its caller. */
export function waitedFor(reading: NodeReading): string | null {
  let most = 0;
  let label: string | null = null;
  for (const target of reading.targets) {
    if (target.protocol === 'amqp' || target.inFlight <= most) continue;
    most = target.inFlight;
    label = target.label;
  }
  return label;
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
