import type { Distribution } from '../../kernel/distribution';
import type { CustomField } from '../../schema/field';
import { custom } from '../../schema/fields';
import type { StreamDirection } from '../streams/stream-field';

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

/** What a service does when called: named lists of steps. Checked by `operations-schema.ts`. */
export const operationsField: CustomField<Operations> = custom('operations', {}, { mapLinks });
