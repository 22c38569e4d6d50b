import { contractField } from '../../network/contracts/contract-field';
import { defineKind } from '../../network/kind';
import { latencyField } from '../../network/links/link-params';
import { flag, group, integer, list, milliseconds, text } from '../../schema/fields';

/** What a link from a producer carries: publishing through the default exchange to a queue of that name. */
const publishParams = group({
  latency: latencyField,
  /** Empty: the broker's first queue. */
  queue: text({ maxLength: 60 }),
  /** delivery_mode 2: survives a restart of the broker, in a durable queue. */
  persistent: flag(true),
  /** Publisher confirms: the producer waits until the broker has taken the message over. */
  confirm: flag(false),
  /** What the producer writes by. */
  contract: contractField,
});

/** What a link to a consumer carries: a subscription that the broker pushes to. */
const consumeParams = group({
  latency: latencyField,
  queue: text({ maxLength: 60 }),
  /** Unacknowledged messages that the consumer may hold; 0: no limit, as in RabbitMQ's own default. */
  prefetch: integer({ default: 10, min: 0, max: 65_535 }),
  /** What the consumer reads by: a message keeps the version that it was written by. */
  contract: contractField,
});

export const rabbitmq = defineKind({
  kind: 'rabbitmq',
  group: 'messaging',
  params: group({
    queues: list(
      group({
        name: text({ default: 'work', maxLength: 60 }),
        durable: flag(true),
      }),
      { default: [{ name: 'work', durable: true }], maxItems: 50 },
    ),
    startupMs: milliseconds(3_000),
  }),
  accepts: ['amqp'],
  calls: ['amqp'],
  incoming: publishParams,
  outgoing: consumeParams,
  relays: true,
  queues: ({ queues }) => queues.map(({ name }) => ({ name })),
  modes: ['up', 'crashed', 'starting'],
});

export type RabbitmqParams = typeof rabbitmq.params.default;
export type PublishParams = typeof publishParams.default;
export type ConsumeParams = typeof consumeParams.default;
