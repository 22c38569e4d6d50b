import { describe, expect, test } from 'vitest';
import { exponential, scenario } from '../../simulation/testing/scenario-builder';
import { octetOf, Subject } from './subject';

const TARGETS = ['a', 'b', 'c'];
const every = (ms: number, count: number) => Array.from({ length: count }, (_, i) => 1 + i * ms);

const spread = (params: Readonly<Record<string, unknown>>, timesMs: readonly number[], workMs = 1) => {
  const builder = scenario().clientAt('shop', timesMs).loadBalancer('lb', params).link('shop', 'lb');
  for (const target of TARGETS) builder.worker(target, workMs, { concurrency: 100 }).link('lb', target);
  return builder;
};
/** Which target each request went to. */
const sequence = (run: ReturnType<ReturnType<typeof spread>['run']>) =>
  run
    .all('sent')
    .filter((row) => row.place > 0)
    .map((row) => TARGETS[row.place - 1])
    .join('');

describe('the policies', () => {
  /** What nginx 1.22.1 was observed to do with three servers of equal weight, one worker. */
  test('round robin goes round', () => {
    expect(sequence(spread({}, every(10, 24)).run({ untilMs: 1_000 }))).toBe('abcabcabcabcabcabcabcabc');
  });

  test('least connections takes whoever has least to do, equals in turn', () => {
    const run = spread({ policy: 'least-connections' }, every(10, 9), 15)
      .slow({ node: 'a' }, 100, { atMs: 0 })
      .run({ untilMs: 1_000 });
    expect(sequence(run)).toBe('abcbcbcbc');
    expect(run.report.nodes.a.arrived).toBe(1);
  });

  test('random gives everyone his share', () => {
    const run = spread({ policy: 'random' }, every(1, 6_000)).run({ untilMs: 7_000 });
    for (const target of TARGETS) {
      // Four standard deviations of a binomial distribution.
      expect(Math.abs(run.report.nodes[target].arrived - 2_000)).toBeLessThan(4 * Math.sqrt(6_000 * (1 / 3) * (2 / 3)));
    }
  });
});

describe('the best of several random targets', () => {
  const busy = { policy: 'random-choices' };

  test('is never one with more under way than the others drawn', () => {
    // With as many choices as targets: the least loaded of all.
    const run = spread({ ...busy, choices: 3 }, every(10, 90), 15)
      .slow({ node: 'a' }, 1_000, { atMs: 0 })
      .run({ untilMs: 1_000 });
    expect(run.report.nodes.a.arrived).toBe(1);
  });

  test('draws different targets: of two, the busy one gets nothing', () => {
    const run = spread({ ...busy, choices: 2 }, every(10, 300), 5)
      .slow({ node: 'a' }, 10_000, { atMs: 0 })
      .run({ untilMs: 4_000 });
    expect(run.report.nodes.a.arrived).toBe(1);
    expect(Math.abs(run.report.nodes.b.arrived - 150)).toBeLessThan(4 * Math.sqrt(300 / 4));
  });

  test('is a random one where only one is drawn', () => {
    const one = spread({ ...busy, choices: 1 }, every(1, 6_000)).run({ untilMs: 7_000 });
    for (const target of TARGETS) {
      expect(Math.abs(one.report.nodes[target].arrived - 2_000)).toBeLessThan(4 * Math.sqrt(6_000 * (1 / 3) * (2 / 3)));
    }
  });

  test('leaves out those that are down', () => {
    const run = spread({ ...busy, choices: 5 }, every(10, 30))
      .crash('b', { atMs: 0 })
      .run({ untilMs: 1_000 });
    expect(run.outcomes('shop').every((outcome) => outcome === 'ok')).toBe(true);
    expect(run.report.nodes.b.arrived).toBe(1);
  });
});

