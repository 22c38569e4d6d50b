/**
 * Shortcuts are written once, as `Mod+Shift+Z`, `Space` or `?`; `Mod` is ⌘ on Apple machines and Ctrl elsewhere. Letters
 * are matched by the key's place on the keyboard as well, so that they work under a Cyrillic layout.
 */
const apple = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const NAMES: Readonly<Record<string, string>> = {
  Mod: apple ? '⌘' : 'Ctrl',
  Shift: apple ? '⇧' : 'Shift',
  Alt: apple ? '⌥' : 'Alt',
  Delete: apple ? '⌫' : 'Del',
};

export const shortcutParts = (shortcut: string): string[] => shortcut.split('+').map((part) => NAMES[part] ?? part);

/** The form that `aria-keyshortcuts` wants. */
export const ariaShortcut = (shortcut: string): string => shortcut.replace('Mod', apple ? 'Meta' : 'Control');

const KEYS: Readonly<Record<string, readonly string[]>> = { Space: [' '], Delete: ['Delete', 'Backspace'] };
/** Signs that other layouts have letters in the place of. */
const PLACES: Readonly<Record<string, string>> = { '[': 'BracketLeft', ']': 'BracketRight' };

function sameKey(key: string, event: KeyboardEvent): boolean {
  const alternatives = KEYS[key];
  if (alternatives) return alternatives.includes(event.key);
  if (/^[A-Z]$/.test(key)) return event.code === `Key${key}` || event.key.toUpperCase() === key;
  if (/^[0-9]$/.test(key)) return event.code === `Digit${key}` || event.key === key;
  return event.key === key || (key in PLACES && event.code === PLACES[key]);
}

/** Whether a key press is the shortcut. Of a sign such as `?` the Shift that types it does not count. */
export function matchesShortcut(shortcut: string, event: KeyboardEvent): boolean {
  const parts = shortcut.split('+');
  const key = parts[parts.length - 1];
  const mod = apple ? event.metaKey : event.ctrlKey;
  const other = apple ? event.ctrlKey : event.metaKey;
  if (other || parts.includes('Mod') !== mod || parts.includes('Alt') !== event.altKey) return false;
  if (/^[A-Z0-9]$|^Space$|^Delete$/.test(key) && parts.includes('Shift') !== event.shiftKey) return false;
  return sameKey(key, event);
}
