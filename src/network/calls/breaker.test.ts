import { expect, test } from 'vitest';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const every = (ms: number, untilMs: number) => Array.from({ length: Math.ceil(untilMs / ms) }, (_, i) => i * ms);
const OPEN = 1;

test('a breaker opens on calls that are slow, though all of them succeed', () => {
  const run = scenario()
    .clientAt('shop', every(10, 200))
    .worker('s', 30, { concurrency: 50 })
    .link('shop', 's', { breaker: { minimumCalls: 4, slowCalls: { overMs: 25, rate: 0.5 } } })
    .run({ untilMs: 190 });
  expect(run.all('breaker').map((row) => [row.atMs, row.extra])).toEqual([[60, OPEN]]);
  expect(run.report.links['shop→s'].failedBy).toMatchObject({ breakerOpen: expect.any(Number) });
});

test('a breaker that counts seconds needs its minimum of calls within them', () => {
  const opened = (periodMs: number) =>
    scenario()
      .clientAt('shop', every(periodMs, 20_000))
      .worker('s', 1)
      .link('shop', 's', { latency: constant(0), breaker: { window: 'seconds', windowSize: 2, minimumCalls: 5 } })
      .crash('s', { atMs: 0 })
      .run({ untilMs: 19_000 })
      .all('breaker').length;
  expect(opened(100)).toBeGreaterThan(0);
  expect(opened(600)).toBe(0);
});
