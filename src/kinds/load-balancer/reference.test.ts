/** The load balancer against what nginx was seen to do and what Envoy documents; each case's id is a test's name. */
import { describe, expect, test } from 'vitest';
import { Kernel } from '../../kernel/kernel';
import { RandomStreams } from '../../kernel/random';
import { Statecharts } from '../../kernel/statechart/statecharts';
import { scenario } from '../../simulation/testing/scenario-builder';
import fixture from './fixtures/nginx-and-envoy.json';
import { loadBalancer } from './params';
import { createPolicy } from './policies/create-policy';
import type { Policy } from './policies/policy';
import { leastRequestWeight } from './policies/round-robin';
import { isPanic, type Level, levelLoads, totalHealth } from './priority';
import { slowStartShare } from './slow-start';
import { Subject } from './subject';
import { type TargetSpec, Upstream } from './upstream';

type Weights = Readonly<Record<string, number>>;
interface Case {
  readonly id: string;
  readonly category: string;
  readonly [name: string]: unknown;
}

const cases = fixture.cases as unknown as readonly Case[];
const rows = <T>(category: string): (Case & T)[] => cases.filter((row) => row.category === category) as never;
const byId = <T>(id: string): Case & T => cases.find((row) => row.id === id) as never;

const LETTERS = 'abcdefgh';

function upstreamOf(weights: Weights, rest: (name: string) => Partial<TargetSpec> = () => ({})): Upstream {
  const specs = Object.entries(weights).map(([name, weight]) => ({
    name,
    weight,
    maxFails: 1,
    failTimeoutMs: 10_000,
    maxConnections: Infinity,
    backup: false,
    down: false,
    ...rest(name),
  }));
  const settings = { slowStart: null, outliers: null, spillover: null };
  return new Upstream(specs, settings, new Statecharts(new Kernel(1)), () => {});
}

/** One choice after another, among the others only when none of the first can be had. */
class Chooser {
  readonly subject = new Subject();
  private readonly policy: Policy;

  constructor(
    readonly upstream: Upstream,
    policy: 'round-robin' | 'least-connections' | 'ip-hash' | 'hash' | 'consistent-hash',
  ) {
    const random = new RandomStreams(1).stream('choice');
    this.policy = createPolicy({ policy, choices: 2 }, random, this.subject, upstream);
  }

  /** Places a request; the letter of its target, and '' when there is none. */
  place(): string {
    const { upstream, policy } = this;
    upstream.ask(0, 0);
    const primary = policy.choose(upstream, upstream.primaries);
    const target = primary < 0 ? policy.choose(upstream, upstream.backups) : primary;
    if (target >= 0) upstream.picked(target);
    return target < 0 ? '' : LETTERS[target];
  }

  release(letter: string): void {
    this.upstream.answered(LETTERS.indexOf(letter), true, 0);
  }

  /** One request after the other is over. */
  oneByOne(count: number): string {
    return Array.from({ length: count }, () => {
      const letter = this.place();
      this.release(letter);
      return letter;
    }).join('');
  }

  /** Requests that nobody answers. */
  held(count: number): string {
    return Array.from({ length: count }, () => this.place()).join('');
  }

  ofText(text: string): string {
    const bytes = new TextEncoder().encode(text);
    this.subject.bytes.set(bytes);
    this.subject.length = bytes.length;
    const letter = this.place();
    this.release(letter);
    return letter;
  }

  ofAddress(address: string): string {
    this.subject.network.set(address.split('.').slice(0, 3).map(Number));
    return this.place();
  }
}

interface Sequence {
  readonly weights: Weights;
  readonly down?: readonly string[];
  readonly backup?: readonly string[];
  readonly requests: number;
  readonly expect_sequence: string;
  readonly period?: number;
  readonly expect_counts_per_period?: Weights;
}

