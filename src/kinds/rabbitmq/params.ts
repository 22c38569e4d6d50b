import { contractField } from '../../network/contracts/contract-field';
import { defineKind } from '../../network/kind';
import { latencyField } from '../../network/links/link-params';
import { idempotencyField } from '../../network/policies/idempotency-field';
import { choice, flag, group, integer, list, milliseconds, optional, text } from '../../schema/fields';

/** A name in the broker; AMQP's short strings have at most 255 bytes. */
const nameField = (initial = '') => text({ default: initial, maxLength: 60 });
const keyField = text({ maxLength: 255 });

/** What a link from a producer carries. */
const publishParams = group(
  {
    latency: latencyField,
    /** Empty: the default exchange, which every queue is bound to by its name. */
    exchange: nameField(),
    /** Of the default exchange, where there is no routing key: where messages go. Empty: the broker's first queue. */
    queue: nameField(),
    routingKey: keyField,
    /** What a headers exchange looks at. `int:5` and `bool:true` are a number and a truth, all else is a text. */
    headers: list(group({ name: nameField(), value: text({ maxLength: 255 }) }), { maxItems: 20 }),
    /** delivery_mode 2: survives a restart of the broker, in a durable queue. */
    persistent: flag(true),
    /** Publisher confirms: the producer waits until the broker has taken the message over. */
    confirm: flag(false),
    /** A message that no queue gets comes back: whoever waits for the confirm learns it. */
    mandatory: flag(false),
    priority: integer({ default: 0, min: 0, max: 255 }),
    /** How long it may wait at the head of a queue's line; null: as long as the queue lets it. */
    ttlMs: optional(milliseconds(60_000)),
    /** What the producer writes by. */
    contract: contractField,
  },
  { exchanges: ['routingKey', 'headers', 'mandatory'], messages: ['priority', 'ttlMs'] },
);

/** What a link to a consumer carries: a subscription that the broker pushes to. */
const consumeParams = group(
  {
    latency: latencyField,
    queue: nameField(),
    /** Unacknowledged messages that the consumer may hold; 0: no limit, as in RabbitMQ's own default. */
    prefetch: integer({ default: 10, min: 0, max: 65_535 }),
    /** `auto`: a message counts as delivered once it is on the wire, and prefetch means nothing. */
    ack: choice(['manual', 'auto'], 'manual'),
    /** What becomes of a message whose processing failed: `basic.nack` with requeue, or without. */
    onFailure: choice(['requeue', 'reject'], 'requeue'),
    /** x-priority: a lower one gets messages only while the higher ones have their prefetch full. */
    priority: integer({ default: 0, min: 0, max: 255 }),
    /** consumer_timeout: after that its channel is closed and what it has is delivered again. RabbitMQ's own default is 30 minutes; null: never. */
    ackTimeoutMs: optional(milliseconds(1_800_000, 1)),
    /** An idempotent consumer recognises the messages that it has processed. */
    idempotency: optional(idempotencyField),
    /** What the consumer reads by: a message keeps the version that it was written by. */
    contract: contractField,
  },
  { failure: ['onFailure', 'ackTimeoutMs', 'idempotency'] },
);

/** Messages are dead-lettered or dropped from the old end, or producers get a negative confirm. */
const OVERFLOWS = ['dropHead', 'rejectPublish'] as const;
export const EXCHANGE_TYPES = ['direct', 'topic', 'fanout', 'headers'] as const;
/** How a headers exchange compares: `x-match`. The first two leave out the arguments that begin with `x-`. */
const HEADER_MATCHES = ['all', 'any', 'all-with-x', 'any-with-x'] as const;