describe('a target that does not answer', () => {
  test('costs the request another try, and is left out for fail_timeout', () => {
    const run = spread({ failTimeoutMs: 100 }, every(10, 30)).crash('b', { atMs: 5 }).run({ untilMs: 1_000 });
    expect(run.outcomes('shop')).toEqual(Array.from({ length: 30 }, () => 'ok'));
    // It is tried once, and again whenever its time is over and its turn comes.
    const tried = run.times('arrived', 'b');
    expect(tried).toHaveLength(3);
    for (const [index, atMs] of tried.entries())
      if (index > 0) expect(atMs - tried[index - 1]).toBeGreaterThanOrEqual(100);
  });

  test('is back once it is up and its time is over', () => {
    const run = spread({ failTimeoutMs: 100 }, every(10, 60))
      .crash('b', { atMs: 5, durationMs: 100 })
      .heal({ node: 'b' }, { atMs: 105 })
      .run({ untilMs: 5_000 });
    expect(run.all('finished', 'b').some((row) => row.outcome === 'ok')).toBe(false);
    const later = spread({ failTimeoutMs: 100 }, every(100, 60))
      .crash('b', { atMs: 5, durationMs: 100 })
      .run({ untilMs: 10_000 });
    expect(later.all('finished', 'b').filter((row) => row.outcome === 'ok').length).toBeGreaterThan(10);
  });

  test('is never asked twice by one request, and when nobody is left the last failure is the answer', () => {
    const run = spread({ policy: 'random', maxFails: 0, maxTries: 10 }, every(10, 50))
      .crash('a', { atMs: 0 })
      .crash('b', { atMs: 0 })
      .crash('c', { atMs: 0 })
      .run({ untilMs: 2_000 });
    expect(new Set(run.outcomes('shop'))).toEqual(new Set(['connectionRefused']));
    const calls = run.all('sent').filter((row) => row.place > 0);
    const targets = new Map<number, number[]>();
    for (const { extra: request, place } of calls) targets.set(request, [...(targets.get(request) ?? []), place]);
    expect(targets.size).toBe(50);
    for (const tried of targets.values()) expect(tried.toSorted()).toEqual([1, 2, 3]);
  });

  test('leaves requests without any, once all are left out: no live upstreams', () => {
    const run = spread({ maxTries: 10 }, every(10, 3))
      .crash('a', { atMs: 0 })
      .crash('b', { atMs: 0 })
      .crash('c', { atMs: 0 })
      .run({ untilMs: 2_000 });
    expect(run.outcomes('shop')).toEqual(['connectionRefused', 'noRoute', 'noRoute']);
  });

  test('is remembered also beyond the 32nd', () => {
    const builder = scenario()
      .clientAt('shop', [1])
      .loadBalancer('lb', { policy: 'random-choices', maxFails: 0, maxTries: 100 })
      .link('shop', 'lb');
    for (let i = 0; i < 40; i++) {
      builder.worker(`t${i}`, 1).link('lb', `t${i}`);
      if (i !== 20) builder.crash(`t${i}`, { atMs: 0 });
    }
    const run = builder.run({ untilMs: 100 });
    expect(run.outcomes('shop')).toEqual(['ok']);
    const asked = run.all('sent').filter((row) => row.place > 0);
    expect(new Set(asked.map((row) => row.place)).size).toBe(asked.length);
  });

  test('no other is asked when it is too late', () => {
    const late = spread({ nextUpstream: { withinMs: 5 } }, [0], 50)
      .crash('a', { atMs: 20 })
      .run({ untilMs: 200 });
    expect(sequence(late)).toBe('a');
    expect(late.outcomes('shop')).toEqual(['connectionReset']);
    const none = spread({ nextUpstream: { error: false } }, [1])
      .crash('a', { atMs: 0 })
      .run({ untilMs: 200 });
    expect(none.outcomes('shop')).toEqual(['connectionRefused']);
  });

  test('is tried at most maxTries times over', () => {
    const run = spread({ maxTries: 2, maxFails: 0 }, [1])
      .crash('a', { atMs: 0 })
      .crash('b', { atMs: 0 })
      .run({ untilMs: 100 });
    expect(sequence(run)).toBe('ab');
    expect(run.outcomes('shop')).toEqual(['connectionRefused']);
  });

  test('makes a request that was waiting for it go elsewhere', () => {
    const run = spread({}, [0], 50).crash('a', { atMs: 20 }).run({ untilMs: 200 });
    expect(sequence(run)).toBe('ab');
    expect(run.settled('shop')).toEqual([{ atMs: 70, outcome: 'ok', latencyMs: 70 }]);
  });
});

