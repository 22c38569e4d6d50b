import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { operationsField } from '../../network/operations-field';
import { choice, group, integer, list, milliseconds, optional, text } from '../../schema/fields';

export const service = defineKind({
  kind: 'service',
  group: 'compute',
  params: group({
    replicas: integer({ default: 1, min: 1, max: 1_000 }),
    /** Workers a replica. */
    concurrency: integer({ default: 8, min: 1, max: 10_000 }),
    /** Requests that may wait for a worker; null: no limit. */
    queueLimit: optional(integer({ default: 100 }), 100),
    /** How long a request waits for a worker before it is turned away; null: for ever. */
    queueTimeout: optional(duration({ dist: 'constant', valueMs: 1_000 })),
    /** Who is served next; see `network/serving-rules.ts`. */
    discipline: choice(['fifo', 'lifo', 'priority', 'preemptive', 'sharing'], 'fifo'),
    /** How urgent operations are, for the disciplines that care: the higher, the more; 0 where nothing is said. */
    priorities: list(
      group({ operation: text({ maxLength: 60 }), priority: integer({ default: 1, min: 0, max: 255 }) }),
      { maxItems: 100 },
    ),
    serviceTime: duration({ dist: 'exponential', meanMs: 20 }),
    /** How the links are called when no operation says otherwise. */
    fanOut: choice(['sequential', 'parallel'], 'sequential'),
    /** What it does when called; without any, it works and then calls or publishes on each of its links. */
    operations: operationsField,
    /** From a restart until it takes requests. */
    startupMs: milliseconds(1_000),
  }),
  accepts: ['rest', 'grpc', 'amqp'],
  calls: ['rest', 'grpc', 'sql', 'amqp'],
  modes: ['up', 'crashed', 'starting'],
});

export type ServiceParams = typeof service.params.default;
