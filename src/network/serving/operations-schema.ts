/**
 * What operations are, for whoever checks a document: steps within steps are more than a field can describe. To be
 * imported for its effect.
 */
import * as v from 'valibot';
import { isReserved } from '../../schema/reserved-names';
import { knowSchema, schemaOf } from '../../schema/schema-of';
import { duration } from '../duration-field';
import { MOST_STREAMED, STREAM_DIRECTIONS, streamInterval } from '../streams/stream-field';
import type { Step } from './operations-field';

const serviceTime = duration({ dist: 'exponential', meanMs: 20 });
const linkId = v.pipe(v.string('a link id'), v.minLength(1, 'a link id'), v.maxLength(100, 'a link id'));
const mostStreamed = `a whole number from 0 to ${MOST_STREAMED}`;
const labelText = v.pipe(v.string('a text'), v.maxLength(255, 'a text of at most 255 characters'));
const PRIORITY = 'a whole number from 0 to 255';
const ANSWERS = 'a whole number from 0 to 1,000';
const answerCount = v.pipe(v.number(ANSWERS), v.integer(ANSWERS), v.minValue(0, ANSWERS), v.maxValue(1_000, ANSWERS));
const WITHIN = 'ms, more than 0 and at most a day';
/** Values by name. Valibot's own record drops what has a reserved name, and with it what somebody has just renamed. */
const byName = <T>(name: v.GenericSchema<string>, value: v.GenericSchema<unknown, T>, expected: string) =>
  v.pipe(
    v.unknown(),
    v.check((given) => !Object.keys(Object(given)).some(isReserved), 'names that are not reserved'),
    v.record(name, value, expected),
  );
const leaf = {
  work: v.strictObject({
    step: v.literal('work'),
    serviceTime: v.optional(v.nullable(v.unwrap(schemaOf(serviceTime) as never)), null),
  }),
  call: v.strictObject({
    step: v.literal('call'),
    link: linkId,
    operation: v.optional(v.string('an operation name'), ''),
  }),
  cached: v.strictObject({
    step: v.literal('cached'),
    cache: linkId,
    origin: linkId,
    operation: v.optional(v.string('an operation name'), ''),
  }),
  publish: v.strictObject({
    step: v.literal('publish'),
    link: linkId,
    topic: v.optional(labelText),
    routingKey: v.optional(labelText),
    key: v.optional(labelText),
    priority: v.optional(
      v.pipe(v.number(PRIORITY), v.integer(PRIORITY), v.minValue(0, PRIORITY), v.maxValue(255, PRIORITY)),
    ),
    headers: v.optional(byName(labelText, labelText, 'headers: texts by name')),
  }),
  stream: v.strictObject({
    step: v.literal('stream'),
    link: linkId,
    operation: v.optional(v.string('an operation name'), ''),
    direction: v.optional(v.picklist(STREAM_DIRECTIONS, `one of ${STREAM_DIRECTIONS.join(', ')}`), 'server'),
    messages: v.optional(
      v.pipe(
        v.number(mostStreamed),
        v.check((count) => Number.isInteger(count) && count >= 0 && count <= MOST_STREAMED, mostStreamed),
      ),
      10,
    ),
    interval: schemaOf(streamInterval) as never,
  }),
  gather: v.strictObject({
    step: v.literal('gather'),
    answers: v.optional(answerCount, 1),
    atLeast: v.optional(answerCount, 1),
    withinMs: v.optional(v.pipe(v.number(WITHIN), v.minValue(0.001, WITHIN), v.maxValue(86_400_000, WITHIN)), 5_000),
  }),
  reply: v.strictObject({ step: v.literal('reply') }),
};
const stepNames = 'a step: one of work, call, cached, parallel, publish, stream, gather, reply, branch';
const steps: v.GenericSchema<unknown, Step[]> = v.pipe(
  v.array(
    v.lazy(() => step),
    'a list of steps',
  ),
  v.maxLength(100, 'at most 100 steps'),
);
const step: v.GenericSchema<unknown, Step> = v.variant(
  'step',
  [
    leaf.work,
    leaf.call,
    leaf.cached,
    leaf.publish,
    leaf.stream,
    leaf.gather,
    leaf.reply,
    v.strictObject({
      step: v.literal('parallel'),
      steps: v.pipe(
        v.array(v.variant('step', [leaf.call, leaf.publish], 'a call or publish'), 'a list of calls'),
        v.minLength(1, 'at least one call'),
        v.maxLength(100, 'at most 100 calls'),
      ),
    }),
    v.strictObject({
      step: v.literal('branch'),
      probability: v.pipe(
        v.number('a share from 0 to 1'),
        v.minValue(0, 'a share from 0 to 1'),
        v.maxValue(1, 'a share from 0 to 1'),
      ),
      // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
      then: v.optional(
        v.lazy(() => steps),
        [],
      ),
      else: v.optional(
        v.lazy(() => steps),
        [],
      ),
    }),
  ] as never,
  stepNames,
) as never;

knowSchema(
  'operations',
  byName(
    v.pipe(v.string(), v.maxLength(60, 'an operation name of at most 60 characters')),
    steps,
    'operations by name',
  ),
);
