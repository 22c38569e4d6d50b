import { useEffect } from 'react';
import { isCrashable } from '../canvas/power';
import { ERROR_SHARE, LOSS_SHARE, SLOW_FACTOR } from '../panels/usual-faults';
import type { Intervention, InterventionTarget } from '../scenario/scenario';
import { useDocument } from '../stores/document';
import { usePlayback } from '../stores/playback';
import { useSelection } from '../stores/selection';
import { matchesShortcut } from '../ui/shortcut';
import { FAULT_KEYS, type FaultKey } from './fault-shortcuts';
import { isTaken } from './keyboard';

type Fault = Omit<Intervention, 'atMs'>;

/** What each key does to a component; null where it means nothing. */
function faultOn(key: FaultKey, target: InterventionTarget): Fault | null {
  const base = { target, durationMs: null };
  const onNode = 'node' in target;
  switch (key) {
    case 'slow':
      return { ...base, action: 'slow', factor: SLOW_FACTOR } as Fault;
    case 'heal':
      return { ...base, action: 'heal' } as Fault;
    case 'pause':
      return onNode ? ({ ...base, action: 'pause' } as Fault) : null;
    case 'errors':
      return onNode ? ({ ...base, action: 'errors', share: ERROR_SHARE } as Fault) : null;
    case 'cut':
      return onNode ? null : ({ ...base, action: 'cut' } as Fault);
    case 'loss':
      return onNode ? null : ({ ...base, action: 'loss', share: LOSS_SHARE } as Fault);
  }
}

function selectedTargets(): readonly InterventionTarget[] {
  const { nodes, links } = useSelection.getState();
  const { scenario } = useDocument.getState();
  const crashable = scenario.nodes.filter(({ id, kind }) => nodes.includes(id) && isCrashable(kind));
  return [...crashable.map(({ id }) => ({ node: id })), ...links.map((link) => ({ link }))];
}

/** Faults by their keys, on whatever is selected. */
export function FaultKeys() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTaken(event)) return;
      const fault = FAULT_KEYS.find(([shortcut]) => matchesShortcut(shortcut, event));
      if (!fault) return;
      event.preventDefault();
      for (const target of selectedTargets()) {
        const action = faultOn(fault[1], target);
        if (action) usePlayback.getState().intervene(action as never);
      }
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return null;
}
