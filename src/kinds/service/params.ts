import { autoscalingField } from '../../network/autoscaling/autoscaling-field';
import { duration } from '../../network/duration-field';
import { CALL_PROTOCOLS, defineKind, MESSAGE_PROTOCOLS } from '../../network/kind';
import { sheddingField } from '../../network/policies/shedding-field';
import { operationsField } from '../../network/serving/operations-field';
import { choice, group, integer, list, milliseconds, number, optional, text } from '../../schema/fields';

export const service = defineKind({
  kind: 'service',
  group: 'compute',
  params: group(
    {
      replicas: integer({ default: 1, min: 1, max: 1_000 }),
      /** Workers a replica. */
      concurrency: integer({ default: 8, min: 1, max: 10_000 }),
      /** From the start of a replica, or a restart of all, until requests are taken. */
      startupMs: milliseconds(1_000),
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
      /** Whom it gives up so that the others are served in time; null: nobody. */
      shedding: optional(sheddingField),
      serviceTime: duration({ dist: 'exponential', meanMs: 20 }),
      /** How the links are called when no operation says otherwise. */
      fanOut: choice(['sequential', 'parallel'], 'sequential'),
      /** What it does when called; without any, it works and then calls or publishes on each of its links. */
      operations: operationsField,
      /** The first requests of a replica that has just been started take longer; null: they don't. */
      warmUp: optional(
        group({
          requests: integer({ default: 100, min: 1 }),
          /** How much longer the very first one takes. */
          factor: number({ default: 5, min: 1, max: 1_000, unit: 'factor' }),
        }),
      ),
      /** How long a replica that has to go may finish what it has in hand. */
      graceMs: milliseconds(30_000),
      /** Replicas keep sessions in their own memory: a user always gets the same one; null: they keep nothing. */
      sessions: optional(group({ idleMs: milliseconds(1_800_000, 1) })),
      /** A replica that does not answer its probe is restarted; null: nobody looks. */
      liveness: optional(
        group({
          initialDelayMs: milliseconds(0),
          periodMs: milliseconds(10_000, 1),
          timeoutMs: milliseconds(1_000, 1),
          failures: integer({ default: 3, min: 1, max: 100 }),
        }),
      ),
      /** Changes the number of replicas with the load; null: nobody does. */
      autoscaling: optional(autoscalingField),
    },
    {
      overload: ['queueTimeout', 'discipline', 'priorities', 'shedding'],
      operations: ['fanOut', 'operations'],
      replicas: ['warmUp', 'graceMs', 'sessions', 'liveness', 'autoscaling'],
    },
  ),
  accepts: [...CALL_PROTOCOLS, ...MESSAGE_PROTOCOLS],
  calls: [...CALL_PROTOCOLS, 'sql', ...MESSAGE_PROTOCOLS, 'redis'],
  modes: ['up', 'crashed', 'starting'],
});

export type ServiceParams = typeof service.params.default;
