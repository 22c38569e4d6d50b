import { useSyncExternalStore } from 'react';
import { catalogue } from '../kinds/catalogue';
import type { ScenarioNode } from '../scenario/scenario';
import { live, nodeGauge } from '../stores/live';

/** The mode of a node at the playhead: rendered anew only when it changes. */
export function useMode(node: ScenarioNode): string {
  const { modes } = catalogue[node.kind];
  return useSyncExternalStore(live.onTick, () => {
    const tick = live.latest();
    const row = live.indexOfNode(node.id);
    return (tick && row >= 0 && modes[nodeGauge(tick, row, 'mode')]) || modes[0];
  });
}
