/**
 * One tooltip for the whole page: whoever has something to say calls {@link tooltip} and spreads the result on its
 * element; {@link TooltipLayer}, mounted once, shows it above everything else.
 */
import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { Kbd } from './Kbd';
import { place } from './place';

interface Shown {
  readonly anchor: Element;
  readonly text: string;
  readonly shortcut?: string;
}

const DELAY_MS = 450;
/** Moving along a toolbar: the next tooltip comes at once. */
const WARM_MS = 400;

let listener: ((shown: Shown | null) => void) | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let hiddenAt = 0;
let visible = false;

function show(shown: Shown, delayMs: number) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!shown.anchor.isConnected) return;
    visible = true;
    listener?.(shown);
  }, delayMs);
}

function hide() {
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
  onPointerLeave: hide,
  onPointerDown: hide,
  onFocus: (event: FocusEvent) => {
    if (event.currentTarget.matches(':focus-visible')) show({ anchor: event.currentTarget, text, shortcut }, 0);
  },
  onBlur: hide,
});

export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    listener = setShown;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    addEventListener('keydown', onKey);
    return () => {
      listener = null;
      removeEventListener('keydown', onKey);
    };
  }, []);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    if (!shown) {
      element.hidePopover();
      return;
    }
    element.showPopover();
    place(element, shown.anchor, { side: 'bottom', align: 'center', gap: 6 });
  }, [shown]);

  return (
    <div
      className="pointer-events-none fixed m-0 max-w-64 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 py-1 text-xs text-text shadow-2 [&:popover-open]:flex"
      popover="manual"
      ref={box}
      role="tooltip"
    >
      {shown?.text}
      {shown?.shortcut && <Kbd shortcut={shown.shortcut} />}
    </div>
  );
}
