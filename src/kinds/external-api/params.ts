import { duration } from '../../network/duration-field';
import { defineKind, HTTP_PROTOCOLS } from '../../network/kind';
import { choice, flag, group, integer, list, milliseconds, optional, perSecond, ratio } from '../../schema/fields';

export const externalApi = defineKind({
  kind: 'external-api',
  group: 'traffic',
  params: group(
    {
      /** From a call's arrival to its answer, whoever else is being served: its owner has servers enough. */
      responseTime: duration({ dist: 'lognormal', meanMs: 120, p99Ms: 600, cv: null }),
      /** The share of calls that end in an error of its own. */
      errorRate: ratio(0),
      /** A bucket of tokens; null: no limit. */
      rateLimit: optional(
        group({
          ratePerSec: perSecond(100, 0.001),
          burst: integer({ default: 100, min: 1, max: 1_000_000 }),
          /** Whose calls a bucket counts: those of all callers together, as behind one API key, or those of each user. */
          per: choice(['everybody', 'user'], 'everybody'),
        }),
        { ratePerSec: 100, burst: 100, per: 'everybody' },
      ),
      /** So many calls in each window; null: no quota. */
      quota: optional(
        group({ calls: integer({ default: 10_000, min: 1, max: 1e9 }), windowMs: milliseconds(3_600_000, 1) }),
      ),
      /** Whether a refusal says when to try again. */
      retryAfter: flag(true),
      /** What a caller meets while the API is out of order. */
      whenDown: choice(['error', 'refused', 'silent'], 'error'),
      /** Outages at known times. */
      outages: list(group({ fromMs: milliseconds(20_000), durationMs: milliseconds(10_000, 1) }), { maxItems: 100 }),
      /** Outages by chance, with exponential times in and out of order; null: none. */
      randomOutages: optional(group({ mtbfMs: milliseconds(120_000, 1), mttrMs: milliseconds(10_000, 1) })),
    },
    {
      limits: ['rateLimit', 'quota', 'retryAfter'],
      outages: ['whenDown', 'outages', 'randomOutages'],
    },
  ),
  accepts: [...HTTP_PROTOCOLS],
  calls: [],
  // Not ours: it cannot be crashed, and is out of order instead. What it does in between nobody outside can tell.
  modes: ['up', 'crashed', 'starting'],
});

export type ExternalApiParams = typeof externalApi.params.default;
