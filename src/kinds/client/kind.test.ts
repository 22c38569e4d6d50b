import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';

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
