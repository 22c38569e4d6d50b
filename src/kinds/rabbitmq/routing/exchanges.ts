import type { BindingParams, ExchangeParams, QueueParams } from '../params';
import { matchesHeaders } from './header-match';
import { TopicTrie } from './topic-trie';

/** What a message is routed by. */
export interface Routed {
  readonly routingKey: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The broker's plan of ways, as its parameters give it. */
export interface RoutingPlan {
  readonly exchanges: readonly ExchangeParams[];
  readonly bindings: readonly BindingParams[];
  readonly queues: readonly Pick<QueueParams, 'name'>[];
}

/** An exchange, with its bindings made ready to be asked. */
interface Exchange {
  /** Indices of the bindings that let a message through. */
  matching(message: Routed): Iterable<number>;
  readonly alternate: string;
}

/** The default exchange has no name. */
const DEFAULT = '';

/**
 * Exchanges with their bindings. A message gets into a queue once, however many of the bindings on the ways there match
 * it; exchanges may be bound to each other, in circles too.
 */
export class Exchanges {
  private readonly byName = new Map<string, Exchange>();
  private readonly queueNamed = new Map<string, number>();

  constructor(private readonly plan: RoutingPlan) {
    plan.queues.forEach(({ name }, index) => {
      if (!this.queueNamed.has(name)) this.queueNamed.set(name, index);
    });
    for (const exchange of plan.exchanges) {
      if (exchange.name !== DEFAULT && !this.byName.has(exchange.name))
        this.byName.set(exchange.name, this.ready(exchange));
    }
  }

  /** Whether there is an exchange of that name. */
  has(exchange: string): boolean {
    return exchange === DEFAULT || this.byName.has(exchange);
  }

  /** The index of the queue of that name; -1 where there is none. */
  queue(name: string): number {
    return this.queueNamed.get(name) ?? -1;
  }

  /**
   * Indices of the queues that a message gets into, in ascending order.
   *
   * @param via gets the indices of the bindings that it went through
   */
  route(exchange: string, message: Routed, via?: Set<number>): readonly number[] {
    const found = new Set<number>();
    this.follow(exchange, message, found, new Set(), via);
    return [...found].sort((a, b) => a - b);
  }

  private follow(name: string, message: Routed, found: Set<number>, seen: Set<string>, via?: Set<number>): void {
    if (name === DEFAULT) {
      const queue = this.queue(message.routingKey);
      if (queue >= 0) found.add(queue);
      return;
    }
    const exchange = this.byName.get(name);
    if (exchange === undefined || seen.has(name)) return;
    seen.add(name);
    let matched = false;
    for (const index of exchange.matching(message)) {
      const { to, toType } = this.plan.bindings[index];
      if (toType === 'exchange' ? !this.byName.has(to) : !this.queueNamed.has(to)) continue;
      matched = true;
      via?.add(index);
      if (toType === 'exchange') this.follow(to, message, found, seen, via);
      else found.add(this.queue(to));
    }
    if (!matched && exchange.alternate !== '') this.follow(exchange.alternate, message, found, seen, via);
  }

  private ready({ name, type, alternate }: ExchangeParams): Exchange {
    const own = this.plan.bindings.map((binding, index) => ({ ...binding, index })).filter(({ from }) => from === name);
    if (type === 'topic') {
      const trie = new TopicTrie<number>();
      for (const { key, index } of own) trie.add(key, index);
      return { alternate, matching: ({ routingKey }) => trie.match(routingKey) };
    }
    if (type === 'direct') {
      const byKey = new Map<string, number[]>();
      for (const { key, index } of own) byKey.set(key, [...(byKey.get(key) ?? []), index]);
      return { alternate, matching: ({ routingKey }) => byKey.get(routingKey) ?? [] };
    }
    if (type === 'fanout') {
      const all = own.map(({ index }) => index);
      return { alternate, matching: () => all };
    }
    return {
      alternate,
      matching: ({ headers }) =>
        own.filter((binding) => matchesHeaders(binding.match, binding.arguments, headers)).map(({ index }) => index),
    };
  }
}
