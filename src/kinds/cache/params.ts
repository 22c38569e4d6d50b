import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { choice, flag, group, integer, list, milliseconds, optional, ratio, text } from '../../schema/fields';

export const cache = defineKind({
  kind: 'cache',
  group: 'data',
  params: group(
    {
      /** Entries that it has room for. */
      capacity: integer({ default: 10_000, min: 1, max: 1_000_000 }),
      /** How long an entry may be used; null: for ever. */
      ttlMs: optional(milliseconds(60_000, 1), 60_000),
      /** Up to which share the lifetime of each entry is cut by chance, so that they do not all end together. */
      ttlJitter: ratio(0),
      /** Which entry goes for want of room. */
      eviction: choice(['lru', 'lfu', 'fifo'], 'lru'),
      /** Whether those who miss what is being loaded wait for it instead of loading it once more. */
      singleFlight: flag(false),
      /** Cache-aside with single flight: how long the first to miss may take until the next may try. */
      leaseMs: milliseconds(10_000, 1),
      /** Read-through: an entry asked for so shortly before its end is renewed while it is still served; null: never. */
      refreshAheadMs: optional(milliseconds(5_000, 1)),
      /** Operations that write. */
      writeOperations: list(text({ maxLength: 60 }), { default: ['write'], maxItems: 50 }),
      /** Read-through: what a write that the origin has taken does to the entry. */
      writes: choice(['through', 'around'], 'through'),
      /** One look or one store. */
      accessTime: duration({ dist: 'constant', valueMs: 0.2 }),
      /** Requests at once, those included that wait for the origin. */
      concurrency: integer({ default: 1_000, min: 1, max: 10_000 }),
      /** Requests that may wait for that; null: no limit. */
      queueLimit: optional(integer({ default: 1_000 }), 1_000),
      startupMs: milliseconds(1_000),
    },
    {
      freshness: ['ttlJitter', 'leaseMs', 'refreshAheadMs'],
      writes: ['writeOperations', 'writes'],
      limits: ['concurrency', 'queueLimit', 'startupMs'],
    },
  ),
  accepts: ['redis'],
  calls: ['sql', 'rest', 'grpc'],
  modes: ['up', 'crashed', 'starting'],
});

export type CacheParams = typeof cache.params.default;
