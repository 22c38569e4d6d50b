import { useEffect, useRef, useState } from 'react';
import { Kbd } from './Kbd';
import { place } from './place';
import { hideTooltip, onTooltip, type Tooltip } from './tooltip';

/** Shows the tooltip that is called for, above everything else. Mounted once. */
export function TooltipLayer() {
  const [shown, setShown] = useState<Tooltip | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const stop = onTooltip(setShown);
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hideTooltip();
    };
    addEventListener('keydown', onKey);
    return () => {
      stop();
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