describe('smooth weighted round robin', () => {
  const all = [...rows<Sequence>('smooth_wrr'), ...rows<Sequence>('smooth_wrr_model')];

  test.each(all)('$id', ({ weights, down = [], backup = [], requests, expect_sequence, ...row }) => {
    const everybody = { ...weights, ...Object.fromEntries(backup.map((name) => [name, 1])) };
    const upstream = upstreamOf(everybody, (name) => ({ down: down.includes(name), backup: backup.includes(name) }));
    const sequence = new Chooser(upstream, 'round-robin').oneByOne(requests);
    expect(sequence).toBe(expect_sequence);
    const inPeriod = [...sequence.slice(0, row.period)];
    for (const [name, count] of Object.entries(row.expect_counts_per_period ?? {})) {
      expect(inPeriod.filter((letter) => letter === name).length).toBe(count);
    }
  });

  test.each(all)('$id, in a run', ({ weights, down = [], backup = [], requests, expect_sequence }) => {
    const times = Array.from({ length: requests }, (_, i) => 1 + i * 10);
    const builder = scenario().clientAt('shop', times).loadBalancer('lb').link('shop', 'lb');
    for (const name of [...Object.keys(weights), ...backup]) {
      const params = { weight: weights[name] ?? 1, down: down.includes(name), backup: backup.includes(name) };
      builder.worker(name, 1).link('lb', name, params);
    }
    const run = builder.run({ untilMs: 10_000 });
    const targets = run.all('sent').filter(({ place }) => place > 0);
    expect(targets.map(({ place }) => LETTERS[place - 1]).join('')).toBe(expect_sequence);
  });
});

describe('least connections', () => {
  test('nginx-lc-3-1', () => {
    const { weights, expect_sequence, expect_final_active } = byId<{
      weights: Weights;
      expect_sequence: string;
      expect_final_active: Weights;
    }>('nginx-lc-3-1');
    const chooser = new Chooser(upstreamOf(weights), 'least-connections');
    expect(chooser.held(12)).toBe(expect_sequence);
    for (const [name, active] of Object.entries(expect_final_active)) {
      expect(chooser.upstream.connections(LETTERS.indexOf(name))).toBe(active);
    }
  });

  test('nginx-lc-idle', () => {
    const { weights, expect_sequence } = byId<Sequence>('nginx-lc-idle');
    expect(new Chooser(upstreamOf(weights), 'least-connections').oneByOne(9)).toBe(expect_sequence);
  });

  test('nginx-lc-release', () => {
    const row = byId<{ weights: Weights; scenario: readonly string[]; expect_sequence: string }>('nginx-lc-release');
    const chooser = new Chooser(upstreamOf(row.weights), 'least-connections');
    const chosen: string[] = [];
    for (const step of row.scenario) {
      const [what, letters] = step.split(':');
      if (what === 'release') chooser.release(letters);
      else chosen.push(chooser.held(letters.length));
    }
    expect(chosen.join('|')).toBe(row.expect_sequence);
  });

  test('nginx-max_conns', () => {
    const row = byId<Sequence>('nginx-max_conns');
    const limits: Weights = { a: 1, b: 2 };
    const upstream = upstreamOf({ a: 1, b: 1 }, (name) => ({ maxConnections: limits[name] }));
    const chooser = new Chooser(upstream, 'round-robin');
    expect(chooser.held(3)).toBe(row.expect_sequence);
    expect(chooser.place()).toBe('');
    expect(upstream.isFull()).toBe(true);
  });
});

interface Hashed {
  readonly weights: Weights;
  readonly down: readonly string[];
  readonly expect_server: string;
}

describe('ip_hash', () => {
  test.each(rows<Hashed & { client_ip: string }>('ip_hash'))('$id', ({ weights, down, client_ip, expect_server }) => {
    const upstream = upstreamOf(weights, (name) => ({ down: down.includes(name) }));
    expect(new Chooser(upstream, 'ip-hash').ofAddress(client_ip)).toBe(expect_server);
  });

  test('rule-ip_hash: a whole network /24 has one server', () => {
    const upstream = upstreamOf({ a: 1, b: 1, c: 1 });
    const of = (address: string) => new Chooser(upstream, 'ip-hash').ofAddress(address);
    expect(new Set(['10.0.7.1', '10.0.7.99', '10.0.7.254'].map(of)).size).toBe(1);
  });
});

