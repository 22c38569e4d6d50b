import { useEffect } from 'react';
import { BREAKER_STATES, type BreakerState } from '../network/facts';
import { linkGauge, live } from '../stores/live';
import { currentFaults } from './current-faults';
import { onPulse } from './pulse';

/** What is known of one link at the playhead. Rates are per second of virtual time. */
export interface LinkReading {
  /** False while nothing has run yet. */
  readonly live: boolean;
  readonly callsPerSec: number;
  /** Share of the calls that failed just now, 0 … 1. */
  readonly failing: number;
  readonly breaker: BreakerState;
  /** Attempts under way, and those that wait at the caller to leave. */
  readonly inFlight: number;
  readonly waiting: number;
  /** Attempts that a rate limit turned away. */
  readonly limitedPerSec: number;
  readonly cut: boolean;
  readonly slowFactor: number;
  /** What is added to its latency, ms. */
  readonly delayMs: number;
}

function readLink(id: string): LinkReading {
  const tick = live.latest();
  const row = live.indexOfLink(id);
  const faults = currentFaults({ link: id });
  const gauge = (name: Parameters<typeof linkGauge>[2]) => (tick && row >= 0 ? linkGauge(tick, row, name) : 0);
  const callsPerSec = gauge('callsPerSec');
  const failedPerSec = gauge('failedPerSec');
  return {
    live: tick !== null && row >= 0,
    callsPerSec,
    failing: failedPerSec > 0 ? Math.min(1, failedPerSec / Math.max(callsPerSec, failedPerSec)) : 0,
    breaker: BREAKER_STATES[gauge('breaker')] ?? 'closed',
    inFlight: gauge('inFlight'),
    waiting: gauge('waiting'),
    limitedPerSec: gauge('limitedPerSec'),
    cut: faults?.cut ?? false,
    slowFactor: faults?.slowFactor ?? 1,
    delayMs: faults?.delayMs ?? 0,
  };
}

/** How thick a link with this rate is drawn, canvas units: each tenfold adds the same, as rates span many of them. */
export const linkWidth = (callsPerSec: number): number =>
  1.5 + Math.min(4.5, Math.round(6 * Math.log10(1 + Math.max(0, callsPerSec))) / 4);

/** Calls `paint` with each pulse, and after each render. */
export function useLinkReading(id: string, paint: (reading: LinkReading) => void): void {
  useEffect(() => {
    const read = () => paint(readLink(id));
    read();
    return onPulse(read);
  });
}
