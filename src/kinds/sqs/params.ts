import { contractField } from '../../network/contracts/contract-field';
import { defineKind } from '../../network/kind';
import { latencyField } from '../../network/links/link-params';
import { idempotencyField } from '../../network/policies/idempotency-field';
import { choice, flag, group, integer, list, milliseconds, number, optional, text } from '../../schema/fields';

const DAY_MS = 86_400_000;
const name = (initial = '') => text({ default: initial, maxLength: 80 });

/** What a link from a producer carries: SendMessage to a queue, or Publish to a topic. */
const sendParams = group(
  {
    latency: latencyField,
    /** Empty: the first queue. Ignored where there is a topic. */
    queue: name(),
    /** Of SNS: each of its queues gets a copy. Empty: the message goes to the queue itself. */
    topic: name(),
    /** MessageGroupId in a FIFO queue. Empty: the key of the request on whose behalf it is sent. */
    key: name(),
    /** MessageDeduplicationId in a FIFO queue. */
    deduplicationId: choice(['messageId', 'none'], 'messageId'),
    /** DelaySeconds, at most 15 minutes. In a FIFO queue only the queue's own counts. */
    delayMs: number({ default: 0, max: 900_000, unit: 'ms' }),
    /** Body and attributes of one message. SQS takes 1 MiB at most. */
    messageBytes: integer({ default: 2_000, min: 1, max: 10_000_000 }),
    /** So many messages are sent together by SendMessageBatch. */
    batch: integer({ default: 1, min: 1, max: 10 }),
    /** How long the first of them waits for the others. */
    batchWaitMs: milliseconds(200),
    /** The producer waits for SQS's answer, as one does with a request over HTTP. */
    confirm: flag(true),
    /** What the producer writes by. */
    contract: contractField,
  },
  { message: ['deduplicationId', 'delayMs', 'messageBytes'], batching: ['batch', 'batchWaitMs'] },
);

/** What a link to a consumer carries: its pollers, which ask for messages and delete those that are done. */
const receiveParams = group(
  {
    latency: latencyField,
    /** Empty: the first queue. */
    queue: name(),
    /** Threads that ask, each for itself. */
    pollers: integer({ default: 1, min: 1, max: 100 }),
    /** WaitTimeSeconds. 0: short polling. */
    waitTimeMs: number({ default: 0, max: 20_000, unit: 'ms' }),
    /** MaxNumberOfMessages. */
    batchSize: integer({ default: 10, min: 1, max: 10 }),
    /** Whether the messages of a batch are handed to the consumer one after the other or all at once. */
    processing: choice(['oneByOne', 'together'], 'oneByOne'),
    deleteAfter: choice(['processing', 'receive'], 'processing'),
    /** The consumer extends the visibility timeout for as long as it works. */
    heartbeat: flag(false),
    idempotency: optional(idempotencyField),
    /** What the consumer reads by: a message keeps the version that it was written by. */
    contract: contractField,
  },
  { handling: ['processing', 'deleteAfter', 'heartbeat', 'idempotency'] },
);

const queue = group(
  {
    name: name('work'),
    type: choice(['standard', 'fifo'], 'standard'),
    /** How long a message that was received stays hidden: at most 12 hours. */
    visibilityTimeoutMs: number({ default: 30_000, max: 43_200_000, unit: 'ms' }),
    delayMs: number({ default: 0, max: 900_000, unit: 'ms' }),
    /** From a minute to 14 days. */
    retentionMs: number({ default: 4 * DAY_MS, min: 60_000, max: 14 * DAY_MS, unit: 'ms' }),
    /** Of the redrive policy: a message that was received so often goes to {@link deadLetterQueue} instead of once more. */
    maxReceiveCount: optional(integer({ default: 3, min: 1, max: 1_000 })),
    /** A queue of the same type. */
    deadLetterQueue: name(),
    /** Messages that may be in flight at once. */
    maxInFlight: integer({ default: 120_000, min: 1, max: 120_000 }),
    /** A FIFO queue takes messages without a deduplication id, and tells by their content whether it knows them. */
    contentBasedDeduplication: flag(false),
  },
  { deadLetters: ['maxReceiveCount', 'deadLetterQueue'], limits: ['delayMs', 'retentionMs', 'maxInFlight'] },
);

export const sqs = defineKind({
  kind: 'sqs',
  group: 'messaging',
  params: group({
    queues: list(queue, { default: [queue.default], maxItems: 50 }),
    /** SNS topics, each with the names of the queues that subscribe to it. */
    topics: list(group({ name: name('events'), queues: list(name('work'), { maxItems: 50 }) }), { maxItems: 50 }),
    /** The servers over which a standard queue is spread: order is kept on each alone, and short polling asks half of them. */
    servers: integer({ default: 8, min: 1, max: 64 }),
    /** So large a share of what standard queues hand out is handed out twice. AWS names no figure: this is an assumption. */
    duplicateShare: number({ default: 0.0001, max: 1, unit: 'ratio' }),
  }),
  accepts: ['sqs'],
  calls: ['sqs'],
  incoming: sendParams,
  outgoing: receiveParams,
  relays: true,
  queues: ({ queues }) => queues.map(({ name }) => ({ name })),
  // Not ours: it cannot be crashed, and is out of order instead.
  modes: ['up', 'crashed', 'starting'],
});

export type SqsParams = typeof sqs.params.default;
export type QueueParams = typeof queue.default;
export type SendParams = typeof sendParams.default;
export type ReceiveParams = typeof receiveParams.default;
