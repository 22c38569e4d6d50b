import { catalogue } from '../kinds/catalogue';
import { kindViews } from '../kinds/views';
import { carriesMessages } from '../network/kind';
import type { Scenario, ScenarioLink } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { linkGauge, live, nodeGauge } from '../stores/live';
import type { NodeFeed, NodeReading, TargetReading } from '../ui/kind-view';
import type { Tick } from '../worker/protocol';
import { nodeName } from './node-name';
import { onPulse } from './pulse';
import { scenarioIndex } from './scenario-index';

const NONE: readonly never[] = [];
const NO_NOTES: NodeReading['notes'] = {};

/** The mode of a node in a tick; before a run, the first of its kind. */
export function modeOf(kind: string, tick: Tick | null, row: number): string {
  const { modes } = catalogue[kind];
  return modes[tick && row >= 0 ? nodeGauge(tick, row, 'mode') : 0] ?? modes[0];
}

function readTarget(scenario: Scenario, link: ScenarioLink, tick: Tick | null): TargetReading {
  const target = scenarioIndex(scenario).nodes.get(link.to);
  const row = live.indexOfLink(link.id);
  const gauge = (name: 'inFlight' | 'callsPerSec' | 'failedPerSec') =>
    tick && row >= 0 ? linkGauge(tick, row, name) : 0;
  return {
    link: link.id,
    label: target ? nodeName(target) : '',
    protocol: link.protocol,
    carriesMessages: carriesMessages(link.protocol),
    params: link.params,
    mode: target ? modeOf(target.kind, tick, live.indexOfNode(target.id)) : '',
    inFlight: gauge('inFlight'),
    callsPerSec: gauge('callsPerSec'),
    failedPerSec: gauge('failedPerSec'),
    seen: tick?.targets[link.id],
  };
}

/** What a tick says of a node; null when the scenario does not have it any more. */
function readNode(scenario: Scenario, id: string, tick: Tick | null): NodeReading | null {
  const { nodes, outgoing } = scenarioIndex(scenario);
  const node = nodes.get(id);
  if (!node) return null;
  const row = live.indexOfNode(id);
  const current = row >= 0 ? tick : null;
  const gauge = (name: Parameters<typeof nodeGauge>[2]) => (current ? nodeGauge(current, row, name) : 0);
  return {
    live: current !== null,
    atMs: current?.atMs ?? 0,
    mode: modeOf(node.kind, current, row),
    capacity: current ? gauge('capacity') : kindViews[node.kind].capacity(node.params),
    busy: gauge('busy'),
    blocked: gauge('blocked'),
    queued: gauge('queued'),
    arrivedPerSec: gauge('arrivedPerSec'),
    completedPerSec: gauge('completedPerSec'),
    failedPerSec: gauge('failedPerSec'),
    reasons: current?.reasons[id] ?? NONE,
    queues: current?.queues[id] ?? NONE,
    notes: current?.notes[id] ?? NO_NOTES,
    replicas: current?.replicas[id] ?? NONE,
    inside: current?.insides?.[id],
    targets: (outgoing.get(id) ?? NONE).map((link) => readTarget(scenario, link, current)),
  };
}

/**
 * The figures of one node. However many parts of its face listen, they are read once a pulse.
 */
export function createNodeFeed(id: string): NodeFeed {
  const listeners = new Set<(reading: NodeReading) => void>();
  let stop = () => {};

  const read = () => readNode(useDocument.getState().scenario, id, live.latest());
  const tell = () => {
    const reading = read();
    if (reading) for (const listener of [...listeners]) listener(reading);
  };
  return {
    watch: (listener) => {
      if (listeners.size === 0) stop = onPulse(tell);
      listeners.add(listener);
      const reading = read();
      if (reading) listener(reading);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
  };
}
