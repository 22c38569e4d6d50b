import { choice, group, integer, milliseconds, optional } from '../../schema/fields';

/** The connections that a caller keeps to its callee. */
export const connectionsField = group({
  max: integer({ default: 6, min: 1, max: 100_000 }),
  /** Requests at once on one connection, for protocols that can. */
  streams: integer({ default: 100, min: 1, max: 1_000_000 }),
  tls: choice(['none', 'tls13', 'tls12'], 'tls13'),
  /** A connection that was not used for so long is closed; null: never. */
  idleMs: optional(milliseconds(60_000), 60_000),
  /** Calls that may wait for a connection; null: no limit. */
  maxWaiting: optional(integer({ default: 100 })),
  /** How long a call waits for a connection before it is turned away; null: as long as its timeout lets it. */
  acquireTimeoutMs: optional(milliseconds(1_000, 0.001)),
});

export type ConnectionsParams = typeof connectionsField.default;
