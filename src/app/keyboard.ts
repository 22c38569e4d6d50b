import { useLayoutEffect } from 'react';
import { matchesShortcut } from '../ui/shortcut';
import { allCommands, isEnabled } from './commands';
import { OURS, takeEarlyKeys } from './early-keys';

const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable="true"]';
/** What Space and Enter press, and what opens on top of the page and has keys of its own. */
const PRESSED_BY_SPACE = 'button, a[href], summary, [role="button"], input';
const ON_TOP = 'dialog[open], [popover]:popover-open:not([role="tooltip"])';

/** Whether whoever has the focus wants this key for itself. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : document.body;
  if (document.querySelector(ON_TOP)) return true;
  if (event.metaKey || event.ctrlKey) return Boolean(target.closest(TYPING)) && !OURS.test(event.code);
  if (target.closest(TYPING)) return true;
  return event.key === ' ' && Boolean(target.closest(PRESSED_BY_SPACE));
}

function act(event: KeyboardEvent): void {
  if (event.isComposing || isTaken(event)) return;
  const command = allCommands.find((one) => one.shortcut && matchesShortcut(one.shortcut, event));
  if (!command) return;
  // Also when it is disabled: Ctrl+S must never open the browser's own dialog.
  event.preventDefault();
  if (isEnabled(command)) command.run();
}

/** Gives commands by their shortcuts, first of all by those pressed before. What the canvas has already acted on is left alone. */
export function useKeyboard(): void {
  useLayoutEffect(() => {
    for (const event of takeEarlyKeys()) act(event);
    const onKeyDown = (event: KeyboardEvent) => {
      if (!event.defaultPrevented) act(event);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
