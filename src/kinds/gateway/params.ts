import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { group, integer, list, milliseconds, optional, text } from '../../schema/fields';

export const gateway = defineKind({
  kind: 'gateway',
  group: 'traffic',
  params: group({
    /** Requests it handles at once; each holds its place until the answer is out. */
    concurrency: integer({ default: 64, min: 1, max: 100_000 }),
    queueLimit: optional(integer({ default: 100 }), 100),
    /** Routing, authentication and the like, for each request. */
    overhead: duration({ dist: 'exponential', meanMs: 2 }),
    /** Which link an operation goes to. An operation without a route goes to the link whose target has its name; failing that, links take turns. */
    routes: list(
      group({ operation: text({ maxLength: 60 }), link: text({ maxLength: 100, refersTo: 'outgoingLink' }) }),
      { maxItems: 100 },
    ),
    startupMs: milliseconds(1_000),
  }),
  accepts: ['rest', 'grpc'],
  calls: ['rest', 'grpc'],
  modes: ['up', 'crashed', 'starting'],
});

export type GatewayParams = typeof gateway.params.default;
