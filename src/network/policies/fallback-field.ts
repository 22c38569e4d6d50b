import { flag, group, milliseconds, variant } from '../../schema/fields';

/** What a caller makes do with when a call has failed for good. */
export const fallbackField = group({
  source: variant(
    'from',
    {
      /** The same for everybody, and always at hand. */
      value: {},
      /** The last good answer to the same operation, if it is not older. */
      cache: { maxAgeMs: milliseconds(60_000) },
    },
    { from: 'value' },
  ),
  /** The failures that it stands in for. */
  on: group({
    timeout: flag(true),
    refused: flag(true),
    connectionRefused: flag(true),
    connectionReset: flag(true),
    partitioned: flag(true),
    breakerOpen: flag(true),
    bulkheadFull: flag(true),
    rateLimited: flag(true),
    error: flag(true),
  }),
});

export type FallbackParams = typeof fallbackField.default;
