import { describe, expect, test } from 'vitest';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { constant, exponential, scenario } from '../../simulation/testing/scenario-builder';
import { BREAKER_STATES } from '../facts';

describe('a link that is cut', () => {
  const cut = (params: object, during = { atMs: 10, durationMs: null as number | null }) =>
    scenario()
      .clientAt('shop', [0, 20])
      .worker('s', 1)
      .link('shop', 's', { latency: constant(2), ...params })
      .cut('shop→s', during);

  test('lets the caller wait until its timeout', () => {
    const run = cut({ timeoutMs: 100 }).run({ untilMs: 300_000 });
    expect(run.settled('shop')).toEqual([
      { atMs: 5, outcome: 'ok', latencyMs: 5 },
      { atMs: 120, outcome: 'timeout', latencyMs: 100 },
    ]);
    expect(run.framesInUse).toBe(0);
  });

  test('or, without one, until the operating system gives up after 127 s', () => {
    const run = cut({}).run({ untilMs: 300_000 });
    expect(run.settled('shop')[1]).toEqual({ atMs: 127_020, outcome: 'partitioned', latencyMs: 127_000 });
    expect(run.all('sent', 'shop→s').map((row) => row.value)).toEqual([2, Infinity]);
    expect(run.all('arrived', 's')).toHaveLength(1);
  });

  test('wastes no work: what never arrived cannot be answered late', () => {
    expect(cut({ timeoutMs: 100 }).run({ untilMs: 300_000 }).all('wasted')).toEqual([]);
  });

  test('loses what is on its way, requests and answers alike', () => {
    const request = cut({}, { atMs: 1, durationMs: 10 }).run({ untilMs: 300_000 });
    expect(request.times('arrived', 's')).toEqual([22]);
    expect(request.settled('shop')).toMatchObject([
      { atMs: 25, outcome: 'ok' },
      { atMs: 127_002, outcome: 'partitioned' },
    ]);

    const answer = cut({}, { atMs: 4, durationMs: 10 }).run({ untilMs: 300_000 });
    expect(answer.times('finished', 's')).toEqual([3, 23]);
    expect(answer.settled('shop')[1]).toMatchObject({ atMs: 127_005, outcome: 'partitioned' });
    expectBalanced(answer);
    expect(answer.framesInUse).toBe(0);
  });

  test('does not harm what is not on it, and carries again once it is healed', () => {
    const run = cut({ timeoutMs: 1_000 }, { atMs: 3.5, durationMs: 0.5 }).run({ untilMs: 1_000 });
    expect(run.outcomes('shop')).toEqual(['ok', 'ok']);
  });

  test('stops a gateway from handing back what it heard itself', () => {
    const run = scenario()
      .clientAt('shop', [0])
      .gateway('gateway')
      .worker('s', 1)
      .link('shop', 'gateway', { timeoutMs: 500_000, latency: constant(2) })
      .link('gateway', 's')
      .cut('gateway→s', { atMs: 0 })
      .cut('shop→gateway', { atMs: 127_003 })
      .run({ untilMs: 600_000 });
    expect(run.all('replied', 'shop→gateway')).toMatchObject([{ atMs: 127_002, outcome: 'partitioned' }]);
    // Its answer was on the cut link and is lost too: the caller's kernel gives up 127 s later.
    expect(run.settled('shop')).toMatchObject([{ atMs: 127_004 + 127_000, outcome: 'partitioned' }]);
  });
});

test('a slow link takes so many times longer, until it is healed', () => {
  const run = scenario()
    .clientAt('shop', [0, 100, 200])
    .worker('s', 0)
    .link('shop', 's', { latency: constant(3) })
    .slow({ link: 'shop→s' }, 10, { atMs: 50, durationMs: 100 })
    .run({ untilMs: 500 });
  expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([6, 60, 6]);
});

test('a slow node takes so many times longer for its work, until it is healed', () => {
  const run = scenario()
    .clientAt('shop', [0, 100, 200])
    .worker('s', 4)
    .link('shop', 's')
    .slow({ node: 's' }, 5, { atMs: 50 })
    .heal({ node: 's' }, { atMs: 150 })
    .run({ untilMs: 500 });
  expect(run.settled('shop').map((request) => request.latencyMs)).toEqual([4, 20, 4]);
});

describe('a breaker on a link', () => {
  const run = scenario()
    .client('shop', { arrivals: { process: 'constant', ratePerSec: 100 } })
    .worker('s', 1, { startupMs: 0 })
    .link('shop', 's', {
      latency: constant(1),
      breaker: { windowSize: 10, minimumCalls: 5, failureRate: 0.5, openMs: 300, probes: 2 },
    })
    .crash('s', { atMs: 995, durationMs: 500 })
    .run({ untilMs: 3_000 });
  const states = run.all('breaker', 'shop→s').map((row) => [row.atMs, BREAKER_STATES[row.extra]]);

  test('opens at the failure rate, probes when it may, and closes when the probes pass', () => {
    // Failures come back 2 ms after 1000, 1010, …: with five good calls in the window, the fifth is half of ten.
    expect(states).toEqual([
      [1_042, 'open'],
      [1_342, 'halfOpen'],
      // Two probes go out at 1350 and 1360, and fail.
      [1_362, 'open'],
      [1_662, 'halfOpen'],
      [1_683, 'closed'],
    ]);
    expect(run.report.links['shop→s'].breakerOpens).toBe(2);
  });

  test('stops traffic while it is open: nothing leaves the caller, who knows at once', () => {
    const sent = run.times('sent', 'shop→s');
    const open = (ms: number) => (ms > 1_042 && ms < 1_342) || (ms > 1_362 && ms < 1_662);
    expect(sent.filter(open)).toEqual([]);
    const refused = run.settled('shop').filter((request) => request.outcome === 'breakerOpen');
    expect(refused).toHaveLength(60);
    expect(refused.every((request) => request.latencyMs === 0)).toBe(true);
    expectBalanced(run);
  });

  test('counts what became of calls from before it opened when it is half-open, and lets no more probes out than it may', () => {
    const busy = scenario()
      .client('shop', { arrivals: { process: 'poisson', ratePerSec: 300 } })
      .service('s', { concurrency: 2, queueLimit: 2, serviceTime: exponential(20) })
      .link('shop', 's', { timeoutMs: 25, breaker: { windowSize: 10, minimumCalls: 5, openMs: 50, probes: 3 } })
      .run({ untilMs: 5_000 });
    const changes = busy.all('breaker').map((row) => [row.atMs, row.extra]);
    for (const [index, [atMs, state]] of changes.entries()) {
      const untilMs = changes[index + 1]?.[0] ?? 5_000;
      const sent = busy.times('sent').filter((ms) => ms > atMs && ms < untilMs).length;
      if (BREAKER_STATES[state] === 'open') expect(sent).toBe(0);
      if (BREAKER_STATES[state] === 'halfOpen') expect(sent).toBeLessThanOrEqual(3);
    }
    expect(changes.length).toBeGreaterThan(20);
    expectBalanced(busy);
  });
});
