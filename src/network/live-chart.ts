import type { AnyStateMachine, MachineContext } from 'xstate';
import type { Population } from '../kernel/statechart/population';
import type { Statechart } from '../kernel/statechart/statechart';
import type { Link } from './links/link';
import type { Network } from './network';

/** A machine at work, for whoever looks at it: one instance, or many by how many of them are in each state. */
export interface LiveChart {
  /** What it is about: the page's name for it. */
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly states: readonly string[];
  /** Of one instance, to tell its delays. */
  readonly context: MachineContext | undefined;
  /** The index of the state that the one instance is in; null where there are many. */
  readonly stateIndex: number | null;
  /** By state: how many instances are in it. Empty where there is one. */
  readonly counts: readonly number[];
}

/** The one instance of a machine. */
export const oneChart = <M extends AnyStateMachine>(name: string, chart: Statechart<M>): LiveChart => ({
  name,
  machine: chart.machine,
  states: chart.states,
  context: chart.context as MachineContext,
  stateIndex: chart.stateIndex,
  counts: [],
});

/** One instance out of a population. */
export const oneOf = <M extends AnyStateMachine>(
  name: string,
  population: Population<M>,
  instance: number,
): LiveChart => ({
  name,
  machine: population.machine,
  states: population.states,
  context: undefined,
  stateIndex: population.stateIndex(instance),
  counts: [],
});

/** Many instances of a machine, so many in each state. */
export const manyCharts = (
  name: string,
  { machine, states }: { readonly machine: AnyStateMachine; readonly states: readonly string[] },
  counts: readonly number[],
): LiveChart => ({ name, machine, states, context: undefined, stateIndex: null, counts });

/** What guards a link, what waits at its far end, and what has been done to it. */
export function liveChartsOfLink({ nodes, paths, linkPaces, connections, streams }: Network, link: Link): LiveChart[] {
  const counts = connections?.countsOf(link);
  const streaming = streams?.countsOf(link);
  return [
    ...(link.breaker ? [oneChart('breaker', link.breaker.chart)] : []),
    ...(connections && counts ? [manyCharts('connections', connections.chart, counts)] : []),
    ...(streams && streaming ? [manyCharts('streams', streams.chart, streaming)] : []),
    ...nodes[link.from].liveChartsOf(link),
    oneOf('path', paths.population, link.index),
    oneOf('linkPace', linkPaces.population, link.index),
  ];
}
