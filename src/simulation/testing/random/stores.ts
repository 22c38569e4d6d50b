import type { Draw, Json, Room } from './draw';

export function databaseParams(draw: Draw, { startupMs, queueLimit, concurrency }: Room): Json {
  return {
    poolSize: concurrency,
    maxWaiters: queueLimit,
    connectionTimeoutMs: draw.of(null, null, 5, 40),
    queryTime: draw.duration(),
    writeOperations: ['b'],
    writeShare: draw.of(0, 0.3),
    writeTime: draw.of(null, draw.duration()),
    rowLocks: draw.chance(0.5),
    replicas: draw.of(0, 0, 1, 3),
    replicationLag: draw.duration(),
    reads: draw.of('replicas', 'primary'),
    outbox: draw.of<Json>(
      { relay: 'none' },
      { relay: 'poll', intervalMs: draw.of(1, 30), batch: draw.of(1, 10) },
      { relay: 'log', delayMs: draw.of(0, 3) },
    ),
    startupMs,
  };
}

export function cacheParams(draw: Draw, { startupMs, queueLimit, concurrency }: Room): Json {
  return {
    capacity: draw.of(1, 3, 100),
    ttlMs: draw.of(null, 5, 100),
    ttlJitter: draw.of(0, 0.5),
    eviction: draw.of('lru', 'lfu', 'fifo'),
    singleFlight: draw.chance(0.5),
    leaseMs: draw.of(5, 200),
    refreshAheadMs: draw.of(null, 50),
    writeOperations: ['b'],
    writes: draw.of('through', 'around'),
    accessTime: draw.duration(),
    concurrency,
    queueLimit,
    startupMs,
  };
}

export function eventStoreParams(draw: Draw, { startupMs, queueLimit, concurrency }: Room): Json {
  return {
    loadOperations: ['a'],
    eventsPerAppend: draw.of(1, 1, 3),
    checksVersion: draw.chance(0.5),
    appendTime: draw.duration(),
    loadTime: draw.duration(),
    perEventMs: draw.of(0, 0.05, 1),
    snapshotEvery: draw.of(null, 2, 100),
    concurrency,
    queueLimit,
    startupMs,
  };
}

export function orchestratorParams(draw: Draw, { startupMs }: Room): Json {
  return {
    answers: draw.of('atEnd', 'atEnd', 'accepted'),
    persistent: draw.chance(0.6),
    logTime: draw.duration(),
    undoTries: draw.of(1, 3, 10),
    undoDelayMs: draw.of(1, 20),
    startupMs,
  };
}
