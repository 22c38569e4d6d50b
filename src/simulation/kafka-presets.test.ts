/** The ready-made scenarios about Kafka show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import '../kinds/every-definition';
import type { KafkaInside } from '../kinds/kafka/inside';
import acks from '../scenario/presets/kafka-acks.json';
import hotPartition from '../scenario/presets/kafka-hot-partition.json';
import poison from '../scenario/presets/kafka-poison.json';
import rebalance from '../scenario/presets/kafka-rebalance.json';
import replay from '../scenario/presets/kafka-replay.json';
import twoGroups from '../scenario/presets/kafka-two-groups.json';
import { readyMade } from './testing/ready-made';
import { TestRun } from './testing/test-run';

const inside = (run: TestRun) => run.simulation.world.node('log')?.liveInside() as KafkaInside;
/** How far a group is behind in each partition. */
const lags = (run: TestRun, group: string) =>
  inside(run).partitions.map(
    ({ end, readers }) => end - (readers.find((one) => one.group === group)?.committed ?? end),
  );
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('kafka-two-groups', () => {
  test('the slow group falls behind, the other does not', () => {
    const run = new TestRun(readyMade(twoGroups)).advance(60_000);
    // 40 of 60 a second: what is left over in a minute is 1,200.
    expect(sum(lags(run, 'analytics'))).toBeGreaterThan(1_000);
    expect(sum(lags(run, 'billing'))).toBeLessThan(10);
  });

  test('with three consumers it keeps up', () => {
    expect(
      sum(lags(new TestRun(readyMade(twoGroups, { 'log-analytics': { members: 3 } })).advance(60_000), 'analytics')),
    ).toBeLessThan(20);
  });
});

describe('kafka-hot-partition', () => {
  test('one partition is behind, and more consumers change nothing', () => {
    for (const members of [6, 12]) {
      const run = new TestRun(readyMade(hotPartition, { 'log-orders': { members } })).advance(60_000);
      const [worst, second] = lags(run, 'orders').toSorted((a, b) => b - a);
      expect(worst).toBeGreaterThan(400);
      expect(second).toBeLessThan(20);
    }
  });
});

describe('kafka-rebalance', () => {
  /** How long, at most, nothing is handed out of a partition that is not the busy one, ms. */
  const longestPause = (run: TestRun) => {
    const came = run
      .all('enqueued')
      .reduce((counts, { extra }) => counts.set(extra, (counts.get(extra) ?? 0) + 1), new Map<number, number>());
    const busiest = [...came].toSorted((a, b) => b[1] - a[1])[0][0];
    const pauses = [...came.keys()]
      .filter((queue) => queue !== busiest)
      .map((queue) => {
        const times = run
          .all('delivered')
          .filter((row) => row.extra === queue && row.atMs > 19_000 && row.atMs < 60_000)
          .map((row) => row.atMs);
        return times.reduce((most, atMs, i) => Math.max(most, i === 0 ? 0 : atMs - times[i - 1]), 0);
      });
    return pauses.toSorted((a, b) => a - b)[0];
  };

  test('everybody waits for the slowest', () => {
    const run = new TestRun(readyMade(rebalance)).advance(60_000);
    expect(longestPause(run)).toBeGreaterThan(1_000);
    expect(inside(run).groups[0].members).toHaveLength(3);
  });

  test('with the cooperative assignor what does not move goes on', () => {
    expect(
      longestPause(
        new TestRun(readyMade(rebalance, { 'log-orders': { assignor: 'cooperativeSticky' } })).advance(60_000),
      ),
    ).toBeLessThan(1_000);
  });
});

describe('kafka-replay', () => {
  test('what failed is done after the group has gone back', () => {
    expect(new TestRun(readyMade(replay)).advance(44_000).report.messages.lostBy.error).toBeGreaterThan(350);
    const { report } = new TestRun(readyMade(replay)).advance(90_000);
    expect(report.messages.replayed).toBeGreaterThan(900);
    expect(report.messages.held).toBeLessThan(20);
  });
});

describe('kafka-acks', () => {
  test('acks=1 loses what was acknowledged, acks=all does not', () => {
    const run = new TestRun(readyMade(acks)).advance(80_000);
    const brokerLost = run.all('lost').filter((row) => row.outcome === 'brokerLost');
    const quick = new Set(run.all('published', 'shop-log').map((row) => row.serial));
    expect(brokerLost.length).toBeGreaterThan(5);
    expect(brokerLost.every((row) => quick.has(row.serial))).toBe(true);
    expect(run.report.clients.careful).toMatchObject({ failed: 0 });
  });
});

describe('kafka-poison', () => {
  /** How far the group is behind in each partition of its topic, the most first. */
  const behind = (run: TestRun) => lags(run, 'orders').toSorted((a, b) => b - a);

  test('one record keeps its partition, and no other', () => {
    const [worst, second] = behind(new TestRun(readyMade(poison)).advance(60_000));
    // Ten a second for the 50 seconds that are left.
    expect(worst).toBeGreaterThan(400);
    expect(second).toBeLessThan(20);
  });

  test('with a dead-letter topic it is put aside after three attempts, and all go on', () => {
    const run = new TestRun(readyMade(poison, { 'log-orders': { onError: 'deadLetterTopic' } })).advance(60_000);
    expect(behind(run)[0]).toBeLessThan(20);
    expect(inside(run).partitions.at(-1)?.end).toBe(1);
  });
});
