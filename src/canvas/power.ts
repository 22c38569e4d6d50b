import { catalogue } from '../kinds/catalogue';
import { useDocument } from '../stores/document';
import { live } from '../stores/live';
import { usePlayback } from '../stores/playback';
import { modeOf } from './node-feed';
import { scenarioIndex } from './scenario-index';

/** Whether components of a kind can crash. */
export const isCrashable = (kind: string): boolean => catalogue[kind].modes.includes('crashed');

/** The mode of a node at the playhead. */
function currentMode(id: string): string | null {
  const node = scenarioIndex(useDocument.getState().scenario).nodes.get(id);
  return node ? modeOf(node.kind, live.latest(), live.indexOfNode(id)) : null;
}

/** Kills a node that runs, starts one that is down. A node that cannot crash stays as it is. */
export function togglePower(id: string): void {
  const node = scenarioIndex(useDocument.getState().scenario).nodes.get(id);
  if (!node || !isCrashable(node.kind)) return;
  const action = currentMode(id) === 'crashed' ? 'heal' : 'crash';
  usePlayback.getState().intervene({ action, target: { node: id }, durationMs: null });
}
