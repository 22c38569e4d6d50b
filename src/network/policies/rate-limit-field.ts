import { integer, milliseconds, number, variant } from '../../schema/fields';

const ratePerSec = number({ default: 100, min: 0.001, max: 1e6, unit: 'perSec' });
const burst = integer({ default: 20, min: 1, max: 1_000_000 });
const window = { limit: integer({ default: 100, min: 1, max: 100_000 }), windowMs: milliseconds(1_000, 1) };

/** How many calls may go out in a time; see `rate-limiter.ts`. */
export const rateLimitField = variant(
  'algorithm',
  {
    /** Lets `burst` go at once and fills up again at the rate; one that has no token waits for it, but not for longer than `maxWaitMs`. */
    tokenBucket: { ratePerSec, burst, maxWaitMs: milliseconds(0) },
    /** nginx's limit_req: `burst` calls may be ahead of the rate; the first `free` of them go at once, the others wait. */
    leakyBucket: {
      ratePerSec,
      burst: integer({ default: 20, min: 0, max: 1_000_000 }),
      free: integer({ default: 0, min: 0, max: 1_000_000 }),
    },
    fixedWindow: window,
    slidingLog: window,
    slidingCounter: window,
  },
  { algorithm: 'tokenBucket', ratePerSec: 100, burst: 20, maxWaitMs: 0 },
);

export type RateLimitParams = typeof rateLimitField.default;
