import type { NoteName } from '../network/notes';

/**
 * Per-node numbers at the playhead, in the order in which they stand in a row. Of a node without workers, `busy` is what
 * it has under way and `queued` is 0; of a broker, `queued` is what waits in its queues and `busy` what its consumers
 * have not acknowledged. Of a client, what arrives are the requests it sends.
 */
export const NODE_GAUGES = [
  'mode',
  'capacity',
  'busy',
  'blocked',
  'queued',
  'arrivedPerSec',
  'completedPerSec',
  'failedPerSec',
] as const;

/**
 * Per-link numbers at the playhead. `inFlight`: attempts that somebody waits for; of a broker's push, messages that the
 * consumer has not acknowledged. `callsPerSec` and `failedPerSec` count attempts and messages. `breaker`: its state's
 * index. `waiting`: attempts that wait at their callers, for a rate limit or a place in a bulkhead. `limitedPerSec`:
 * attempts that a rate limit turned away. `streamedPerSec`: messages of streams that were read, both ways.
 */
export const LINK_GAUGES = [
  'inFlight',
  'callsPerSec',
  'failedPerSec',
  'breaker',
  'waiting',
  'limitedPerSec',
  'streamedPerSec',
] as const;

/** A queue of a broker at the playhead. */
export interface QueueGauge {
  readonly name: string;
  /** The group whose backlog it is, where several read the same log. */
  readonly group?: string;
  readonly ready: number;
  readonly unacked: number;
}

/** What a component tells of itself; a name is missing while it has told nothing of the kind. */
export type NodeNotes = Readonly<Partial<Record<NoteName, number>>>;