describe('hash', () => {
  const equal = (servers: number): Weights =>
    Object.fromEntries([...LETTERS.slice(0, servers)].map((letter) => [letter, 1]));

  test.each(rows<{ key: string; servers: number; expect_server: string }>('hash_modulo'))(
    '$id of $servers',
    ({ key, servers, expect_server }) => {
      expect(new Chooser(upstreamOf(equal(servers)), 'hash').ofText(key)).toBe(expect_server);
    },
  );

  test('dist-hash-modulo-resize', () => {
    const { expect_moved } = byId<{ expect_moved: number }>('dist-hash-modulo-resize');
    const three = new Chooser(upstreamOf(equal(3)), 'hash');
    const four = new Chooser(upstreamOf(equal(4)), 'hash');
    const keys = Array.from({ length: 3_000 }, (_, i) => `u${i}`);
    expect(keys.filter((key) => three.ofText(key) !== four.ofText(key)).length).toBe(expect_moved);
  });

  test('dist-hash4', () => {
    const chooser = new Chooser(upstreamOf(equal(4)), 'hash');
    expect(countsOf(chooser)).toEqual(byId<{ expect_counts: Weights }>('dist-hash4').expect_counts);
  });
});

/** How many of the keys u0 … u2999 each gets. */
function countsOf(chooser: Chooser): Weights {
  const counts: Record<string, number> = {};
  for (let i = 0; i < 3_000; i++) {
    const letter = chooser.ofText(`u${i}`);
    counts[letter] = (counts[letter] ?? 0) + 1;
  }
  return counts;
}

describe('consistent hash', () => {
  const named = rows<Hashed & { key: string; server_names: Weights }>('consistent_hash_ketama');
  const ringOf = (weights: Weights, names: Readonly<Record<string, unknown>>, down: readonly string[] = []) => {
    const upstream = upstreamOf(weights, (name) => ({ name: String(names[name]), down: down.includes(name) }));
    return new Chooser(upstream, 'consistent-hash');
  };

  test.each(named)('$id', ({ weights, server_names, down, key, expect_server }) => {
    expect(ringOf(weights, server_names, down).ofText(key)).toBe(expect_server);
  });

  const { server_names } = named.find(({ weights }) => 'd' in weights) ?? named[0];
  test.each([
    ['dist-ch3', { a: 1, b: 1, c: 1 }],
    ['dist-ch4', { a: 1, b: 1, c: 1, d: 1 }],
    ['dist-ch4w', { a: 1, b: 3, c: 1, d: 1 }],
  ])('%s', (id, weights) => {
    const { expect_counts } = byId<{ expect_counts: Weights }>(id);
    expect(countsOf(ringOf(weights, server_names))).toEqual(expect_counts);
  });

  test('rule-ketama: to be down and to be gone is the same for all others', () => {
    const gone = ringOf({ a: 1, b: 1, c: 1 }, server_names);
    const down = ringOf({ a: 1, b: 1, c: 1, d: 1 }, server_names, ['d']);
    for (let i = 0; i < 300; i++) expect(down.ofText(`k${i}`)).toBe(gone.ofText(`k${i}`));
  });
});

/** What comes of requests at these moments, as "what the client got: whom it was sent to". */
function attempts(
  targets: readonly string[],
  params: Readonly<Record<string, unknown>>,
  times: readonly number[],
  dies: 'never up' | 'resets' | 'errors',
  operation = '',
) {
  const builder = scenario()
    .clientAt('shop', times, { mix: operation === '' ? [] : [{ operation, weight: 1 }] })
    .loadBalancer('lb', params)
    .link('shop', 'lb');
  for (const target of targets) {
    const isBad = target === 'a' || target === 'x';
    builder.worker(target, 1).link('lb', target);
    if (isBad && dies === 'errors')
      builder.service(`${target}-db`).link(target, `${target}-db`).crash(`${target}-db`, { atMs: 0 });
    if (isBad && dies === 'never up') builder.crash(target, { atMs: 0 });
    // Each request that it gets meets a crash while it is worked on.
    if (isBad && dies === 'resets') {
      for (const atMs of times) builder.restart(target, { atMs: atMs + 0.5 });
    }
  }
  const run = builder.run({ untilMs: 100_000 });
  const byRequest = new Map<number, string[]>();
  const places = new Map(targets.map((target) => [run.scenario.links.findIndex((link) => link.to === target), target]));
  for (const { place, extra } of run.all('sent')) {
    const target = places.get(place);
    if (target !== undefined) byRequest.set(extra, [...(byRequest.get(extra) ?? []), target]);
  }
  const outcomes = run.outcomes('shop').map((outcome) => (outcome === 'ok' ? '200' : outcome));
  return { sequence: [...byRequest.values()].map((tried, i) => `${outcomes[i]}:${tried.join('>')}`), outcomes, run };
}

const every = (ms: number, count: number) => Array.from({ length: count }, (_, i) => 1 + i * ms);
const expected = (id: string) => byId<{ expect: readonly string[] }>(id).expect;
const quick = { startupMs: 0 };

