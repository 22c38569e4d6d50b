import type { GroupField } from '../schema/field';

/** Those that a proxy for HTTP passes on. */
export const HTTP_PROTOCOLS = ['rest', 'http2', 'grpc', 'jsonrpc', 'websocket', 'sse'] as const;
/** Those in which services call each other. */
export const CALL_PROTOCOLS = [...HTTP_PROTOCOLS, 'thrift', 'avro', 'ice'] as const;
/** The protocols that a link can speak. */
export const PROTOCOLS = [...CALL_PROTOCOLS, 'sql', 'amqp', 'redis'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** The palette's sections. */
export type KindGroup = 'traffic' | 'compute' | 'messaging' | 'data';

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
  /** It hands on what others wrote, unread: contracts are none of its business. */
  readonly relays?: boolean;
  /** The states of its statechart, in the order of the indices in the trace. */
  readonly modes: readonly string[];
}

export const defineKind = <P>(definition: KindDefinition<P>): KindDefinition<P> => definition;

/** All kinds by name. */
export type KindCatalogue = Readonly<Record<string, KindDefinition>>;
