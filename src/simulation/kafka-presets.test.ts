/** The ready-made scenarios about Kafka show what their descriptions say, and the fix mends it. */
import { describe, expect, test } from 'vitest';
import '../kinds/every-definition';
import { catalogue } from '../kinds/catalogue';
import type { KafkaInside } from '../kinds/kafka/inside';
import { checkScenario } from '../scenario/check-scenario';
import acks from '../scenario/presets/kafka-acks.json';
import hotPartition from '../scenario/presets/kafka-hot-partition.json';
import rebalance from '../scenario/presets/kafka-rebalance.json';
import replay from '../scenario/presets/kafka-replay.json';
import twoGroups from '../scenario/presets/kafka-two-groups.json';
import { TestRun } from './testing/test-run';

interface Document {
  readonly links: readonly { readonly id: string; readonly params: object }[];
}

/** A run of a ready-made scenario, with some parameters of one link changed if that is the fix. */
function runOf(document: Document, untilMs: number, fix?: [link: string, params: object]): TestRun {
  const links = document.links.map((link) =>
    fix && link.id === fix[0] ? { ...link, params: { ...link.params, ...fix[1] } } : link,
  );
  const checked = checkScenario({ ...document, links }, catalogue);
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
  return new TestRun(checked.value).advance(untilMs);
}

const inside = (run: TestRun) => run.simulation.world.node('log')?.liveInside() as KafkaInside;
/** How far a group is behind in each partition. */
const lags = (run: TestRun, group: string) =>
  inside(run).partitions.map(
    ({ end, readers }) => end - (readers.find((one) => one.group === group)?.committed ?? end),
  );
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('kafka-two-groups', () => {
  test('the slow group falls behind, the other does not', () => {
    const run = runOf(twoGroups, 60_000);
    // 40 of 60 a second: what is left over in a minute is 1,200.
    expect(sum(lags(run, 'analytics'))).toBeGreaterThan(1_000);
    expect(sum(lags(run, 'billing'))).toBeLessThan(10);
  });

  test('with three consumers it keeps up', () => {
    expect(sum(lags(runOf(twoGroups, 60_000, ['log-analytics', { members: 3 }]), 'analytics'))).toBeLessThan(20);
  });
});

describe('kafka-hot-partition', () => {
  test('one partition is behind, and more consumers change nothing', () => {
    for (const members of [6, 12]) {
      const run = runOf(hotPartition, 60_000, ['log-orders', { members }]);
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
    const run = runOf(rebalance, 60_000);
    expect(longestPause(run)).toBeGreaterThan(1_000);
    expect(inside(run).groups[0].members).toHaveLength(3);
  });

  test('with the cooperative assignor what does not move goes on', () => {
    expect(longestPause(runOf(rebalance, 60_000, ['log-orders', { assignor: 'cooperativeSticky' }]))).toBeLessThan(
      1_000,
    );
  });
});

describe('kafka-replay', () => {
  test('what failed is done after the group has gone back', () => {
    expect(runOf(replay, 44_000).report.messages.lostBy.error).toBeGreaterThan(350);
    const { report } = runOf(replay, 90_000);
    expect(report.messages.replayed).toBeGreaterThan(900);
    expect(report.messages.held).toBeLessThan(20);
  });
});

describe('kafka-acks', () => {
  test('acks=1 loses what was acknowledged, acks=all does not', () => {
    const run = runOf(acks, 80_000);
    const brokerLost = run.all('lost').filter((row) => row.outcome === 'brokerLost');
    const quick = new Set(run.all('published', 'shop-log').map((row) => row.serial));
    expect(brokerLost.length).toBeGreaterThan(5);
    expect(brokerLost.every((row) => quick.has(row.serial))).toBe(true);
    expect(run.report.clients.careful).toMatchObject({ failed: 0 });
  });
});