describe('failover', () => {
  test('failover-conn-refused', () => {
    // In these runs `a` is a bad one, so the good one is called `p`.
    const { sequence } = attempts(['p', 'x', 'c'], {}, every(10, 9), 'never up');
    const seen = expected('failover-conn-refused').map((line) => line.replace('x2', 'x').replaceAll('a', 'p'));
    expect(sequence).toEqual(seen);
  });

  test('failover-500-next', () => {
    const rules = { nextUpstream: { http500: true } };
    expect(attempts(['a', 'b'], rules, every(10, 6), 'errors').sequence).toEqual(expected('failover-500-next'));
  });

  test('an error is an answer unless told so', () => {
    const { sequence } = attempts(['a', 'b'], {}, every(10, 4), 'errors');
    expect(sequence).toEqual(['error:a', '200:b', 'error:a', '200:b']);
  });

  test('failover-post-non_idempotent', () => {
    const rules = { ...quick, nextUpstream: { nonIdempotent: true }, nonIdempotentOperations: ['order'] };
    const { sequence } = attempts(['a', 'b'], rules, every(10, 4), 'resets', 'order');
    expect(sequence).toEqual(expected('failover-post-non_idempotent'));
  });

  test('a POST that was sent is not repeated unless told so, one that was not is', () => {
    const rules = { ...quick, nonIdempotentOperations: ['order'] };
    const sent = attempts(['a', 'b'], rules, every(10, 3), 'resets', 'order').sequence;
    expect(sent).toEqual(['connectionReset:a', '200:b', '200:b']);
    const unsent = attempts(['a', 'b'], rules, every(10, 3), 'never up', 'order').sequence;
    expect(unsent).toEqual(['200:a>b', '200:b', '200:b']);
    const others = attempts(['a', 'b'], rules, every(10, 3), 'resets', 'browse').sequence;
    expect(others).toEqual(['200:a>b', '200:b', '200:b']);
    const all = { ...rules, nonIdempotentOperations: ['*'] };
    expect(attempts(['a', 'b'], all, every(10, 1), 'resets', 'browse').outcomes).toEqual(['connectionReset']);
  });

  test('failover-single-dead', () => {
    const { sequence } = attempts(['x'], {}, every(10, 3), 'never up');
    expect(sequence).toEqual(['connectionRefused:x', 'connectionRefused:x', 'connectionRefused:x']);
    expect(expected('failover-single-dead')).toHaveLength(3);
  });

  test('failover-fail_timeout-2s', () => {
    const { expect: row } = byId<{ expect: { attempts_on_a_at_ms: readonly number[] } }>('failover-fail_timeout-2s');
    const { run } = attempts(['a', 'b'], { failTimeoutMs: 2_000 }, every(200, 20), 'never up');
    const tried = run.times('arrived', 'a');
    const [seenFirst, seenSecond] = row.attempts_on_a_at_ms;
    expect(tried[0]).toBe(seenFirst);
    // Its turn comes a few requests after its time is over. nginx's clock has whole seconds: there it is later still.
    const gapMs = tried[1] - tried[0];
    expect(gapMs).toBeGreaterThan(2_000);
    expect(seenSecond - seenFirst - gapMs).toBeGreaterThanOrEqual(0);
    expect(seenSecond - seenFirst - gapMs).toBeLessThan(1_000);
  });

  test('failover-max_fails-3', () => {
    const { expect: row } = byId<{ expect: { attempts_on_a_before_ejection: number; client_errors: number } }>(
      'failover-max_fails-3',
    );
    const params = { maxFails: 3, failTimeoutMs: 4_000 };
    const { run, outcomes } = attempts(['a', 'b'], params, every(50, 60), 'never up');
    expect(run.times('arrived', 'a').length).toBe(row.attempts_on_a_before_ejection);
    expect(outcomes.filter((outcome) => outcome !== '200').length).toBe(row.client_errors);
  });

  test('failover-max_fails-0', () => {
    const rules = { ...quick, maxFails: 0 };
    expect(attempts(['a', 'b'], rules, every(10, 8), 'resets').sequence).toEqual(expected('failover-max_fails-0'));
  });

  test('rule-nginx-1: what makes it ask another by default', () => {
    const { nextUpstream } = loadBalancer.params.default;
    const on = Object.entries(nextUpstream).filter(([, value]) => value !== false && value !== null);
    expect(on.map(([name]) => name)).toEqual(['error', 'timeout']);
  });

  test('rule-nginx-5: only requests show that a target is back', () => {
    const times = [1, 2, 50_000, 50_001, 50_002];
    const { run } = attempts(['a', 'b'], { failTimeoutMs: 1_000 }, times, 'never up');
    expect(run.times('arrived', 'a')).toEqual([1, 50_002]);
  });
});

