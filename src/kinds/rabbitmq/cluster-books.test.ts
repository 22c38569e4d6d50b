import { test } from 'vitest';
import { RandomStreams } from '../../kernel/random';
import type { Component } from '../../network/component';
import { expectBalanced } from '../../simulation/testing/expect-balanced';
import { withSkeleton } from '../../simulation/testing/kinds';
import { randomSystem } from '../../simulation/testing/random-system';
import { TestRun } from '../../simulation/testing/test-run';

interface HasMembers {
  crashMember(member: number): void;
  restartMember(member: number): void;
}
const hasMembers = (node: Component): node is Component & HasMembers => 'crashMember' in node;

test.each(Array.from({ length: 20 }, (_, i) => 5_000 + i))(
  'books are kept whatever happens to the nodes of a cluster (seed %i)',
  (seed) => {
    const system = randomSystem(seed, ['rabbitmq', 'service', 'rabbitmq', 'service'], withSkeleton);
    const nodes = system.nodes.map((node) =>
      node.kind === 'rabbitmq' ? { ...node, params: { ...node.params, memoryLimit: seed % 2 === 0 ? 6 : null } } : node,
    );
    const run = new TestRun({ ...system, nodes }, { kinds: withSkeleton });
    const random = new RandomStreams(seed).stream('faults');
    const brokers = run.simulation.world.nodes.filter(hasMembers);
    for (let atMs = 30; atMs <= 1_000; atMs += 60) {
      run.advance(atMs, 20_000);
      for (const broker of brokers) {
        if (random.unit() < 0.3) broker.crashMember(random.below(3));
        if (random.unit() < 0.3) broker.restartMember(random.below(3));
        if (random.unit() < 0.1) broker.crash();
        if (random.unit() < 0.2) broker.startAgain();
      }
      expectBalanced(run);
    }
  },
);
