import { type RefObject, useEffect, useRef } from 'react';
import { live } from '../stores/live';
import type { Tick } from '../worker/protocol';

/** Figures that change more often cannot be read. */
const EVERY_MS = 120;

/**
 * Calls `write` with the newest tick, a few times a second, past React. `write` gets null when there is none (yet).
 * It is called anew whenever `key` changes.
 */
export function useTicks(write: (tick: Tick | null) => void, key: unknown): void {
  const latest = useRef(write);
  latest.current = write;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when what is written has another subject.
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY;
    latest.current(live.latest());
    return live.onTick((tick) => {
      const now = performance.now();
      if (now - last < EVERY_MS && tick.atMs > 0) return;
      last = now;
      latest.current(tick);
    });
  }, [key]);
}

/** Elements that are written to, by name. */
export type Slots = RefObject<Map<string, HTMLElement>>;

export const useSlots = (): Slots => useRef(new Map<string, HTMLElement>());

/** A `ref` that enters an element under a name. */
export const slot = (slots: Slots, name: string) => (element: HTMLElement | null) => {
  if (element) slots.current.set(name, element);
  else slots.current.delete(name);
};

/** Writes a text where it differs: an unchanged text costs no layout. */
export function put(slots: Slots, name: string, text: string): void {
  const element = slots.current.get(name);
  if (element && element.textContent !== text) element.textContent = text;
}