test('an answer that is an error is an answer: nobody else is asked', () => {
  const run = scenario()
    .clientAt('shop', [0])
    .loadBalancer('lb')
    .worker('a', 1, { concurrency: 1 })
    .worker('b', 1)
    .database('db')
    .link('shop', 'lb')
    .link('lb', 'a')
    .link('lb', 'b')
    .link('a', 'db')
    .crash('db', { atMs: 0 })
    .run({ untilMs: 100 });
  expect(run.outcomes('shop')).toEqual(['error']);
  expect(run.report.nodes.b.arrived).toBe(0);
});

test('without targets there is no route', () => {
  const run = scenario().clientAt('shop', [0]).loadBalancer('lb').link('shop', 'lb').run({ untilMs: 10 });
  expect(run.outcomes('shop')).toEqual(['noRoute']);
});

test('it holds any number of requests at once', () => {
  const run = scenario()
    .client('shop')
    .loadBalancer('lb')
    .service('s', { concurrency: 5, queueLimit: null, serviceTime: exponential(1) })
    .link('shop', 'lb')
    .link('lb', 's')
    .send('shop', 5_000, { atMs: 0 })
    .run({ untilMs: 0 });
  expect(run.report.nodes.lb.held).toBe(5_000);
  run.advance(1_000_000);
  expect(run.report.clients.shop).toMatchObject({ ok: 5_000, failed: 0 });
});

/** Two targets whose links say what else there is to say of them. */
const pair = (params: object, times: readonly number[], a: object = {}, b: object = {}, workMs = 1) =>
  scenario()
    .clientAt('shop', times)
    .loadBalancer('lb', params as Record<string, unknown>)
    .link('shop', 'lb')
    .worker('a', workMs, { concurrency: 100, startupMs: 0 })
    .worker('b', workMs, { concurrency: 100, startupMs: 0 })
    .link('lb', 'a', a as Record<string, unknown>)
    .link('lb', 'b', b as Record<string, unknown>);

describe('what a link says of its target', () => {
  test('a backup gets requests only when no other can take them', () => {
    const run = pair({ failTimeoutMs: 100 }, every(10, 20), {}, { backup: true })
      .crash('a', { atMs: 95, durationMs: null })
      .run({ untilMs: 1_000 });
    expect(sequence(run)).toMatch(/^a{10}(ab)b+/);
    expect(run.outcomes('shop').every((outcome) => outcome === 'ok')).toBe(true);
  });

  test('failures may count differently for it', () => {
    const run = pair({ maxFails: 1 }, every(10, 20), { maxFails: 0 }).crash('a', { atMs: 0 }).run({ untilMs: 1_000 });
    expect(run.times('arrived', 'a')).toHaveLength(10);
  });

  test('beyond its maximum of connections it gets nothing, and with all full requests are refused', () => {
    const run = pair({}, [1, 2, 3, 4], { maxConnections: 1 }, { maxConnections: 2 }, 50).run({ untilMs: 500 });
    expect(sequence(run)).toBe('abb');
    expect(run.outcomes('shop')).toEqual(['refused', 'ok', 'ok', 'ok']);
  });

  test('weight 0 gets nothing', () => {
    expect(sequence(pair({}, every(10, 5), { weight: 0 }).run({ untilMs: 100 }))).toBe('bbbbb');
  });
});

describe('its own connections', () => {
  test('limit what it takes in: two for each request', () => {
    const run = pair({ workerConnections: 5 }, [1, 2, 3], {}, {}, 50).run({ untilMs: 500 });
    expect(run.outcomes('shop')).toEqual(['refused', 'ok', 'ok']);
    expect(run.report.nodes.lb.utilization).toBeGreaterThan(0);
  });
});

