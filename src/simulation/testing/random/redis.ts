import type { Draw, Json } from './draw';

/** Structures that overflow, and every way to lose them. */
export function redisParams(draw: Draw, startupMs: number): Json {
  const structure = (name: string): Json => ({
    name,
    type: draw.of('list', 'stream', 'stream', 'channel'),
    maxLength: draw.of(null, null, 1, 4),
  });
  return {
    structures: [structure('work'), structure('rest')],
    commandTime: draw.of({ dist: 'constant', valueMs: 0 }, { dist: 'constant', valueMs: 1 }, draw.duration()),
    slowCommand: draw.of(null, null, { everyMs: 150, takesMs: 40 }),
    persistence: draw.of<Json>(
      { mode: 'none' },
      { mode: 'rdb', savePoints: [{ afterMs: draw.of(0, 100), changes: draw.of(1, 5) }], snapshotMs: draw.of(0, 20) },
      { mode: 'aof', fsync: draw.of('always', 'everysec', 'no'), fsyncMs: draw.of(0, 2) },
    ),
    crash: draw.of('process', 'machine'),
    replica: draw.of(null, null, { lagMs: draw.of(0, 15), failoverMs: draw.of(0, 60) }),
    maxMemoryBytes: draw.of(null, null, 2_000),
    eviction: draw.of('noeviction', 'allkeys-lru', 'allkeys-lfu'),
    outputBuffer: draw.of({}, { hardBytes: 1_200, softBytes: 600, softMs: 20 }),
    startupMs,
  };
}

export function redisPublishing(draw: Draw): Json {
  return {
    topic: draw.of('', 'work', 'rest', 'missing'),
    key: draw.of('', '', 'one'),
    entryBytes: draw.of(100, 500),
    confirm: draw.chance(0.5),
  };
}

export function redisConsuming(draw: Draw): Json {
  return {
    structure: draw.of('', 'work', 'rest', 'missing', 'missing,*', 'w*'),
    consumers: draw.of(1, 3),
    keep: draw.chance(0.5),
    group: draw.of('', 'one'),
    count: draw.of(1, 3, 10),
    blockMs: draw.of(0, 20, 5_000),
    noAck: draw.chance(0.2),
    readsOwnFirst: draw.chance(0.5),
    claimAfterMs: draw.of(null, 10, 100),
    deletesConsumer: draw.chance(0.2),
    socketBytes: draw.of(0, 1_000),
    idempotency: draw.chance(0.2) ? { ttlMs: 10_000, capacity: 100 } : null,
  };
}

/** What can be done to it and to no other node. */
export function redisFault(draw: Draw, target: Json, atMs: unknown): Json {
  const to = draw.of('earliest', 'latest', 'offset', 'time');
  return draw.of<Json>(
    { action: 'purge', target, atMs },
    { action: 'resetOffsets', target, to, value: draw.of(0, 3, 250), atMs },
  );
}
