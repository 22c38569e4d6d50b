import { describe, expect, test } from 'vitest';
import type { Frames } from '../../network/frames/frames';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';
import type { TestRun } from '../../simulation/testing/test-run';

describe('a closed loop', () => {
  const closed = (users: number, thinkTime: object) =>
    scenario()
      .client('shop', { arrivals: { process: 'closed', users, thinkTime } })
      .service('s', { concurrency: 3, queueLimit: null, serviceTime: exponential(30) })
      .link('shop', 's', { latency: constant(1) });

  test('obeys N = X (R + Z), the interactive response time law', () => {
    const run = closed(20, exponential(100)).run({ untilMs: 600_000 });
    const { throughputPerSec, latencyMs, inFlight } = run.report.clients.shop;
    expect(Math.abs((throughputPerSec / 1_000) * (latencyMs.mean + 100) - 20)).toBeLessThan(0.4);
    expect(inFlight).toBeLessThanOrEqual(20);
  });

  test('never has more requests under way than users, whatever fails', () => {
    const run = closed(7, constant(10)).crash('s', { atMs: 500, durationMs: 500 }).run();
    for (let atMs = 0; atMs <= 3_000; atMs += 50) {
      expect(run.advance(atMs).report.clients.shop.inFlight).toBeLessThanOrEqual(7);
    }
    expectBalanced(run);
  });

  test('a request sent by hand is one more, but no new user', () => {
    const run = closed(1, constant(10)).send('shop', 5, { atMs: 100 }).run({ untilMs: 150 });
    run.advance(20_000);
    const issued = run.times('issued', 'shop');
    expect(issued.filter((ms) => ms === 100).length).toBeGreaterThanOrEqual(5);
    for (let atMs = 1_000; atMs < 20_000; atMs += 100) {
      const before = issued.filter((ms) => ms <= atMs).length;
      const ended = run.times('settled', 'shop').filter((ms) => ms <= atMs).length;
      expect(before - ended).toBeLessThanOrEqual(1);
    }
  });
});

describe('requests', () => {
  test('come in the mix that is asked for', () => {
    const run = scenario()
      .client('shop', {
        arrivals: { process: 'constant', ratePerSec: 1_000 },
        mix: [
          { operation: 'browse', weight: 7 },
          { operation: 'buy', weight: 3 },
          { operation: 'never', weight: 0 },
        ],
      })
      .gateway('gateway')
      .worker('browse', 0)
      .worker('buy', 0)
      .worker('never', 0)
      .link('shop', 'gateway')
      .link('gateway', 'browse')
      .link('gateway', 'buy')
      .link('gateway', 'never')
      .run({ untilMs: 10_000 });
    const arrived = (id: string) => run.report.nodes[id].arrived;
    expect(arrived('never')).toBe(0);
    // Four standard deviations of a binomial distribution.
    expect(Math.abs(arrived('buy') - 3_000)).toBeLessThan(4 * Math.sqrt(10_000 * 0.3 * 0.7));
    expect(arrived('buy') + arrived('browse')).toBe(10_000);
  });

  test('are spread over links by weight, and a link without weight gets none', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'constant', ratePerSec: 1_000 } })
      .worker('a', 0)
      .worker('b', 0)
      .worker('c', 0)
      .link('shop', 'a', { weight: 1 })
      .link('shop', 'b', { weight: 3 })
      .link('shop', 'c', { weight: 0 })
      .run({ untilMs: 8_000 });
    const { a, b, c } = run.report.nodes;
    expect(c.arrived).toBe(0);
    expect(a.arrived + b.arrived).toBe(8_000);
    expect(Math.abs(a.arrived - 2_000)).toBeLessThan(4 * Math.sqrt(8_000 * 0.25 * 0.75));
  });

  test('that lead nowhere fail at once', () => {
    const run = scenario().clientAt('shop', [3]).run({ untilMs: 10 });
    expect(run.settled('shop')).toEqual([{ atMs: 3, outcome: 'noRoute', latencyMs: 0 }]);
  });

  test('are measured from the moment they were meant to be sent: a stalled system hides nothing', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'constant', ratePerSec: 100 } })
      .worker('s', 1, { concurrency: 1, queueLimit: null })
      .link('shop', 's')
      .slow({ node: 's' }, 1_000, { atMs: 995, durationMs: 10 })
      .run({ untilMs: 5_000 });
    // One request takes a second; the hundred behind it wait for as long as they really would.
    const { latencyMs } = run.report.clients.shop;
    expect(latencyMs.max).toBeCloseTo(1_000, 6);
    expect(run.settled('shop').filter((request) => request.latencyMs > 500).length).toBeGreaterThan(40);
  });
});

