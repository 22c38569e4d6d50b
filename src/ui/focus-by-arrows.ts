import type { KeyboardEvent } from 'react';

/** Lets the arrows up and down go from one item of a list to the next: whatever `stops` selects within the list. */
export function focusByArrows(event: KeyboardEvent<HTMLElement>, stops = 'button'): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(stops)];
  const next = all[all.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
