import { describe, expect, it } from 'vitest';
import { Statecharts } from '../kernel/statechart/statecharts';
import { TestHost } from '../kernel/statechart/testing/test-host';
import { Lifecycle } from './lifecycle';

function lifecycle(startupMs: number, host = new TestHost()) {
  const statecharts = new Statecharts(host);
  const component = new Lifecycle(statecharts, startupMs);
  const changes: (readonly [atMs: number, state: string, isUp: boolean])[] = [];
  component.onChange((_mode, isUp) => changes.push([host.now, component.chart.state, isUp]));
  return { host, statecharts, component, changes };
}

describe('a lifecycle', () => {
  it('has the states of the kinds, in their order', () => {
    expect(lifecycle(1).component.chart.states).toEqual(['up', 'crashed', 'starting']);
  });

  it('stays down until restarted, and then takes its time to come up', () => {
    const { host, component, changes } = lifecycle(1_000);
    host.run(100);
    component.crash();
    component.crash();
    host.run(60_000);
    component.restart();
    component.restart();
    host.run(120_000);
    expect(changes).toEqual([
      [100, 'crashed', false],
      [60_000, 'starting', false],
      [61_000, 'up', true],
    ]);
  });

  it('cannot be restarted while it is up', () => {
    const { component, changes } = lifecycle(1_000);
    component.restart();
    expect([component.isUp, changes]).toEqual([true, []]);
  });

  it('can crash while it starts, and then starts from the beginning', () => {
    const { host, component, changes } = lifecycle(1_000);
    component.crash();
    component.restart();
    host.run(900);
    component.crash();
    component.restart();
    host.run(5_000);
    expect(changes.at(-1)).toEqual([1_900, 'up', true]);
  });

  it('comes up at the right time after a checkpoint in the middle of starting', () => {
    const first = lifecycle(1_000);
    first.component.crash();
    first.component.restart();
    first.host.run(400);
    const [queue, saved] = JSON.parse(JSON.stringify([first.host.queue, first.statecharts.save()]));
    const second = lifecycle(1_000);
    second.host.now = 400;
    second.host.queue = queue;
    second.statecharts.restore(saved);
    second.host.run(5_000);
    expect(second.changes).toEqual([[1_000, 'up', true]]);
  });
});
