import { expect, test } from 'vitest';
import { scenario } from '../../simulation/testing/scenario-builder';

const chain = () =>
  scenario()
    .clientAt('shop', [0, 20, 200])
    .worker('a', 1)
    .worker('b', 1)
    .link('shop', 'a', { timeoutMs: 100 })
    .link('a', 'b', { timeoutMs: 50 });

test('a partition cuts every link of a component that is in no zone, and ends', () => {
  const run = chain().partition('a', { atMs: 10, durationMs: 150 }).run({ untilMs: 1_000 });
  expect(run.settled('shop').map(({ outcome }) => outcome)).toEqual(['ok', 'timeout', 'ok']);
  expect(run.all('path').map(({ atMs, place, extra }) => [atMs, place, extra])).toEqual([
    [10, 0, 1],
    [10, 1, 1],
    [160, 0, 0],
    [160, 1, 0],
  ]);
});

test('a link that lies across two partitions stays cut until both have ended; healing ends one', () => {
  const run = chain()
    .partition('a', { atMs: 10 })
    .partition('b', { atMs: 20, durationMs: 200 })
    .heal({ node: 'a' }, { atMs: 100 })
    .run({ untilMs: 1_000 });
  expect(run.all('path').map(({ atMs, place, extra }) => [atMs, place, extra])).toEqual([
    [10, 0, 1],
    [10, 1, 1],
    [100, 0, 0],
    [220, 1, 0],
  ]);
});
