import type { GroupField } from '../schema/field';

/** Those that a proxy for HTTP passes on. */
export const HTTP_PROTOCOLS = ['rest', 'http2', 'grpc', 'jsonrpc', 'websocket', 'sse'] as const;
/** Those in which services call each other. */
export const CALL_PROTOCOLS = [...HTTP_PROTOCOLS, 'thrift', 'avro', 'ice'] as const;
/** Those over which messages go: to a broker, or from one to a consumer. `redisMessages` is RESP: lists, streams, publish/subscribe. `subscription`: what an event store hands on. */
export const MESSAGE_PROTOCOLS = ['amqp', 'kafka', 'sqs', 'redisMessages', 'subscription'] as const;
/** The protocols that a link can speak. */
export const PROTOCOLS = [...CALL_PROTOCOLS, 'sql', 'redis', ...MESSAGE_PROTOCOLS] as const;
export type Protocol = (typeof PROTOCOLS)[number];

const messageProtocols: ReadonlySet<string> = new Set(MESSAGE_PROTOCOLS);
/** Whether what goes over a link is messages, for which nobody waits, rather than calls. */
export const carriesMessages = (protocol: string): boolean => messageProtocols.has(protocol);

/** The palette's sections. */
export type KindGroup = 'traffic' | 'compute' | 'messaging' | 'data';

/** A consumer of a broker: a link that begins there. */
export interface ConsumerSpec {
  readonly link: string;
  /** The id of the node that consumes. */
  readonly node: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * A place where messages wait in a broker, as the facts number them: a queue; of a log, what one group has still to do
 * of one partition.
 */
export interface QueueSpec {
  readonly name: string;
  /** The group that reads it; left out where whoever consumes takes from the same queue. */
  readonly group?: string;
}

/**
 * What the whole program must know of a component kind without running it: its parameters, what may be linked to it,
 * and its modes. Its behaviour is in `kind.ts`, its face in `view.tsx`, beside it.
 */
export interface KindDefinition<P = unknown> {
  readonly kind: string;
  readonly group: KindGroup;
  readonly params: GroupField<P>;
  /** Protocols of links that end here; the first is what a new link gets. Empty: nothing can call it. */
  readonly accepts: readonly Protocol[];
  /** Protocols of links that begin here. Empty: it calls nothing. */
  readonly calls: readonly Protocol[];
  /** Parameters of links that end here, instead of those of a plain call. */
  readonly incoming?: GroupField;
  /** Parameters of links that begin here, instead of those of a plain call. */
  readonly outgoing?: GroupField;
  /** Parameters of links that begin here, besides those of a plain call. */
  readonly target?: GroupField;
  /** Of what keeps messages for its consumers: where, in the order of the indices in the facts. */
  queues?(params: P, consumers: readonly ConsumerSpec[]): readonly QueueSpec[];
  /** It hands on what others wrote, unread: contracts are none of its business. */
  readonly relays?: boolean;
  /** The states of its statechart, in the order of the indices in the trace. */
  readonly modes: readonly string[];
}

export const defineKind = <P>(definition: KindDefinition<P>): KindDefinition<P> => definition;

/** All kinds by name. */
export type KindCatalogue = Readonly<Record<string, KindDefinition>>;
