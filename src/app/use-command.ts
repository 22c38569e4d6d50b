import { useSyncExternalStore } from 'react';
import { useDocument } from '../stores/document';
import { usePlayback } from '../stores/playback';
import { useSelection } from '../stores/selection';
import { type Command, isEnabled } from './commands';

const subscribe = (changed: () => void) => {
  const stops = [useDocument.subscribe(changed), useSelection.subscribe(changed), usePlayback.subscribe(changed)];
  return () => {
    for (const stop of stops) stop();
  };
};

/** Whether a command can be given just now. */
export const useEnabled = (command: Command): boolean => useSyncExternalStore(subscribe, () => isEnabled(command));
