import { useEffect } from 'react';
import { DEEDS, performOnAll, targetsAmong } from '../stores/deeds';
import { useDocument } from '../stores/document';
import { useSelection } from '../stores/selection';
import { matchesShortcut } from '../ui/shortcut';
import { allCommands } from './commands';
import { isTaken } from './keyboard';

/** Deeds that have a key and are no command of the page. */
export const KEYED_DEEDS = DEEDS.filter(
  ({ shortcut }) => shortcut !== undefined && !allCommands.some((command) => command.shortcut === shortcut),
);

/** Faults by their keys, on whatever is selected. */
export function FaultKeys() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTaken(event)) return;
      const deed = KEYED_DEEDS.find(({ shortcut = '' }) => matchesShortcut(shortcut, event));
      if (!deed) return;
      event.preventDefault();
      performOnAll(deed, targetsAmong(useDocument.getState().scenario, useSelection.getState()));
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  return null;
}
