import { useDocument } from '../stores/document';
import { world } from '../stores/world';

const listeners = new Set<() => void>();
let pending: ReturnType<typeof setTimeout> | null = null;
/** During a drag the scenario changes with every frame, and no figure does. */
const QUIET_MS = 80;

function tellSoon(): void {
  if (listeners.size === 0) return;
  if (pending !== null) clearTimeout(pending);
  pending = setTimeout(() => {
    pending = null;
    for (const listener of [...listeners]) listener();
  }, QUIET_MS);
}

useDocument.subscribe((now, before) => {
  if (now.scenario !== before.scenario) tellSoon();
});
world.subscribe((message) => {
  if (message.type === 'loaded') tellSoon();
});

/** Calls `listener` once edits have come to rest, and after a world was built anew. Returns how to stop that. */
export function onEdited(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
