import { useSyncExternalStore } from 'react';
import type { Metrics, StatechartsView, StatechartView, Tick } from '../worker/protocol';
import { LINK_GAUGES, NODE_GAUGES } from '../worker/protocol';
import { MetricWindows } from './metric-windows';
import { type Selected, useSelection } from './selection';
import { type World, world } from './world';

type NodeGauge = (typeof NODE_GAUGES)[number];
type LinkGauge = (typeof LINK_GAUGES)[number];
type Unsubscribe = () => void;

/** What a run shows from frame to frame, outside React: listeners write what they read into the DOM themselves. */
export interface Live {
  /** The newest tick of the running world; null before its first. */
  latest(): Tick | null;
  onTick(listener: (tick: Tick) => void): Unsubscribe;
  /** Another world has been loaded: nothing of it has been shown yet. */
  onLoaded(listener: () => void): Unsubscribe;
  /** All windows of the run so far. */
  metrics(): Metrics | null;
  onMetrics(listener: (metrics: Metrics) => void): Unsubscribe;
  /** Row of a node in a tick; -1 when the running world does not have it (yet, or any more). */
  indexOfNode(id: string): number;
  /** Row of a link in a tick; -1 when the running world does not have it (yet, or any more). */
  indexOfLink(id: string): number;
  statecharts(): StatechartsView | null;
  onStatecharts(listener: () => void): Unsubscribe;
}

/** Holds the last value and tells those who listen. */
function channel<T>() {
  const listeners = new Set<(value: T) => void>();
  let last: T | null = null;
  return {
    last: () => last,
    tell: (value: T) => {
      last = value;
      for (const listener of [...listeners]) listener(value);
    },
    forget: () => {
      last = null;
    },
    listen: (listener: (value: T) => void): Unsubscribe => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function createLive(source: World): Live {
  const ticks = channel<Tick>();
  const worlds = channel<null>();
  const metrics = channel<Metrics>();
  const windows = new MetricWindows();
  const statecharts = channel<StatechartsView | null>();
  source.subscribe((message) => {
    if (message.type === 'tick') ticks.tell(message);
    else if (message.type === 'metrics') metrics.tell(windows.join(message));
    else if (message.type === 'statecharts') statecharts.tell(message);
    else if (message.type === 'loaded') {
      ticks.forget();
      metrics.forget();
      worlds.tell(null);
      inspect(source, useSelection.getState());
    }
  });
  useSelection.subscribe((selected) => {
    statecharts.tell(null);
    if (source.scenario()) inspect(source, selected);
  });
  return {
    latest: ticks.last,
    onTick: ticks.listen,
    onLoaded: worlds.listen,
    metrics: metrics.last,
    onMetrics: metrics.listen,
    indexOfNode: source.indexOfNode,
    indexOfLink: source.indexOfLink,
    statecharts: statecharts.last,
    onStatecharts: statecharts.listen,
  };
}

/** Asks for the statecharts of what is selected, if that is a single thing. */
function inspect(source: World, { nodes, links }: Selected): void {
  const single = nodes.length + links.length === 1;
  const target = !single ? null : nodes.length === 1 ? { node: nodes[0] } : { link: links[0] };
  source.send({ type: 'select', target });
}

/** The app's one view of the run. */
export const live = createLive(world);

const NONE: readonly StatechartView[] = [];

/** The live statecharts of the component or link with this id, while it is what is selected. */
export function useStatecharts(id: string): readonly StatechartView[] {
  const view = useSyncExternalStore(live.onStatecharts, live.statecharts);
  if (!view) return NONE;
  return ('node' in view.target ? view.target.node : view.target.link) === id ? view.charts : NONE;
}

const offsets = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name, index) => [name, index])) as Readonly<Record<T, number>>;
const nodeOffset = offsets(NODE_GAUGES);
const linkOffset = offsets(LINK_GAUGES);

/** A gauge of the node in a row of a tick (see {@link Live.indexOfNode}); 0 for a row that is not there. */
export const nodeGauge = (tick: Tick, row: number, gauge: NodeGauge): number =>
  tick.nodes[row * NODE_GAUGES.length + nodeOffset[gauge]] ?? 0;

/** A gauge of the link in a row of a tick (see {@link Live.indexOfLink}); 0 for a row that is not there. */
export const linkGauge = (tick: Tick, row: number, gauge: LinkGauge): number =>
  tick.links[row * LINK_GAUGES.length + linkOffset[gauge]] ?? 0;