const queueField = group(
  {
    name: nameField('work'),
    /** `quorum`: on every node of the cluster, durable whatever the flags say. `classic`: on one node. */
    type: choice(['classic', 'quorum'], 'classic'),
    durable: flag(true),
    /** For one consumer alone; gone when that goes. */
    exclusive: flag(false),
    /** Gone when its last consumer goes. */
    autoDelete: flag(false),
    /** Of messages that are ready. */
    maxLength: optional(integer({ default: 10_000, min: 1, max: 10_000_000 })),
    overflow: choice(OVERFLOWS, 'dropHead'),
    messageTtlMs: optional(milliseconds(60_000)),
    /** Empty: the default exchange, if a routing key is named; without either, what is given up is gone. */
    deadLetterExchange: nameField(),
    /** Empty: the message's own. */
    deadLetterRoutingKey: keyField,
    /** Of a quorum queue: how often a message may come back. 20 since RabbitMQ 4.0; null: as often as it likes, as before. */
    deliveryLimit: optional(integer({ default: 20, min: 0, max: 250 }), 20),
    /** Of a classic queue: the most urgent of its levels; null: there is one level. */
    maxPriority: optional(integer({ default: 5, min: 1, max: 255 })),
    singleActiveConsumer: flag(false),
  },
  {
    limits: ['maxLength', 'overflow', 'messageTtlMs'],
    deadLetters: ['deadLetterExchange', 'deadLetterRoutingKey', 'deliveryLimit'],
    lifetime: ['durable', 'exclusive', 'autoDelete'],
    order: ['maxPriority', 'singleActiveConsumer'],
  },
);

const exchangeField = group({
  name: nameField('events'),
  type: choice(EXCHANGE_TYPES, 'topic'),
  durable: flag(true),
  /** Where goes what none of its bindings matches. */
  alternate: nameField(),
});

const bindingField = group({
  from: nameField('events'),
  to: nameField('work'),
  toType: choice(['queue', 'exchange'], 'queue'),
  /** Of a topic exchange, `*` stands for one word and `#` for any number of them. */
  key: text({ default: '#', maxLength: 255 }),
  match: choice(HEADER_MATCHES, 'all'),
  /** Of a headers exchange. A value of null: the header is there, whatever it says. */
  arguments: list(group({ name: nameField(), value: optional(text({ maxLength: 255 })) }), { maxItems: 20 }),
});

export const rabbitmq = defineKind({
  kind: 'rabbitmq',
  group: 'messaging',
  params: group(
    {
      exchanges: list(exchangeField, { maxItems: 50 }),
      bindings: list(bindingField, { maxItems: 200 }),
      queues: list(queueField, { default: [{ ...queueField.default }], maxItems: 50 }),
      startupMs: milliseconds(3_000),
      /** Nodes of the cluster. Whoever is connected to one that dies is connected to another at once. */
      nodes: integer({ default: 1, min: 1, max: 7 }),
      /** Until a quorum queue has a new leader. On three nodes of 3.10 less than four seconds were seen. */
      electionMs: milliseconds(2_000),
      /** Until a persistent message is on disk, and of a quorum queue, on those of the majority; then it is confirmed. */
      persistMs: milliseconds(0),
      /** From so many messages on, memory is over its watermark and producers are blocked; null: memory does not end. */
      memoryLimit: optional(integer({ default: 100_000, min: 1, max: 10_000_000 })),
    },
    { exchanges: ['exchanges', 'bindings'], cluster: ['nodes', 'electionMs', 'persistMs', 'memoryLimit'] },
  ),
  accepts: ['amqp'],
  calls: ['amqp'],
  incoming: publishParams,
  outgoing: consumeParams,
  relays: true,
  queues: ({ queues }) => queues.map(({ name }) => ({ name })),
  modes: ['up', 'crashed', 'starting'],
});

export type RabbitmqParams = typeof rabbitmq.params.default;
export type QueueParams = typeof queueField.default;
export type ExchangeParams = typeof exchangeField.default;
export type BindingParams = typeof bindingField.default;
export type PublishParams = typeof publishParams.default;
export type ConsumeParams = typeof consumeParams.default;
