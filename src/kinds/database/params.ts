import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { group, integer, milliseconds, optional } from '../../schema/fields';

export const database = defineKind({
  kind: 'database',
  group: 'data',
  params: group({
    /** Connections: how many queries run at once. */
    poolSize: integer({ default: 10, min: 1, max: 10_000 }),
    /** Queries that may wait for a connection; null: no limit. */
    maxWaiters: optional(integer({ default: 100 }), 100),
    queryTime: duration({ dist: 'lognormal', meanMs: 5, p99Ms: 25, cv: null }),
    startupMs: milliseconds(3_000),
  }),
  accepts: ['sql'],
  calls: [],
  modes: ['up', 'crashed', 'starting'],
});

export type DatabaseParams = typeof database.params.default;
