/**
 * One tooltip for the whole page: whoever has something to say calls {@link tooltip} and spreads the result on its
 * element; the TooltipLayer, mounted once, shows it above everything else.
 */
import type { FocusEvent, PointerEvent } from 'react';

export interface Tooltip {
  readonly anchor: Element;
  readonly text: string;
  readonly shortcut?: string;
}

const DELAY_MS = 450;
/** Moving along a toolbar: the next tooltip comes at once. */
const WARM_MS = 400;

let listener: ((shown: Tooltip | null) => void) | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let hiddenAt = 0;
let visible = false;

function show(shown: Tooltip, delayMs: number) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!shown.anchor.isConnected) return;
    visible = true;
    listener?.(shown);
  }, delayMs);
}

/** Calls `show` with the tooltip that is to be seen, null for none; returns how to stop that. There is one listener. */
export function onTooltip(show: (tooltip: Tooltip | null) => void): () => void {
  listener = show;
  return () => {
    listener = null;
  };
}

export function hideTooltip() {
  clearTimeout(timer);
  if (visible) hiddenAt = performance.now();
  visible = false;
  listener?.(null);
}

/** Handlers that show `text` beside an element while the mouse rests on it or the keyboard focuses it. */
export const tooltip = (text: string, shortcut?: string) => ({
  onPointerEnter: (event: PointerEvent) => {
    if (event.pointerType !== 'mouse') return;
    const warm = visible || performance.now() - hiddenAt < WARM_MS;
    show({ anchor: event.currentTarget, text, shortcut }, warm ? 0 : DELAY_MS);
  },
  onPointerLeave: hideTooltip,
  onPointerDown: hideTooltip,
  onFocus: (event: FocusEvent) => {
    if (event.currentTarget.matches(':focus-visible')) show({ anchor: event.currentTarget, text, shortcut }, 0);
  },
  onBlur: hideTooltip,
});
