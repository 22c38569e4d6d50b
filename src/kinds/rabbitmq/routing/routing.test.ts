import { describe, expect, it, test } from 'vitest';
import { check } from '../../../schema/check';
import routing from '../fixtures/routing.json';
import { type BindingParams, rabbitmq } from '../params';
import { Exchanges, type RoutingPlan } from './exchanges';
import { matchesHeaders } from './header-match';
import { TopicTrie } from './topic-trie';

type Typed = string | number | boolean | null;
type Table = Readonly<Record<string, Typed>>;

/** Values of other AMQP types as the parameters write them. */
const asText = (value: Typed): string =>
  typeof value === 'string'
    ? value
    : value === null
      ? 'void:'
      : `${typeof value === 'number' ? 'int' : 'bool'}:${value}`;
const headersOf = (table: Table | null) =>
  Object.fromEntries(Object.entries(table ?? {}).map(([name, value]) => [name, asText(value)]));

describe('RabbitMQ was seen to route', () => {
  const topics = Object.entries(routing.topics);
  const { headers } = routing as unknown as {
    headers: readonly {
      readonly binding: Table;
      readonly match: readonly (Table | null)[];
      readonly noMatch: readonly (Table | null)[];
    }[];
  };

  test('720 cases and rules in all', () => {
    const count = (cases: readonly { match: readonly unknown[]; noMatch: readonly unknown[] }[]) =>
      cases.reduce((sum, { match, noMatch }) => sum + match.length + noMatch.length, 0);
    expect(count(topics.map(([, cases]) => cases)) + count(headers) + routing.rules.length).toBe(720);
  });

  test.each(topics)('topics by %s', (pattern, { match, noMatch }) => {
    const trie = new TopicTrie<string>();
    trie.add(pattern, pattern);
    const matches = (key: string) => trie.match(key).size === 1;
    expect(match.filter((key) => !matches(key))).toEqual([]);
    expect(noMatch.filter(matches)).toEqual([]);
  });

  test('topics by all patterns at once as by each alone', () => {
    const trie = new TopicTrie<string>();
    for (const [pattern] of topics) trie.add(pattern, pattern);
    for (const [pattern, { match, noMatch }] of topics) {
      expect(match.filter((key) => !trie.match(key).has(pattern))).toEqual([]);
      expect(noMatch.filter((key) => trie.match(key).has(pattern))).toEqual([]);
    }
  });

  test.each(headers)('headers by $binding', ({ binding, match, noMatch }) => {
    const { 'x-match': how = 'all', ...args } = binding;
    const wanted = Object.entries(args).map(([name, value]) => ({
      name,
      value: value === null ? null : asText(value),
    }));
    const matches = (table: Table | null) => matchesHeaders(how as BindingParams['match'], wanted, headersOf(table));
    expect(match.filter((table) => !matches(table))).toEqual([]);
    expect(noMatch.filter(matches)).toEqual([]);
  });
});

/** Exchanges and bindings as a document may give them. */
function exchanges(plan: object): Exchanges {
  const checked = check(rabbitmq.params, plan);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return new Exchanges(checked.value as RoutingPlan);
}
const queues = ['a', 'b', 'c'].map((name) => ({ name }));
const message = (routingKey: string, headers = {}) => ({ routingKey, headers });

describe('the rules', () => {
  const rules: Readonly<Record<string, () => void>> = {
    'rule-deliver-once-per-queue': () => {
      for (const [type, keys] of [
        ['topic', ['#', 'x.*', 'x.y']],
        ['fanout', ['1', '2']],
        ['direct', ['x.y', 'x.y']],
      ] as const) {
        const bindings = keys.map((key) => ({ from: 'e', to: 'b', key }));
        const found = exchanges({ queues, exchanges: [{ name: 'e', type }], bindings });
        expect(found.route('e', message('x.y'))).toEqual([1]);
      }
    },
    'rule-headers-bad-xmatch': () => {
      const bad = check(rabbitmq.params, { bindings: [{ match: 'some' }] });
      expect(bad.ok).toBe(false);
    },
    'rule-headers-void': () => {
      const wanted = [{ name: 'format', value: null }];
      expect(matchesHeaders('all', wanted, { format: 'whatever' })).toBe(true);
      expect(matchesHeaders('all', wanted, {})).toBe(false);
    },
    'rule-headers-any-empty': () => {
      expect(['all', 'any'].map((how) => matchesHeaders(how as 'all', [], { a: '1' }))).toEqual([true, false]);
    },
    'rule-headers-x-prefix': () => {
      const wanted = [{ name: 'x-tenant', value: 'acme' }];
      const headers = { 'x-tenant': 'other' };
      expect(matchesHeaders('all', wanted, headers)).toBe(true);
      expect(matchesHeaders('any', wanted, { 'x-tenant': 'acme' })).toBe(false);
      expect(matchesHeaders('all-with-x', wanted, headers)).toBe(false);
      expect(matchesHeaders('any-with-x', wanted, { 'x-tenant': 'acme' })).toBe(true);
    },
    'rule-topic-empty-words': () => {
      const matches = (pattern: string, key: string) => {
        const trie = new TopicTrie<number>();
        trie.add(pattern, 1);
        return trie.match(key).size === 1;
      };
      expect([matches('a.*', 'a.'), matches('a.*.b', 'a..b')]).toEqual([true, true]);
      expect(matches('order.created', 'order.created.')).toBe(false);
    },
    'rule-topic-key-limit': () => {
      expect(check(rabbitmq.incoming as never, { routingKey: 'k'.repeat(255) }).ok).toBe(true);
      expect(check(rabbitmq.incoming as never, { routingKey: 'k'.repeat(256) }).ok).toBe(false);
    },
  };
  test.each(routing.rules)('$id: $statement', ({ id }) => {
    rules[id]();
  });
});

describe('exchanges', () => {
  it('hand on to each other, also in circles', () => {
    const found = exchanges({
      queues,
      exchanges: [
        { name: 'in', type: 'fanout' },
        { name: 'next', type: 'direct' },
      ],
      bindings: [
        { from: 'in', to: 'next', toType: 'exchange' },
        { from: 'next', to: 'in', toType: 'exchange', key: 'k' },
        { from: 'next', to: 'c', key: 'k' },
        { from: 'in', to: 'a' },
      ],
    });
    const via = new Set<number>();
    expect(found.route('in', message('k'), via)).toEqual([0, 2]);
    expect([...via].sort()).toEqual([0, 1, 2, 3]);
    expect(found.route('in', message('other'))).toEqual([0]);
  });

  it('give to their alternate what none of their bindings matches', () => {
    const found = exchanges({
      queues,
      exchanges: [
        { name: 'orders', type: 'direct', alternate: 'rest' },
        { name: 'rest', type: 'fanout' },
      ],
      bindings: [
        { from: 'orders', to: 'a', key: 'paid' },
        { from: 'rest', to: 'c' },
      ],
    });
    expect([found.route('orders', message('paid')), found.route('orders', message('lost'))]).toEqual([[0], [2]]);
  });

  it('without a name is the default one: every queue is bound to it by its name', () => {
    const found = exchanges({ queues });
    expect([found.route('', message('b')), found.route('', message('B'))]).toEqual([[1], []]);
    expect([found.has(''), found.has('nowhere'), found.route('nowhere', message('b'))]).toEqual([true, false, []]);
  });
});
