import { describe, expect, test } from 'vitest';
import { type AssignorName, assign, type Subscriber, type TopicPartition } from './assignors';
import { cases } from './fixtures/assignors.json';

const NAMES: Readonly<Record<string, AssignorName>> = {
  range: 'range',
  roundrobin: 'roundRobin',
  sticky: 'sticky',
  'cooperative-sticky': 'cooperativeSticky',
};

interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly instance?: string;
}

describe('assignors', () => {
  test.each(cases)('$id', ({ id, assignor, steps }) => {
    const name = NAMES[assignor];
    let owned = new Map<string, TopicPartition[]>();
    for (const step of steps) {
      const counts = new Map(Object.entries(step.topics) as [string, number][]);
      expect(step.rebalance_rounds, id).toHaveLength(step.rebalances_needed);
      for (const round of step.rebalance_rounds) {
        const members: Subscriber[] = (step.members as Member[]).map((member) => ({
          ...member,
          owned: owned.get(member.id) ?? [],
        }));
        owned = assign(name, members, counts);
        const named = Object.fromEntries(
          [...owned].map(([member, partitions]) => [
            member,
            partitions.map((one) => `${one.topic}-${one.partition}`).sort(),
          ]),
        );
        const expected = Object.fromEntries(
          Object.entries(round.assignment).map(([member, partitions]) => [member, (partitions as string[]).toSorted()]),
        );
        expect(named).toEqual(expected);
      }
    }
  });
});
