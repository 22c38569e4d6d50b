import { contractField } from '../../network/contracts/contract-field';
import { defineKind } from '../../network/kind';
import { latencyField } from '../../network/links/link-params';
import { idempotencyField } from '../../network/policies/idempotency-field';
import { choice, flag, group, integer, list, milliseconds, number, optional, text } from '../../schema/fields';
import { ASSIGNORS } from './assignors';
import { queuesOfKafka } from './backlogs';

const TOPIC_LENGTH = 60;
const bytes = (initial: number, min = 1) => number({ default: initial, min, max: 1e15, unit: 'bytes' });
/** Longer than a field of a day: retention is days, weeks, for ever. */
const days = (initial: number) => number({ default: initial, min: 1, max: 1e12, unit: 'ms' });

const topic = group({
  name: text({ default: 'events', maxLength: TOPIC_LENGTH }),
  partitions: integer({ default: 3, min: 1, max: 64 }),
  /** At most one replica to a broker: of more than there are, there are as many as brokers. */
  replicationFactor: integer({ default: 3, min: 1, max: 9 }),
  /** Kafka's own default is 1; what everybody is told to set, and cloud services do, is 2. */
  minInsyncReplicas: integer({ default: 2, min: 1, max: 9 }),
  cleanup: choice(['delete', 'compact'], 'delete'),
  /** Null: for ever. `log.retention.hours` is 168. */
  retentionMs: optional(days(604_800_000), 604_800_000),
  /** Of each partition. Null: no limit, as in Kafka. */
  retentionBytes: optional(bytes(1_073_741_824)),
  /** Retention takes whole segments, never the one that is written to. */
  segmentMs: days(604_800_000),
  segmentBytes: bytes(1_073_741_824),
});

/** What a link from a producer carries: its client library's settings, under Kafka's own names where there is one. */
const publishParams = group(
  {
    latency: latencyField,
    /** Empty: the broker's first topic. */
    topic: text({ maxLength: TOPIC_LENGTH }),
    /** The key of every record; empty: the key of the request on whose behalf it is sent. */
    key: text({ maxLength: 100 }),
    /** False: records go without a key, wherever there is a batch. */
    keyed: flag(true),
    acks: choice(['all', '1', '0'], 'all'),
    /** Whether whoever publishes waits for the acknowledgement; the library waits for it anyway. */
    confirm: flag(false),
    idempotence: flag(true),
    /** Of one record, key and headers included. */
    recordBytes: bytes(1_000),
    lingerMs: milliseconds(5),
    batchBytes: bytes(16_384),
    requestTimeoutMs: milliseconds(30_000, 1),
    deliveryTimeoutMs: milliseconds(120_000, 1),
    retryBackoffMs: milliseconds(100, 1),
    retries: integer({ default: 2_147_483_647, min: 0, max: 2_147_483_647 }),
    maxInFlight: integer({ default: 5, min: 1, max: 100 }),
    bufferBytes: bytes(33_554_432),
    maxBlockMs: milliseconds(60_000),
    /** What the producer writes by. */
    contract: contractField,
  },
  {
    batching: ['recordBytes', 'lingerMs', 'batchBytes', 'bufferBytes', 'maxBlockMs'],
    retries: ['requestTimeoutMs', 'deliveryTimeoutMs', 'retryBackoffMs', 'retries', 'maxInFlight'],
  },
);

/** What a link to a consumer carries: one or several consumers of a group. */
const consumeParams = group(
  {
    latency: latencyField,
    /** Several with commas between them; empty: the broker's first topic. */
    topic: text({ maxLength: 200 }),
    /** Empty: a group of its own. */
    group: text({ maxLength: TOPIC_LENGTH }),
    /** Consumers behind the link: the processes, times the threads in each that poll. */
    members: integer({ default: 1, min: 1, max: 32 }),
    assignor: choice(ASSIGNORS, 'range'),
    autoOffsetReset: choice(['latest', 'earliest'], 'latest'),
    commit: choice(['auto', 'afterProcessing', 'beforeProcessing'], 'auto'),
    autoCommitMs: milliseconds(5_000, 1),
    onError: choice(['retry', 'skip', 'deadLetterTopic'], 'retry'),
    /** Where records go that could not be processed; empty: that of the topic, with `.dlt` behind it. */
    deadLetterTopic: text({ maxLength: TOPIC_LENGTH }),
    /** Attempts at a record before it is given to the dead-letter topic. */
    attempts: integer({ default: 3, min: 1, max: 1_000 }),
    retryBackoffMs: milliseconds(1_000),
    maxPollRecords: integer({ default: 500, min: 1, max: 10_000 }),
    fetchMinBytes: bytes(1),
    fetchMaxWaitMs: milliseconds(500, 1),
    sessionTimeoutMs: milliseconds(45_000, 1),
    heartbeatMs: milliseconds(3_000, 1),
    maxPollIntervalMs: milliseconds(300_000, 1),
    /** The consumer recognises what it has processed before. */
    idempotency: optional(idempotencyField),
    /** What the consumer reads by: a record keeps the version that it was written by. */
    contract: contractField,
  },
  {
    failure: ['onError', 'deadLetterTopic', 'attempts', 'retryBackoffMs'],
    polling: ['maxPollRecords', 'fetchMinBytes', 'fetchMaxWaitMs'],
    membership: ['sessionTimeoutMs', 'heartbeatMs', 'maxPollIntervalMs'],
  },
);

export const kafka = defineKind({
  kind: 'kafka',
  group: 'messaging',
  params: group(
    {
      topics: list(topic, { default: [topic.default], maxItems: 20 }),
      brokers: integer({ default: 3, min: 1, max: 9 }),
      /** From the leader's write until its followers have it and it knows. */
      replicationMs: milliseconds(2),
      uncleanLeaderElection: flag(false),
      /** How long the controller waits for a broker's heartbeat: as long as a dead leader is not replaced. `broker.session.timeout.ms`. */
      brokerSessionTimeoutMs: milliseconds(9_000, 1),
      replicaLagMaxMs: milliseconds(30_000, 1),
      groupInitialRebalanceDelayMs: milliseconds(3_000),
      /** A group without members forgets its offsets after so long. `offsets.retention.minutes` is 7 days. */
      offsetsRetentionMs: days(604_800_000),
      /** How often old segments are looked for. */
      retentionCheckMs: milliseconds(300_000, 1),
      startupMs: milliseconds(10_000),
    },
    {
      replication: ['replicationMs', 'uncleanLeaderElection', 'brokerSessionTimeoutMs', 'replicaLagMaxMs', 'startupMs'],
      coordination: ['groupInitialRebalanceDelayMs', 'offsetsRetentionMs', 'retentionCheckMs'],
    },
  ),
  accepts: ['kafka'],
  calls: ['kafka'],
  incoming: publishParams,
  outgoing: consumeParams,
  relays: true,
  queues: ({ topics }, consumers) => queuesOfKafka(topics, consumers),
  modes: ['up', 'crashed', 'starting'],
});

export type KafkaParams = typeof kafka.params.default;
export type TopicParams = KafkaParams['topics'][number];
export type PublishParams = typeof publishParams.default;
export type ConsumeParams = typeof consumeParams.default;
