import { duration } from '../../network/duration-field';
import { defineKind } from '../../network/kind';
import { group, integer, milliseconds, optional } from '../../schema/fields';

export const skeleton = defineKind({
  // The folder's name.
  kind: 'skeleton',
  group: 'compute',
  // Each with a default: a node that was just dropped on the canvas runs.
  params: group({
    /** Requests that it handles at once. */
    slots: integer({ default: 1, min: 1, max: 10_000 }),
    /** Requests that may wait for a slot; null: no limit. */
    queueLimit: optional(integer({ default: 100 }), 100),
    /** How long one request takes. */
    workTime: duration({ dist: 'exponential', meanMs: 10 }),
    /** From a restart until it takes requests. */
    startupMs: milliseconds(1_000),
  }),
  accepts: ['rest', 'grpc'],
  calls: [],
  modes: ['up', 'crashed', 'starting'],
});

export type SkeletonParams = typeof skeleton.params.default;
