import { describeMachine } from '../kernel/statechart/describe';
import type { LiveChart } from '../network/live-chart';
import type { World } from '../simulation/world';
import type { StatechartsView, StatechartView } from './protocol';
import type { Transition, Transitions } from './transitions';

/** The statecharts of what the visitor looks at, as they stand; null where there is no such thing. */
export function statechartsOf(
  world: World,
  transitions: Transitions,
  target: StatechartsView['target'],
): StatechartsView | null {
  if ('node' in target) {
    const node = world.node(target.node);
    if (!node) return null;
    const charts = node.liveCharts().map((chart) => viewOf(chart, transitions.of(chart.name, node.index)));
    return { type: 'statecharts', target, charts };
  }
  const link = world.link(target.link);
  if (!link) return null;
  const charts = world.liveChartsOf(link).map((chart) => viewOf(chart, transitions.of(chart.name, link.index)));
  return { type: 'statecharts', target, charts };
}

function viewOf(chart: LiveChart, history: readonly Transition[] | null): StatechartView {
  const { name, machine, states, context, stateIndex, counts } = chart;
  return {
    name,
    definition: describeMachine(machine, context),
    state: stateIndex === null ? null : states[stateIndex],
    counts: stateIndex === null ? Object.fromEntries(states.map((state, index) => [state, counts[index]])) : null,
    history: history?.map((entry) => ({ atMs: entry.atMs, state: states[entry.stateIndex] })) ?? null,
  };
}
