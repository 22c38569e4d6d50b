import { hasText, t } from '../i18n/language';
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

type Verb = 'kill' | 'restart';

/** The kind's own word for it, if it has one: an API that is not ours cannot be killed, it has an outage. */
const ownVerb = (kind: string, verb: Verb) => {
  const own = `kind.${kind}:deed.${verb}`;
  return hasText(own) ? t(own) : null;
};

/** What turns a component of a kind off or on again, in words. */
export const verbText = (kind: string, verb: Verb): string => ownVerb(kind, verb) ?? t(`action.${verb}`);

/** The same with whom it is done to. */
export function verbNamed(kind: string, verb: Verb, name: string): string {
  const own = ownVerb(kind, verb);
  return own === null ? t(`canvas.${verb}Named`, { name }) : `${own}: ${name}`;
}
