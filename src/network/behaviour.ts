import type { Distribution } from '../kernel/distribution';
import type { RandomStream } from '../kernel/random';
import type { Sampler } from '../kernel/sampler';
import type { Component } from './component';
import type { OptionalColumns } from './frames/frames';
import type { Lifecycle } from './lifecycle';
import type { Link } from './links/link';
import type { Network } from './network';

/** What a component gets to be built from. */
export interface ComponentContext<P> {
  readonly network: Network;
  readonly index: number;
  readonly id: string;
  readonly params: P;
  /** Links that begin here, in the scenario's order. */
  readonly outgoing: readonly Link[];
  /** Links that end here. */
  readonly incoming: readonly Link[];
  /** The id of the node at a link's other end. */
  peerId(link: Link): string;
  /** A stream of random numbers of its own for that purpose. */
  random(purpose: string): RandomStream;
  /** Draws durations with a stream of its own for that purpose. */
  sampler(purpose: string, distribution: Distribution): Sampler;
  /** The statechart up → crashed → starting → up. */
  lifecycle(startupMs: number): Lifecycle;
}

/** How a kind behaves; `kind.ts` of its folder exports one. */
export interface KindBehaviour<P = unknown> {
  readonly kind: string;
  /** The optional columns of frames that it may touch, besides those that it asks for itself; all of them, if left out. */
  readonly columns?: readonly OptionalColumns[];
  create(context: ComponentContext<P>): Component;
}

export const defineBehaviour = <P>(behaviour: KindBehaviour<P>): KindBehaviour<P> => behaviour;
