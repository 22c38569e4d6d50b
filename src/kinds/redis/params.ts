import { contractField } from '../../network/contracts/contract-field';
import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { latencyField } from '../../network/links/link-params';
import { idempotencyField } from '../../network/policies/idempotency-field';
import { choice, flag, group, integer, list, milliseconds, number, optional, text, variant } from '../../schema/fields';
import { placesOf } from './places';

const name = (initial = '') => text({ default: initial, maxLength: 80 });
const bytes = (initial: number, min = 0) => number({ default: initial, min, max: 1e12, unit: 'bytes' });

/** What a link from a producer carries: PUBLISH, LPUSH or XADD, whichever its topic is for. */
const publishParams = group(
  {
    latency: latencyField,
    /** A channel, a list or a stream. Empty: the first structure. A name that is none of them is a channel. */
    topic: name(),
    /** What becomes the key of the message. Empty: the key of the request on whose behalf it is sent. */
    key: name(),
    /** What one message takes in memory and in buffers. */
    entryBytes: bytes(500, 1),
    /** The producer waits for the reply, as clients of Redis do unless they pipeline. */
    confirm: flag(true),
    /** What the producer writes by. */
    contract: contractField,
  },
  { message: ['key', 'entryBytes'] },
);

/** What a link to a consumer carries. Which command it reads by follows from what it reads. */
const consumeParams = group(
  {
    latency: latencyField,
    /** A list, a stream, or channels and patterns, divided by commas. Empty: the first structure. */
    structure: name(),
    /** Connections that read, each for itself; of channels, messages that are handled at once. */
    consumers: integer({ default: 1, min: 1, max: 100 }),
    /** Of a list: whether what is taken stays in a processing list until it is done (BLMOVE and LREM), or is gone (BRPOP). */
    keep: flag(false),
    /** Of a stream: those of one group share its entries. Empty: a group of its own. */
    group: name(),
    /** COUNT of XREADGROUP. */
    count: integer({ default: 10, min: 1, max: 10_000 }),
    /** How long a reader waits for something; 0: for ever. */
    blockMs: milliseconds(5_000),
    /** NOACK: an entry counts as done when it is handed out. */
    noAck: flag(false),
    /** After a start a consumer first reads what it had not acknowledged: XREADGROUP with the id 0. */
    readsOwnFirst: flag(true),
    /** What has been with somebody for so long is claimed (XAUTOCLAIM), or put back into its list; null: nobody does. */
    claimAfterMs: optional(milliseconds(60_000, 1)),
    /** XGROUP DELCONSUMER when a consumer goes: its pending entries are dropped. */
    deletesConsumer: flag(false),
    /** Of channels: what the sockets hold of messages that the client has not read yet. */
    socketBytes: bytes(212_992),
    /** Recognises the messages that it has processed. */
    idempotency: optional(idempotencyField),
    /** What the consumer reads by: a message keeps the version that it was written by. */
    contract: contractField,
  },
  {
    lists: ['keep'],
    streams: ['group', 'count', 'noAck', 'readsOwnFirst', 'deletesConsumer'],
    waiting: ['blockMs', 'claimAfterMs'],
    channels: ['socketBytes'],
  },
);

export const STRUCTURES = ['channel', 'list', 'stream'] as const;

const structureField = group({
  name: name('events'),
  type: choice(STRUCTURES, 'stream'),
  /** Of a stream XADD … MAXLEN, of a list LTRIM after each LPUSH: the oldest go. */
  maxLength: optional(integer({ default: 10_000, min: 1, max: 10_000_000 })),
});

const savePoint = group({
  /** So long after the last save … */
  afterMs: number({ default: 60_000, max: 86_400_000, unit: 'ms' }),
  /** … if there were so many writes. */
  changes: integer({ default: 10_000, min: 1, max: 10_000_000 }),
});

/** `save 3600 1 300 100 60 10000`: the default of Redis 7. */
const SAVE_POINTS = [
  { afterMs: 3_600_000, changes: 1 },
  { afterMs: 300_000, changes: 100 },
  { afterMs: 60_000, changes: 10_000 },
];

export const redis = defineKind({
  kind: 'redis',
  group: 'messaging',
  params: group(
    {
      structures: list(structureField, { default: [structureField.default], maxItems: 50 }),
      /** One command on the one thread. */
      commandTime: duration({ dist: 'constant', valueMs: 0.02 }),
      /** A command that goes through everything, like KEYS, holds up all others. */
      slowCommand: optional(group({ everyMs: milliseconds(10_000, 1), takesMs: milliseconds(500) })),
      persistence: variant(
        'mode',
        {
          none: {},
          /** A snapshot now and then. */
          rdb: {
            savePoints: list(savePoint, { default: SAVE_POINTS, maxItems: 10 }),
            /** Until the child process has written it. */
            snapshotMs: milliseconds(1_000),
          },
          /** Every write goes into a file; `fsync`: when it is surely on disk. */
          aof: { fsync: choice(['always', 'everysec', 'no'], 'everysec'), fsyncMs: milliseconds(1) },
        },
        { mode: 'rdb', savePoints: SAVE_POINTS, snapshotMs: 1_000 },
      ),
      /** What a crash is: `kill -9`, after which the operating system still writes what it has, or the whole machine. */
      crash: choice(['process', 'machine'], 'process'),
      /** A replica that is always a little behind, and takes over. */
      replica: optional(group({ lagMs: milliseconds(100), failoverMs: milliseconds(5_000) })),
      /** maxmemory; null: no limit. */
      maxMemoryBytes: optional(bytes(100_000_000, 1)),
      /** Whether writes fail when memory is full, or whole keys go. */
      eviction: choice(['noeviction', 'allkeys-lru', 'allkeys-lfu'], 'noeviction'),
      /** client-output-buffer-limit pubsub: a subscriber that is so far behind is disconnected. */
      outputBuffer: group({
        hardBytes: bytes(33_554_432),
        softBytes: bytes(8_388_608),
        softMs: milliseconds(60_000),
      }),
      /** Until it is up again, with what it reads from disk. */
      startupMs: milliseconds(1_000),
    },
    {
      persistence: ['persistence', 'crash', 'replica', 'startupMs'],
      memory: ['maxMemoryBytes', 'eviction', 'outputBuffer'],
      thread: ['commandTime', 'slowCommand'],
    },
  ),
  accepts: ['redisMessages'],
  calls: ['redisMessages'],
  incoming: publishParams,
  outgoing: consumeParams,
  relays: true,
  queues: ({ structures }, consumers) =>
    placesOf(structures, consumers).map(({ name: label, shownGroup }) => ({
      name: label,
      ...(shownGroup === null ? {} : { group: shownGroup }),
    })),
  modes: ['up', 'crashed', 'starting'],
});

export type RedisParams = typeof redis.params.default;
export type StructureParams = typeof structureField.default;
export type PublishParams = typeof publishParams.default;
export type ConsumeParams = typeof consumeParams.default;