describe('probes', () => {
  const check = { intervalMs: 100, fails: 2, passes: 2, timeoutMs: 50, operation: 'ping' };

  test('find out what is down before a request does, and when it is back', () => {
    const run = pair({ healthCheck: check }, [350, 360, 370, 380, 1_450, 1_460], {}, {})
      .crash('a', { atMs: 50, durationMs: null })
      .heal({ node: 'a' }, { atMs: 1_050 })
      .run({ untilMs: 1_500 });
    expect(sequence(run).replaceAll(/[^ab]/g, '')).toBeTruthy();
    const asked = run.all('sent').filter((row) => row.place > 0);
    const byRequests = asked.filter((row) => run.all('started', 'lb').some(({ serial }) => serial === row.extra));
    expect(byRequests.map((row) => TARGETS[row.place - 1]).join('')).toMatch(/^bbbb(ab|ba)$/);
    expect(run.outcomes('shop')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
  });

  test('are calls that cost their target a worker', () => {
    const run = pair({ healthCheck: check }, []).run({ untilMs: 1_000 });
    expect(run.report.nodes.a.completed).toBe(9);
    expect(run.report.nodes.lb.arrived).toBe(0);
  });

  test('have failed when no answer comes in time', () => {
    const run = pair({ healthCheck: check }, [500, 510], {}, {})
      .slow({ node: 'a' }, 1_000, { atMs: 0 })
      .run({ untilMs: 600 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
  });

  test('end with the process that sent them', () => {
    const run = pair({ healthCheck: check, startupMs: 0 }, [])
      .slow({ node: 'a' }, 1_000, { atMs: 0 })
      .restart('lb', { atMs: 120 })
      .run({ untilMs: 2_000 });
    expect(run.simulation.world.network.frames.inUse).toBeGreaterThanOrEqual(0);
    expect(run.report.nodes.lb.held).toBe(0);
  });
});

test('a target that comes back warms up', () => {
  const times = every(10, 400);
  const shareOfA = (slowStart: object | null) => {
    const run = pair({ failTimeoutMs: 100, slowStart }, times)
      .crash('a', { atMs: 0, durationMs: 500 })
      .heal({ node: 'a' }, { atMs: 500 })
      .run({ untilMs: 5_000 });
    return run.times('arrived', 'a').filter((atMs) => atMs > 700 && atMs < 2_000).length;
  };
  expect(shareOfA(null)).toBeGreaterThan(60);
  const warming = shareOfA({ windowMs: 3_000, minWeight: 0.1, aggression: 1 });
  expect(warming).toBeLessThan(40);
  expect(warming).toBeGreaterThan(5);
});

test('who answers badly is left out by outlier detection, which no passive check would notice', () => {
  const params = { outliers: { consecutiveFailures: 3, baseEjectionMs: 60_000, intervalMs: 1_000, maxEjected: 0.5 } };
  const build = (over: object) =>
    scenario()
      .clientAt('shop', every(10, 100))
      .loadBalancer('lb', over as Record<string, unknown>)
      .link('shop', 'lb')
      .worker('a', 1)
      .worker('b', 1)
      .database('db')
      .link('lb', 'a')
      .link('lb', 'b')
      .link('a', 'db')
      .crash('db', { atMs: 0 })
      .run({ untilMs: 2_000 });
  const failed = (over: object) =>
    build(over)
      .outcomes('shop')
      .filter((outcome) => outcome === 'error').length;
  expect(failed({})).toBe(50);
  expect(failed(params)).toBe(3);
});

test('backups take over by as much as the others are unhealthy', () => {
  const times = every(1, 4_000);
  const builder = scenario()
    .clientAt('shop', times)
    .loadBalancer('lb', { spillover: {}, healthCheck: { intervalMs: 20, timeoutMs: 10 } })
    .link('shop', 'lb');
  for (const name of ['p1', 'p2', 'p3', 'p4', 'q1', 'q2', 'q3', 'q4']) {
    builder.worker(name, 0.1, { concurrency: 50 }).link('lb', name, { backup: name.startsWith('q') });
  }
  const run = builder.crash('p1', { atMs: 0 }).crash('p2', { atMs: 0 }).run({ untilMs: 5_000 });
  const backups = ['q1', 'q2', 'q3', 'q4'].reduce((sum, name) => sum + run.report.nodes[name].completed, 0);
  const probes = 4 * 249;
  // Half of them healthy: 50 × 1.4 = 70 per cent stay. Four standard deviations.
  expect(Math.abs(backups - probes - 1_200)).toBeLessThan(4 * Math.sqrt(4_000 * 0.3 * 0.7) + 30);
});

describe('hashing', () => {
  test('writes keys and addresses as text', () => {
    const subject = new Subject();
    const text = () => new TextDecoder().decode(subject.bytes.slice(0, subject.length));
    for (const key of [0, 7, 10, 4_294_967_295]) {
      subject.writeKey(key);
      expect(text()).toBe(`key${key}`);
    }
    subject.writeSource(3 + 256 * 200);
    expect(text()).toBe('10.3.200.0');
    expect([...subject.network]).toEqual([10, 3, 200]);
    expect(octetOf(1 << 16, 3)).toBe(1);
  });

  test.each(['ip-hash', 'hash', 'consistent-hash'])('%s gives one key one target, until that is down', (policy) => {
    const run = spread({ policy, maxTries: 3 }, every(10, 20)).run({ untilMs: 500 });
    const [first] = sequence(run);
    expect(new Set(sequence(run)).size).toBe(1);
    const other = spread({ policy, maxTries: 3 }, every(10, 20)).crash(first, { atMs: 0 }).run({ untilMs: 500 });
    expect(other.outcomes('shop').every((outcome) => outcome === 'ok')).toBe(true);
    expect(new Set(sequence(other).replace(first, '')).size).toBe(1);
  });
});

test('a crash makes it forget what it knew of its targets', () => {
  const run = pair({ startupMs: 0 }, [1, 2, 3, 101, 102], {}, {})
    .crash('a', { atMs: 0 })
    .restart('lb', { atMs: 50 })
    .run({ untilMs: 500 });
  expect(run.times('arrived', 'a')).toEqual([1, 101]);
});

describe('slow clients', () => {
  const slow = (buffering: boolean) =>
    scenario()
      .clientAt('shop', [1, 2, 3, 4])
      .loadBalancer('lb', { clientTransfer: { dist: 'constant', valueMs: 100 }, buffering })
      .link('shop', 'lb')
      .worker('a', 10, { concurrency: 1 })
      .link('lb', 'a')
      .run({ untilMs: 2_000 });

  test('are waited for by the proxy, which buffers', () => {
    const run = slow(true);
    expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([110, 119, 128, 137]);
    expect(run.times('finished', 'a')).toEqual([11, 21, 31, 41]);
  });

  test('hold a worker of the target where it does not', () => {
    const run = slow(false);
    expect(run.times('finished', 'a')).toEqual([111, 221, 331, 441]);
    expect(run.settled('shop').map(({ latencyMs }) => latencyMs)).toEqual([110, 219, 328, 437]);
  });
});

test('counts what it did besides', () => {
  const params = { healthCheck: { intervalMs: 100, timeoutMs: 50 }, failTimeoutMs: 60_000 };
  const run = pair(params, [1, 2, 3]).crash('a', { atMs: 0 }).run({ untilMs: 250 });
  expect(run.report.nodes.lb.detail).toEqual({ nextTargets: 1, leftOut: 2, probes: 4, failedProbes: 2 });
});

test('tells the page how it sees its targets', () => {
  const run = pair({}, [1, 2], { weight: 2 }).crash('b', { atMs: 0 }).run({ untilMs: 100 });
  const node = run.simulation.world.node('lb');
  expect(node?.liveTargets()).toEqual([
    { link: 'lb→a', state: 'up', weight: 2, next: true },
    { link: 'lb→b', state: 'out', weight: 0, next: false },
  ]);
  expect(run.all('target').map(({ place, extra }) => [place, extra])).toEqual([[2, 1]]);
});

test('spreads evenly over a thousand targets', () => {
  const builder = scenario().client('shop').loadBalancer('lb', { policy: 'least-connections' }).link('shop', 'lb');
  for (let i = 0; i < 1_000; i++) builder.worker(`t${i}`, 5).link('lb', `t${i}`);
  const run = builder.send('shop', 2_000, { atMs: 0 }).run({ untilMs: 1_000 });
  const { clients, nodes } = run.report;
  expect(clients.shop.ok).toBe(2_000);
  expect(new Set(Array.from({ length: 1_000 }, (_, i) => nodes[`t${i}`].arrived))).toEqual(new Set([2]));
});
