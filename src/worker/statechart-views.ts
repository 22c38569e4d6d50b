import { describeMachine } from '../kernel/statechart/describe';
import type { Link } from '../network/link';
import { type LiveChart, oneChart, oneOf } from '../network/live-chart';
import type { Network } from '../network/network';
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
  const charts = chartsOfLink(world.network, link).map((chart) =>
    viewOf(chart, transitions.of(chart.name, link.index)),
  );
  return { type: 'statecharts', target, charts };
}

/** What guards a link, what is at its far end, and what has been done to it. */
function chartsOfLink(network: Network, link: Link): LiveChart[] {
  return [
    ...(link.breaker ? [oneChart('breaker', link.breaker.chart)] : []),
    ...network.nodes[link.from].liveChartsOf(link),
    oneOf('path', network.paths.population, link.index),
    oneOf('linkPace', network.linkPaces.population, link.index),
  ];
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
