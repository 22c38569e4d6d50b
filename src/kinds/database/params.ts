import { duration } from '../../network/duration-field';
import { defineKind, MESSAGE_PROTOCOLS } from '../../network/kind';
import { choice, flag, group, integer, list, milliseconds, optional, ratio, text, variant } from '../../schema/fields';

/** How events get from the outbox to the broker behind the outgoing link. */
export const relayField = variant(
  'relay',
  {
    /** There is no outbox. */
    none: {},
    /** The relay asks for new events at regular moments. */
    poll: {
      intervalMs: milliseconds(1_000, 1),
      batch: integer({ default: 100, min: 1, max: 10_000 }),
    },
    /** The relay follows the database's log. */
    log: { delayMs: milliseconds(10) },
  },
  { relay: 'none' },
);

export const database = defineKind({
  kind: 'database',
  group: 'data',
  params: group(
    {
      /** Connections to the primary, and as many to each replica: how many queries run at once. */
      poolSize: integer({ default: 10, min: 1, max: 10_000 }),
      /** Queries that may wait for a connection; null: no limit. */
      maxWaiters: optional(integer({ default: 100 }), 100),
      /** How long a query waits for a connection before it is turned away; null: for ever. */
      connectionTimeoutMs: optional(milliseconds(30_000, 1)),
      queryTime: duration({ dist: 'lognormal', meanMs: 5, p99Ms: 25, cv: null }),
      /** Operations that write. */
      writeOperations: list(text({ maxLength: 60 }), { default: ['write'], maxItems: 50 }),
      /** Share of all other queries that write, too. */
      writeShare: ratio(0),
      /** How long a write takes; null: as long as any query. */
      writeTime: optional(duration({ dist: 'lognormal', meanMs: 10, p99Ms: 50, cv: null })),
      /** Whether a write locks the row that it is about until it is committed. */
      rowLocks: flag(false),
      /** Copies that follow the primary. */
      replicas: integer({ default: 0, min: 0, max: 15 }),
      /** From a commit until a replica has it. */
      replicationLag: duration({ dist: 'lognormal', meanMs: 50, p99Ms: 500, cv: null }),
      /** Whom reads go to where there are replicas. */
      reads: choice(['replicas', 'primary'], 'replicas'),
      /** Every write leaves an event there in its own transaction. */
      outbox: relayField,
      startupMs: milliseconds(3_000),
    },
    {
      writes: ['writeOperations', 'writeShare', 'writeTime', 'rowLocks'],
      replication: ['replicas', 'replicationLag', 'reads'],
      outbox: ['outbox'],
    },
  ),
  accepts: ['sql'],
  calls: [...MESSAGE_PROTOCOLS],
  modes: ['up', 'crashed', 'starting'],
});

export type DatabaseParams = typeof database.params.default;
export type Relay = DatabaseParams['outbox'];