/** Where all requests are about one thing and come from one user, nobody notes it. */
const subjectOf = (frames: Frames, frame: number) =>
  frames.keepsSubject ? { key: frames.key[frame], source: frames.source[frame] } : { key: 0, source: 0 };

describe('what a request is about, and whose it is', () => {
  /** Keys and users of the requests that reached a service which never answers, in the order in which they came. */
  const reached = (params: object, hops = 1) => {
    const builder = scenario().client('shop', { arrivals: { process: 'constant', ratePerSec: 1_000 }, ...params });
    const ids = ['shop', ...Array.from({ length: hops }, (_, i) => `s${i}`)];
    for (const [i, id] of ids.slice(1).entries()) {
      builder.worker(id, i === hops - 1 ? 1e6 : 0, { concurrency: 10_000 }).link(ids[i], id);
    }
    const run = builder.run({ untilMs: 2_000 });
    const { frames } = run.simulation.world.network;
    const found: { serial: number; key: number; source: number }[] = [];
    frames.forEach((frame) => {
      if (frames.node[frame] !== hops) return;
      const { key, source } = subjectOf(frames, frame);
      found.push({ serial: frames.serial[frame], key, source });
    });
    return found.sort((a, b) => a.serial - b.serial);
  };

  test('is one thing and one user, unless something else is said', () => {
    const all = reached({});
    expect(all).toHaveLength(2_000);
    expect(all.every(({ key, source }) => key === 0 && source === 0)).toBe(true);
  });

  test('goes with the calls that a request leads to', () => {
    const params = { keys: { pattern: 'turns', count: 7 }, users: { pattern: 'turns', count: 3 } };
    const all = reached(params, 3);
    expect(all.map(({ key }) => key)).toEqual(all.map((_, i) => i % 7));
    expect(all.map(({ source }) => source)).toEqual(all.map((_, i) => i % 3));
  });

  test('may be a few popular ones among many', () => {
    const all = reached({ keys: { pattern: 'zipf', count: 1_000, exponent: 1 } });
    const asked = (key: number) => all.filter((one) => one.key === key).length;
    // H(1,000) is 7.485: the first gets 13.4 % of all, the second half of that.
    expect(Math.abs(asked(0) - 2_000 / 7.485)).toBeLessThan(4 * Math.sqrt(2_000 * 0.134 * 0.866));
    expect(Math.abs(asked(1) - 1_000 / 7.485)).toBeLessThan(4 * Math.sqrt(2_000 * 0.067 * 0.933));
  });

  test('draws keys and users apart from when requests come', () => {
    const arrivals = { process: 'poisson', ratePerSec: 100 };
    const times = (params: object) =>
      scenario()
        .client('shop', { arrivals, ...params })
        .run({ untilMs: 1_000 })
        .times('issued');
    const drawn = { pattern: 'uniform', count: 50 };
    expect(times({ keys: drawn, users: drawn })).toEqual(times({}));
  });

  test('is never the same user at two clients', () => {
    const users = { pattern: 'uniform', count: 1_000_000 };
    const run = scenario()
      .client('a', { arrivals: { process: 'constant', ratePerSec: 100 }, users })
      .client('b', { arrivals: { process: 'constant', ratePerSec: 100 }, users })
      .worker('s', 1e6, { concurrency: 1_000 })
      .link('a', 's')
      .link('b', 's')
      .run({ untilMs: 1_000 });
    const { frames, links } = run.simulation.world.network;
    const bySource = new Map<number, number>();
    frames.forEach((frame) => {
      if (frames.node[frame] !== 2) return;
      const client = links[frames.link[frame]].from;
      expect(bySource.get(frames.source[frame]) ?? client).toBe(client);
      bySource.set(frames.source[frame], client);
    });
    expect(bySource.size).toBeGreaterThan(190);
  });
});

