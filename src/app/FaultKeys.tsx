import { useEffect } from 'react';
import { isCrashable } from '../canvas/power';
import type { InterventionTarget, ScenarioNode } from '../scenario/scenario';
import { DEEDS, perform } from '../stores/deeds';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { matchesShortcut } from '../ui/shortcut';
import { allCommands } from './commands';
import { isTaken } from './keyboard';

/** Deeds that have a key and are no command of the page. */
export const KEYED_DEEDS = DEEDS.filter(
  ({ shortcut }) => shortcut !== undefined && !allCommands.some((command) => command.shortcut === shortcut),
);

function selectedTargets(): readonly (readonly [InterventionTarget, ScenarioNode | null])[] {
  const { nodes, links } = useSelection.getState();
  const { scenario } = useDocument.getState();
  const crashable = scenario.nodes.filter(({ id, kind }) => nodes.includes(id) && isCrashable(kind));
  return [
    ...crashable.map((node) => [{ node: node.id }, node] as const),
    ...links.map((link) => [{ link }, null] as const),
  ];
}

/** Faults by their keys, on whatever is selected. */
export function FaultKeys() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTaken(event)) return;
      const deed = KEYED_DEEDS.find(({ shortcut = '' }) => matchesShortcut(shortcut, event));
      if (!deed) return;
      event.preventDefault();
      for (const [target, node] of selectedTargets()) perform(deed, target, node);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return null;
}
