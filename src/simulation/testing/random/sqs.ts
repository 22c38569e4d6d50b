import type { Draw, Json } from './draw';

/** Three queues, of which each may be another's dead-letter queue. */
export const sqsParams = (draw: Draw): Json => ({
  queues: [queue(draw, 'work'), queue(draw, 'rest'), queue(draw, 'dead')],
  topics: [{ name: 'both', queues: ['work', 'rest', 'missing'] }],
  servers: draw.of(1, 2, 5),
  duplicateShare: draw.of(0, 0.2),
});

export function sqsSending(draw: Draw): Json {
  return {
    topic: draw.of('', '', '', 'both', 'both', 'missing'),
    key: draw.of('', 'group'),
    deduplicationId: draw.of('messageId', 'none'),
    delayMs: draw.of(0, 0, 20),
    messageBytes: draw.of(1, 2_000, 2_000, 2_000, 2_000, 2_000_000),
    batch: draw.of(1, 1, 3),
    batchWaitMs: draw.of(0, 5, 50),
    confirm: draw.chance(0.5),
  };
}

export function sqsReceiving(draw: Draw): Json {
  return {
    pollers: draw.of(1, 3),
    waitTimeMs: draw.of(0, 5, 20_000),
    batchSize: draw.of(1, 4, 10),
    processing: draw.of('oneByOne', 'together'),
    deleteAfter: draw.of('processing', 'processing', 'receive'),
    heartbeat: draw.chance(0.3),
    idempotency: draw.chance(0.2) ? { ttlMs: draw.of(50, 10_000), capacity: draw.of(2, 1_000) } : null,
  };
}

function queue(draw: Draw, name: string): Json {
  return {
    name,
    type: draw.of('standard', 'standard', 'fifo'),
    visibilityTimeoutMs: draw.of(0, 10, 60, 200, 30_000),
    delayMs: draw.of(0, 0, 30),
    maxReceiveCount: draw.of(null, 1, 2, 3),
    deadLetterQueue: draw.of('dead', 'work', 'missing'),
    maxInFlight: draw.of(1, 10, 120_000, 120_000),
    contentBasedDeduplication: draw.chance(0.5),
  };
}