describe('a spike', () => {
  const issued = (run: TestRun, fromMs: number, toMs: number) =>
    run.times('issued', 'shop').filter((ms) => ms > fromMs && ms <= toMs).length;

  test('multiplies the traffic for its time', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'constant', ratePerSec: 10 } })
      .spike('shop', 5, { atMs: 1_000, durationMs: 2_000 })
      .run({ untilMs: 5_000 });
    expect([issued(run, 0, 1_000), issued(run, 1_000, 3_000), issued(run, 3_000, 5_000)]).toEqual([10, 100, 20]);
  });

  test('of a rate that was set by hand multiplies that one, and either can end first', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'constant', ratePerSec: 10 } })
      .rate('shop', 20, { atMs: 1_000, durationMs: 2_000 })
      .spike('shop', 2, { atMs: 2_000, durationMs: 2_000 })
      .run({ untilMs: 5_000 });
    const perSecond = [0, 1, 2, 3, 4].map((second) => issued(run, second * 1_000, (second + 1) * 1_000));
    expect(perSecond).toEqual([10, 20, 40, 20, 10]);
  });

  test('brings more users into a closed loop, who leave when it is over', () => {
    const run = scenario()
      .client('shop', { arrivals: { process: 'closed', users: 10, thinkTime: constant(100) } })
      .worker('s', 0, { concurrency: 100 })
      .link('shop', 's')
      .spike('shop', 4, { atMs: 1_050, durationMs: 1_000 })
      .heal({ node: 'shop' }, { atMs: 9_000 })
      .spike('shop', 0.5, { atMs: 4_050 })
      .run({ untilMs: 11_000 });
    expect(issued(run, 500, 1_000)).toBe(50);
    expect(issued(run, 1_500, 2_000)).toBe(200);
    expect(issued(run, 3_000, 4_000)).toBe(100);
    expect(issued(run, 5_000, 6_000)).toBe(50);
    expect(issued(run, 10_000, 11_000)).toBe(100);
  });

  test('of a log sends every moment of it so many times', () => {
    const run = scenario()
      .clientAt('shop', [100, 200, 200, 300, 400])
      .spike('shop', 2, { atMs: 150, durationMs: 200 })
      .run({ untilMs: 1_000 });
    expect(run.times('issued', 'shop')).toEqual([100, 200, 200, 200, 200, 300, 300, 400]);
  });
});

describe('the rate', () => {
  const constantRate = () => scenario().client('shop', { arrivals: { process: 'constant', ratePerSec: 10 } });

  test('can be set while it runs, and put back', () => {
    const run = constantRate().rate('shop', 100, { atMs: 1_000, durationMs: 1_000 }).run({ untilMs: 3_000 });
    const count = (from: number, to: number) =>
      run.times('issued', 'shop').filter((ms) => ms > from && ms <= to).length;
    expect([count(0, 1_000), count(1_000, 2_000), count(2_000, 3_000)]).toEqual([10, 100, 10]);
  });

  test('at zero stops everything until it is healed', () => {
    const run = constantRate()
      .rate('shop', 0, { atMs: 1_000 })
      .heal({ node: 'shop' }, { atMs: 5_000 })
      .run({ untilMs: 6_000 });
    expect(run.times('issued', 'shop').filter((ms) => ms > 1_000 && ms <= 5_000)).toEqual([]);
    expect(run.all('issued')).toHaveLength(20);
  });

  test('dragged a thousand times leaves no second stream of arrivals behind', () => {
    const builder = scenario().client('shop', { arrivals: { process: 'constant', ratePerSec: 0.1 } });
    for (let i = 0; i < 1_000; i++) builder.rate('shop', 0.1 + (i % 2), { atMs: 1 + i / 1_000 });
    const run = builder.rate('shop', 1, { atMs: 5 }).run({ untilMs: 100_005 });
    expect(run.all('issued')).toHaveLength(100);
  });
});
