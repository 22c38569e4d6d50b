import * as v from 'valibot';
import type { Distribution } from '../../kernel/distribution';
import type { Field } from '../../schema/field';
import { custom } from '../../schema/fields';
import { duration } from '../duration-field';

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
  /** Hands a message over and goes on at once. */
  | { readonly step: 'publish'; readonly link: string }
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
  publish: v.strictObject({ step: v.literal('publish'), link: linkId }),
  reply: v.strictObject({ step: v.literal('reply') }),
};
const stepNames = 'a step: one of work, call, cached, parallel, publish, reply, branch';
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
    if (step.step === 'call' || step.step === 'publish') {
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
