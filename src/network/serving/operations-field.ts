import * as v from 'valibot';
import type { Distribution } from '../../kernel/distribution';
import type { Field } from '../../schema/field';
import { custom } from '../../schema/fields';
import { duration } from '../duration-field';
import { MOST_STREAMED, STREAM_DIRECTIONS, type StreamDirection, streamInterval } from '../streams/stream-field';

/** One step of an operation. `link` names an outgoing link by its id. */
export type Step =
  /** Holds the worker for a service time; without one, for the service's own. */
  | { readonly step: 'work'; readonly serviceTime: Distribution | null }
  /** Calls and waits for the reply; the worker is blocked meanwhile. */
  | { readonly step: 'call'; readonly link: string; readonly operation: string }
  /**
   * Asks a cache; where that has nothing (or does not answer) asks the origin, and puts into the cache what it answers:
   * cache-aside.
   */
  | { readonly step: 'cached'; readonly cache: string; readonly origin: string; readonly operation: string }
  /** Makes several calls at once and waits for all. */
  | { readonly step: 'parallel'; readonly steps: readonly Step[] }
  /**
   * Hands a message over and goes on at once. What the message says about itself is what the link says, but for what
   * stands here: of a Kafka or Redis link the topic, of RabbitMQ the routing key; `{operation}` stands for the name of the
   * operation under way. An empty text, or no priority, leaves it to the link.
   */
  | {
      readonly step: 'publish';
      readonly link: string;
      readonly topic?: string;
      readonly routingKey?: string;
      readonly key?: string;
      readonly priority?: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Calls, and exchanges many messages until the callee has answered; the worker is blocked meanwhile. */
  | {
      readonly step: 'stream';
      readonly link: string;
      readonly operation: string;
      readonly direction: StreamDirection;
      /** By each side that sends. */
      readonly messages: number;
      readonly interval: Distribution;
    }
  /**
   * Waits for answers that come as messages: whatever is delivered to this component because of what this operation has
   * published. Goes on with as many answers, or when the time is up, if at least so many have come; else it fails.
   */
  | { readonly step: 'gather'; readonly answers: number; readonly atLeast: number; readonly withinMs: number }
  /** Answers the caller now; the rest goes on without holding a worker. */
  | { readonly step: 'reply' }
  | {
      readonly step: 'branch';
      readonly probability: number;
      readonly then: readonly Step[];
      readonly else: readonly Step[];
    };

/** Operations by name. */
export type Operations = Readonly<Record<string, readonly Step[]>>;

const serviceTime = duration({ dist: 'exponential', meanMs: 20 });
const linkId = v.pipe(v.string('a link id'), v.minLength(1, 'a link id'), v.maxLength(100, 'a link id'));
const mostStreamed = `a whole number from 0 to ${MOST_STREAMED}`;
const labelText = v.pipe(v.string('a text'), v.maxLength(255, 'a text of at most 255 characters'));
const PRIORITY = 'a whole number from 0 to 255';
const ANSWERS = 'a whole number from 0 to 1,000';
const answerCount = v.pipe(v.number(ANSWERS), v.integer(ANSWERS), v.minValue(0, ANSWERS), v.maxValue(1_000, ANSWERS));
const WITHIN = 'ms, more than 0 and at most a day';
const leaf = {
  work: v.strictObject({
    step: v.literal('work'),
    serviceTime: v.optional(v.nullable(v.unwrap(serviceTime.schema as never)), null),
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
    headers: v.optional(v.record(labelText, labelText, 'headers: texts by name')),
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
    interval: streamInterval.schema as never,
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

type Rename = (link: string, path: string) => string | null;

const renameIn = (steps: readonly Step[], path: string, rename: Rename): Step[] =>
  steps.flatMap((step, index): Step[] => {
    const at = `${path}[${index}]`;
    if (step.step === 'call' || step.step === 'publish' || step.step === 'stream') {
      const link = rename(step.link, `${at}.link`);
      return link === null ? [] : [{ ...step, link }];
    }
    if (step.step === 'cached') {
      const cache = rename(step.cache, `${at}.cache`);
      const origin = rename(step.origin, `${at}.origin`);
      if (origin === null) return [];
      return [cache === null ? { step: 'call', link: origin, operation: step.operation } : { ...step, cache, origin }];
    }
    if (step.step === 'parallel') {
      const kept = renameIn(step.steps, `${at}.steps`, rename);
      return kept.length === 0 ? [] : [{ ...step, steps: kept }];
    }
    if (step.step !== 'branch') return [step];
    return [
      {
        ...step,
        // biome-ignore lint/suspicious/noThenProperty: the format's name for a branch; never awaited
        then: renameIn(step.then, `${at}.then`, rename),
        else: renameIn(step.else, `${at}.else`, rename),
      },
    ];
  });

const mapLinks = (operations: Operations, rename: Rename): Operations =>
  Object.fromEntries(Object.entries(operations).map(([name, steps]) => [name, renameIn(steps, name, rename)]));

/** What a service does when called: named lists of steps. */
export const operationsField: Field<Operations> = custom(
  'operations',
  v.record(
    v.pipe(v.string(), v.maxLength(60, 'an operation name of at most 60 characters')),
    steps,
    'operations by name',
  ) as v.GenericSchema<unknown, Operations>,
  {},
  mapLinks,
);
