import { duration } from '../../network/duration-field';
import { CALL_PROTOCOLS, defineKind, MESSAGE_PROTOCOLS } from '../../network/kind';
import { operationsField } from '../../network/serving/operations-field';
import { group, integer, milliseconds, optional } from '../../schema/fields';

/** AWS Lambda's own defaults where it has any. */
export const serverless = defineKind({
  kind: 'serverless',
  group: 'compute',
  params: group(
    {
      /** How long the function itself takes. */
      serviceTime: duration({ dist: 'exponential', meanMs: 50 }),
      /** From the decision for a new instance until the function begins: download, start of the runtime, initialisation. */
      coldStart: duration({ dist: 'lognormal', meanMs: 400, p99Ms: 1_200, cv: null }),
      /** Requests that may run at once: one an instance. */
      concurrencyLimit: integer({ default: 1_000, min: 1, max: 100_000 }),
      /** How long an instance is kept that has nothing to do. */
      keepAliveMs: milliseconds(300_000),
      /** Instances that are always there, initialised in advance. */
      provisioned: integer({ default: 0, min: 0, max: 100_000 }),
      /** How many new instances there may be in a time: a bucket that begins full and fills up steadily; null: no limit. */
      scaling: optional(
        group({ instances: integer({ default: 1_000, min: 1, max: 100_000 }), perMs: milliseconds(10_000, 1) }),
        { instances: 1_000, perMs: 10_000 },
      ),
      /** A function that takes longer is stopped; null: none is. */
      timeoutMs: optional(milliseconds(3_000, 1), 3_000),
      /** What came as a message and failed is run again so many times. */
      asyncRetries: integer({ default: 2, min: 0, max: 10 }),
      /** How long that waits before the first retry; before each further one twice as long. */
      retryDelayMs: milliseconds(60_000),
      /** How old a message may become before it is given up. */
      maxMessageAgeMs: milliseconds(21_600_000, 1),
      /** What it does when called; without any, it works and then calls or publishes on each of its links in turn. */
      operations: operationsField,
      /** From a restart until it takes requests again. */
      startupMs: milliseconds(0),
    },
    {
      instances: ['keepAliveMs', 'provisioned', 'scaling', 'startupMs'],
      messages: ['asyncRetries', 'retryDelayMs', 'maxMessageAgeMs'],
      operations: ['operations'],
    },
  ),
  accepts: [...CALL_PROTOCOLS, ...MESSAGE_PROTOCOLS],
  calls: [...CALL_PROTOCOLS, 'sql', ...MESSAGE_PROTOCOLS, 'redis'],
  modes: ['up', 'crashed', 'starting'],
});

export type ServerlessParams = typeof serverless.params.default;
