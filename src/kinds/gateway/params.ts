import { duration } from '../../network/duration-field';
import { defineKind, HTTP_PROTOCOLS } from '../../network/kind';
import {
  choice,
  flag,
  group,
  integer,
  list,
  milliseconds,
  number,
  optional,
  perSecond,
  text,
  variant,
} from '../../schema/fields';

const operation = text({ maxLength: 60 });
const link = text({ maxLength: 100, refersTo: 'outgoingLink' });

export const gateway = defineKind({
  kind: 'gateway',
  group: 'traffic',
  params: group(
    {
      /** Requests it handles at once; each holds its place until the answer is out. */
      concurrency: integer({ default: 64, min: 1, max: 100_000 }),
      queueLimit: optional(integer({ default: 100 }), 100),
      /** Routing and the like, for each request. */
      overhead: duration({ dist: 'exponential', meanMs: 2 }),
      /** Which link an operation goes to. An operation without a route goes to the link whose target has its name; failing that, links take turns. */
      routes: list(group({ operation, link }), { maxItems: 100 }),
      startupMs: milliseconds(1_000),
      /** How it is found out who asks; null: it is not. */
      auth: optional(
        variant(
          'by',
          {
            /** A token that it can check by itself. */
            work: { time: duration({ dist: 'constant', valueMs: 1 }) },
            /** A service that it asks, for every request. */
            service: { link, operation: text({ default: 'authenticate', maxLength: 60 }) },
          },
          { by: 'work', time: { dist: 'constant', valueMs: 1 } },
        ),
      ),
      /** A larger request is refused; null: none is. Its size is that of the payload of its link. */
      maxRequestBytes: optional(number({ default: 1_048_576, min: 1, max: 1e9, unit: 'bytes' })),
      /** A bucket of tokens for each user of a client, or one for all; null: no limit. */
      rateLimit: optional(
        group({
          ratePerSec: perSecond(10, 0.001),
          burst: integer({ default: 20, min: 1, max: 1_000_000 }),
          per: choice(['user', 'everybody'], 'user'),
        }),
      ),
      /** Answers that it keeps, by operation and key; null: none. */
      cache: optional(
        group({
          ttlMs: milliseconds(5_000, 1),
          capacity: integer({ default: 1_000, min: 1, max: 1_000_000 }),
          /** What may be answered from it. Empty: everything. */
          operations: list(group({ operation }), { maxItems: 100 }),
        }),
      ),
      /** Operations whose answer is put together from several. */
      aggregations: list(
        group({
          operation,
          calls: list(
            group({
              link,
              /** Empty: the one that was asked for. */
              operation,
              /** Without it there is no answer. */
              required: flag(true),
            }),
            { maxItems: 50 },
          ),
          /** How long it waits for the parts; null: until all are there. */
          deadlineMs: optional(milliseconds(500, 1)),
        }),
        { maxItems: 50 },
      ),
    },
    {
      routing: ['routes', 'aggregations'],
      protection: ['auth', 'maxRequestBytes', 'rateLimit', 'cache'],
    },
  ),
  accepts: [...HTTP_PROTOCOLS],
  calls: [...HTTP_PROTOCOLS],
  modes: ['up', 'crashed', 'starting'],
});

export type GatewayParams = typeof gateway.params.default;
