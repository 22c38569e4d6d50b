import type { Draw, Json } from './draw';

/** What a caller does against waiting, failing and too much of everything: each policy now and then. */
export const randomPolicies = (draw: Draw): Json => ({
  timeoutMs: draw.of(null, 2, 20, 60),
  retry: draw.chance(0.4)
    ? {
        maxAttempts: draw.of(1, 2, 4),
        baseMs: draw.of(0, 5, 40),
        backoff: draw.of('constant', 'exponential', 'envoy'),
        jitter: draw.of('none', 'full', 'equal', 'decorrelated', 'grpc', 'kafka'),
        on: {
          error: draw.chance(0.2),
          breakerOpen: draw.chance(0.2),
          rateLimited: draw.chance(0.3),
          bulkheadFull: draw.chance(0.3),
        },
        budget: draw.of(
          null,
          { rule: 'share', ratio: 0.3, minPerSec: 5, windowMs: 1_000 },
          { rule: 'concurrent', minConcurrent: 2 },
          { rule: 'throttle', maxTokens: 6 },
        ),
      }
    : null,
  breaker: draw.chance(0.3)
    ? {
        window: draw.of('calls', 'seconds'),
        windowSize: 8,
        minimumCalls: 4,
        slowCalls: draw.of(null, { overMs: 15 }),
        openMs: draw.of(20, 200),
        probes: draw.of(1, 3),
        maxHalfOpenMs: draw.of(null, 50),
      }
    : null,
  deadlineMs: draw.of(null, null, null, 15, 80),
  hedge: draw.chance(0.2)
    ? {
        afterMs: draw.of(0, 5, 30),
        max: draw.of(2, 4),
        nonFatal: { error: draw.chance(0.3), timeout: draw.chance(0.7) },
        throttle: draw.of(null, { maxTokens: 6 }),
      }
    : null,
  rateLimit: draw.chance(0.2)
    ? draw.of<Json>(
        { algorithm: 'tokenBucket', ratePerSec: draw.of(10, 60), burst: draw.of(1, 5), maxWaitMs: draw.of(0, 100) },
        { algorithm: 'leakyBucket', ratePerSec: 40, burst: 6, free: draw.of(0, 2) },
        { algorithm: draw.of('fixedWindow', 'slidingLog', 'slidingCounter'), limit: 5, windowMs: 100 },
      )
    : null,
  bulkhead: draw.chance(0.25)
    ? { maxConcurrent: draw.of(1, 3), maxQueued: draw.of(0, 1, 4), maxWaitMs: draw.of(null, 10, 60) }
    : null,
  fallback: draw.chance(0.2)
    ? {
        source: draw.of<Json>({ from: 'value' }, { from: 'cache', maxAgeMs: 100 }),
        on: { error: draw.chance(0.5) },
      }
    : null,
  idempotency: draw.chance(0.25) ? { ttlMs: draw.of(50, 10_000), capacity: draw.of(2, 1_000) } : null,
});
