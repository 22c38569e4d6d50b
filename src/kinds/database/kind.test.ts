import { expect, test } from 'vitest';
import { constant, scenario } from '../../simulation/testing/scenario-builder';

const queried = (timesMs: readonly number[], params: object) =>
  scenario()
    .clientAt('app', timesMs)
    .database('db', { queryTime: constant(10), ...params })
    .link('app', 'db');

test('each connection runs one query at a time, the others wait for one', () => {
  const run = queried([0, 1, 2, 3], { poolSize: 2 }).run({ untilMs: 100 });
  expect(run.settled('app').map((query) => query.atMs)).toEqual([10, 11, 20, 21]);
  expect(run.report.nodes.db).toMatchObject({ maxInQueue: 2, utilization: 0.2 });
});

test('more waiters than allowed are refused at once', () => {
  const run = queried([0, 1, 2, 3], { poolSize: 1, maxWaiters: 1 }).run({ untilMs: 100 });
  expect(run.settled('app').map(({ atMs, outcome }) => [atMs, outcome])).toEqual([
    [2, 'refused'],
    [3, 'refused'],
    [10, 'ok'],
    [20, 'ok'],
  ]);
});

test('a crash takes connections and waiters with it', () => {
  const run = queried([0, 1], { poolSize: 1, startupMs: 5 })
    .crash('db', { atMs: 4, durationMs: 1 })
    .run({ untilMs: 100 });
  expect(run.outcomes('app')).toEqual(['connectionReset', 'connectionReset']);
  expect(run.modes('db')).toEqual([
    [4, 1],
    [5, 2],
    [10, 0],
  ]);
});
