import type { Draw, Json, Room } from './draw';

export function serviceParams(
  draw: Draw,
  operations: readonly string[],
  { startupMs, queueLimit, concurrency }: Room,
): Json {
  const fanOut = draw.of('sequential', 'parallel');
  return {
    concurrency,
    queueLimit,
    fanOut,
    startupMs,
    serviceTime: draw.duration(),
    discipline: draw.of('fifo', 'fifo', 'lifo', 'priority', 'preemptive', 'sharing'),
    priorities: draw.many(draw.below(3), () => ({ operation: draw.of(...operations), priority: draw.below(3) })),
    queueTimeout: draw.chance(0.3) ? draw.duration() : null,
    replicas: draw.of(1, 1, 2, 3),
    graceMs: draw.of(0, 20, 30_000),
    warmUp: draw.chance(0.2) ? { requests: 5, factor: 4 } : null,
    sessions: draw.chance(0.2) ? { idleMs: draw.of(100, 60_000) } : null,
    liveness: draw.chance(0.2) ? { periodMs: 40, timeoutMs: draw.of(10, 60), failures: draw.of(1, 2) } : null,
    shedding: draw.of(
      null,
      null,
      { rule: 'queueLength', maxQueued: draw.of(0, 3) },
      { rule: 'codel', targetMs: 2, intervalMs: 20 },
      { rule: 'controlledDelay', targetMs: 2, intervalMs: 20 },
    ),
    autoscaling: draw.chance(0.2)
      ? {
          maxReplicas: 4,
          metric: { name: draw.of('cpu', 'workers', 'inFlight', 'queue'), target: draw.of(0.5, 0.9) },
          syncMs: 50,
          scaleDown: { windowMs: 100 },
        }
      : null,
  };
}

export function gatewayParams(draw: Draw, { startupMs, queueLimit, concurrency }: Room): Json {
  return {
    concurrency,
    queueLimit,
    startupMs,
    overhead: draw.duration(),
    auth: draw.of(null, { by: 'work', time: draw.duration() }),
    rateLimit: draw.of(null, { ratePerSec: 5, burst: 2, per: draw.of('user', 'everybody') }),
    cache: draw.of(null, { ttlMs: 50, capacity: draw.of(1, 3) }),
  };
}

export function externalApiParams(draw: Draw): Json {
  return {
    responseTime: draw.duration(),
    errorRate: draw.of(0, 0.2),
    rateLimit: draw.of(null, { ratePerSec: 5, burst: 2, per: draw.of('user', 'everybody') }),
    quota: draw.of(null, { calls: 4, windowMs: 300 }),
    retryAfter: draw.chance(0.5),
    whenDown: draw.of('error', 'refused', 'silent'),
    outages: draw.many(draw.below(3), () => ({ fromMs: draw.below(800), durationMs: draw.of(1, 200) })),
    randomOutages: draw.of(null, { mtbfMs: 200, mttrMs: 30 }),
  };
}

export function serverlessParams(draw: Draw, { startupMs }: Room): Json {
  return {
    serviceTime: draw.duration(),
    coldStart: draw.duration(),
    concurrencyLimit: draw.of(1, 3, 100),
    keepAliveMs: draw.of(0, 20, 300_000),
    provisioned: draw.of(0, 2),
    scaling: draw.of(null, { instances: draw.of(1, 3), perMs: draw.of(10, 400) }),
    timeoutMs: draw.of(null, 5, 40),
    asyncRetries: draw.of(0, 1, 3),
    retryDelayMs: draw.of(0, 10, 100),
    maxMessageAgeMs: draw.of(50, 21_600_000),
    startupMs,
  };
}

export function loadBalancerParams(draw: Draw, { startupMs }: Room): Json {
  return {
    policy: draw.of(
      ...['round-robin', 'least-connections', 'random', 'random-choices'],
      ...['ip-hash', 'hash', 'consistent-hash', 'least-requests'],
    ),
    maxFails: draw.below(3),
    failTimeoutMs: draw.of(50, 10_000),
    maxTries: draw.of(1, 3),
    nextUpstream: { http500: draw.chance(0.3), http503: draw.chance(0.3) },
    workerConnections: draw.of(null, 4, 40),
    slowStart: draw.of(null, { windowMs: 100 }),
    healthCheck: draw.of(null, { intervalMs: 30, timeoutMs: draw.of(5, 50), fails: 2 }),
    outliers: draw.of(null, { consecutiveFailures: 2, intervalMs: 50, baseEjectionMs: 100, maxEjected: 0.5 }),
    spillover: draw.of(null, {}),
    clientTransfer: draw.chance(0.3) ? draw.duration() : null,
    buffering: draw.chance(0.5),
    overhead: draw.duration(),
    startupMs,
  };
}