const levels = (percent: readonly number[]): Level[] => percent.map((healthy) => ({ healthy, all: 100 }));

describe('Envoy', () => {
  type Row = {
    healthy_percent: readonly number[];
    overprovisioning: number;
    expect_traffic_percent: readonly number[];
  };
  test.each(rows<Row>('envoy_priority'))('$id', ({ healthy_percent, overprovisioning, expect_traffic_percent }) => {
    expect(levelLoads(levels(healthy_percent), overprovisioning)).toEqual(expect_traffic_percent);
  });

  type Panic = Row & {
    panic_threshold: number;
    expect_panic: readonly boolean[];
    expect_normalized_total_health: number;
  };
  test.each(rows<Panic>('envoy_panic'))('$id', (row) => {
    const all = levels(row.healthy_percent);
    expect(levelLoads(all, 1.4)).toEqual(row.expect_traffic_percent);
    expect(all.map((level) => isPanic(level, row.panic_threshold / 100, all, 1.4))).toEqual(row.expect_panic);
    expect(totalHealth(all, 1.4)).toBe(row.expect_normalized_total_health);
  });

  test('envoy-doc-erratum: the formula, not the rows that contradict it', () => {
    expect(levelLoads(levels([50, 60]), 1.4)).toEqual([70, 30]);
    expect(levelLoads(levels([25, 100]), 1.4)).toEqual([35, 65]);
  });

  test('rule-envoy-261: panic below the threshold, and only when all levels together are overloaded', () => {
    const overloaded = levels([20, 20]);
    expect(overloaded.map((level) => isPanic(level, 0.5, overloaded, 1.4))).toEqual([true, true]);
    const covered = levels([20, 100]);
    expect(covered.map((level) => isPanic(level, 0.5, covered, 1.4))).toEqual([false, false]);
  });

  type Slow = {
    weight: number;
    window_s: number;
    aggression: number;
    min_weight_percent: number;
    t_s: number;
    expect_weight: number;
  };
  test.each(rows<Slow>('envoy_slow_start'))('$id', (row) => {
    const rules = {
      windowMs: row.window_s * 1_000,
      minWeight: row.min_weight_percent / 100,
      aggression: row.aggression,
    };
    expect(row.weight * slowStartShare(row.t_s * 1_000, rules)).toBeCloseTo(row.expect_weight, 9);
  });

  test('rule-envoy-263: an aggression above 1 is faster at the beginning', () => {
    const rules = { windowMs: 60_000, minWeight: 0.1, aggression: 2 };
    expect(slowStartShare(15_000, rules)).toBeCloseTo(Math.sqrt(0.25), 9);
    expect(slowStartShare(0, rules)).toBeCloseTo(Math.sqrt(1 / 60), 9);
  });

  type Wlr = { weight: number; active_requests: number; bias: number; expect_effective_weight: number };
  test.each(rows<Wlr>('envoy_weighted_least_request'))('$id', (row) => {
    expect(leastRequestWeight(row.weight, row.active_requests, row.bias)).toBe(row.expect_effective_weight);
  });

  test('rule-envoy-262: weight 2 with 4 under way counts as 0.4', () => {
    expect(leastRequestWeight(2, 4, 1)).toBe(0.4);
    expect(leastRequestWeight(2, 3, 2)).toBeCloseTo(2 / 16, 9);
  });
});

test('every case of the fixture is in one of these tests', () => {
  const tested = new Set([
    ...['smooth_wrr', 'smooth_wrr_model', 'least_conn', 'ip_hash', 'rule', 'hash_modulo', 'consistent_hash_ketama'],
    ...['distribution', 'nginx_failover', 'envoy_priority', 'envoy_panic', 'envoy_slow_start'],
    'envoy_weighted_least_request',
  ]);
  expect(cases.filter(({ category }) => !tested.has(category))).toEqual([]);
  expect(cases).toHaveLength(170);
});
