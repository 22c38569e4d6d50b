import { type ConsumerSpec, carriesMessages, type KindDefinition, type QueueSpec } from '../kind';

const brokers = new Map<string, KindDefinition>();

/** Lets {@link queuesOf} know a kind. */
export function knowQueues(definition: KindDefinition): void {
  if (definition.queues !== undefined) brokers.set(definition.kind, definition);
}

/** Whether nodes of that kind may keep messages for consumers. */
export const keepsMessages = (kind: string): boolean => brokers.has(kind);

/** Where a node of that kind keeps messages for its consumers; undefined for a kind that keeps none. */
export const queuesOf = (
  kind: string,
  params: unknown,
  consumers: readonly ConsumerSpec[],
): readonly QueueSpec[] | undefined => brokers.get(kind)?.queues?.(params, consumers);

/** Whether it is messages that come to a node of that kind, rather than calls. */
export const isBroker = (kind: string): boolean => brokers.get(kind)?.accepts.some(carriesMessages) ?? false;
