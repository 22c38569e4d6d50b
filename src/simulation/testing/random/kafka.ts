import type { Draw, Json, LinkJson, NodeJson } from './draw';

/** Few partitions, short sessions, and retention that takes what is being read. */
export function kafkaParams(draw: Draw, startupMs: number): Json {
  const topic = (name: string): Json => ({
    name,
    partitions: draw.of(1, 2, 3),
    cleanup: draw.of('delete', 'delete', 'compact'),
    replicationFactor: draw.of(1, 2, 3),
    minInsyncReplicas: draw.of(1, 2),
    retentionMs: draw.of(null, 200, 604_800_000),
    segmentBytes: draw.of(3_000, 1_073_741_824),
  });
  return {
    topics: [topic('work'), topic('rest'), topic('work.dlt')],
    brokers: draw.of(1, 2, 3),
    replicationMs: draw.of(0, 2, 20),
    uncleanLeaderElection: draw.chance(0.3),
    brokerSessionTimeoutMs: draw.of(20, 60),
    replicaLagMaxMs: 100,
    groupInitialRebalanceDelayMs: draw.of(0, 0, 50),
    offsetsRetentionMs: draw.of(100, 604_800_000),
    retentionCheckMs: draw.of(50, 150),
    startupMs,
  };
}

export function kafkaPublishing(draw: Draw): Json {
  return {
    topic: draw.of('', 'work', 'rest', 'missing'),
    keyed: draw.chance(0.6),
    acks: draw.of('all', 'all', '1', '0'),
    confirm: draw.chance(0.5),
    idempotence: draw.chance(0.6),
    lingerMs: draw.of(0, 5),
    batchBytes: draw.of(1, 3_000, 16_384),
    requestTimeoutMs: draw.of(15, 60),
    deliveryTimeoutMs: draw.of(60, 300),
    retryBackoffMs: draw.of(1, 20),
    retries: draw.of(0, 5, 2_147_483_647),
    maxInFlight: draw.of(1, 5),
    bufferBytes: draw.of(2_000, 33_554_432),
    maxBlockMs: draw.of(0, 60),
  };
}

export function kafkaConsuming(draw: Draw): Json {
  return {
    topic: draw.of('', 'work', 'rest', 'work,rest', 'missing'),
    group: draw.of('', 'one', 'one'),
    members: draw.of(1, 2, 3),
    assignor: draw.of('range', 'roundRobin', 'sticky', 'cooperativeSticky'),
    autoOffsetReset: draw.of('latest', 'earliest'),
    commit: draw.of('auto', 'afterProcessing', 'beforeProcessing'),
    autoCommitMs: draw.of(20, 200),
    onError: draw.of('retry', 'skip', 'deadLetterTopic'),
    attempts: draw.of(1, 2),
    retryBackoffMs: draw.of(0, 10),
    maxPollRecords: draw.of(1, 3, 500),
    fetchMinBytes: draw.of(1, 1, 5_000),
    fetchMaxWaitMs: draw.of(5, 50),
    sessionTimeoutMs: draw.of(40, 100),
    heartbeatMs: draw.of(10, 30),
    maxPollIntervalMs: draw.of(30, 400),
    idempotency: draw.chance(0.2) ? { ttlMs: 10_000, capacity: 100 } : null,
  };
}

/** What can be done to it and to no other node. */
export function kafkaFault(
  draw: Draw,
  { id, params }: NodeJson,
  links: readonly LinkJson[],
  durationMs: unknown,
  atMs: unknown,
): Json {
  const target = { node: id };
  const consuming = links.find(({ from }) => from === id);
  const options: Json[] = [
    {
      action: 'resetOffsets',
      target,
      to: draw.of('earliest', 'latest', 'offset', 'time'),
      value: draw.of(0, 3, 250),
      atMs,
    },
  ];
  if (params.brokers !== 1) {
    options.push({ action: draw.of('crashMember', 'lagMember'), target, member: draw.below(3), durationMs, atMs });
  }
  if (consuming) {
    const consumers = draw.of(0, 1, 4);
    options.push({ action: 'scaleConsumers', target: { link: consuming.id }, consumers, durationMs, atMs });
  }
  return draw.of(...options);
}
