/** What a browser would do itself with these, together with Ctrl or ⌘, is not what one wants of a page that has them as shortcuts. */
export const OURS = /^Key[KOS]$/;

let held: KeyboardEvent[] = [];

function hold(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && OURS.test(event.code)) event.preventDefault();
  held.push(event);
}

/** The page can be seen before the commands are there: keys that are pressed meanwhile wait for them. */
export function holdEarlyKeys(): void {
  addEventListener('keydown', hold);
}

/** The keys that wait, in order. From now on none does. */
export function takeEarlyKeys(): readonly KeyboardEvent[] {
  removeEventListener('keydown', hold);
  const keys = held;
  held = [];
  return keys;
}
