/**
 * Which engine computes the figures. Two engines with the same number give the same run for the same scenario and seed,
 * to the last event; what is computed by several machines or on several days is put together only where they agree.
 *
 * Raised by one whenever results change: `engine-version.test.ts` notices, and says what to write where.
 */
export const ENGINE_VERSION = 3;

/** What stands in a file that names another engine, or none. */
export const describeEngine = (version: unknown): string =>
  typeof version === 'number' ? `engine version ${version}` : 'one that names no engine version';
