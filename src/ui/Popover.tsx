import { type ReactNode, Suspense, useEffect, useId, useRef, useState } from 'react';
import { cx } from './cx';
import { place } from './place';

interface TriggerProps {
  readonly popoverTarget: string;
  readonly 'aria-expanded': boolean;
  readonly 'aria-haspopup': 'menu' | 'dialog';
}

interface PopoverProps {
  readonly label: string;
  readonly role?: 'menu' | 'dialog';
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'bottom' | 'top';
  readonly className?: string;
  /** Draws the button that opens it; the props belong on that button. */
  readonly trigger: (props: TriggerProps) => ReactNode;
  /** Drawn only while open. */
  readonly children: (close: () => void) => ReactNode;
}

/** A box beside a button. The browser itself closes it on Escape and on a press elsewhere, and gives the focus back. */
export function Popover({
  label,
  role = 'dialog',
  align = 'start',
  side = 'bottom',
  className,
  trigger,
  children,
}: PopoverProps) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = box.current;
    if (!open || !element) return;
    const anchor = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
    const put = () => {
      if (anchor) place(element, anchor, { side, align, gap: 6 });
      if (element.contains(document.activeElement)) return;
      element
        .querySelector<HTMLElement>('[role^="menuitem"][aria-checked="true"], [role^="menuitem"], input, button')
        ?.focus();
    };
    put();
    // Also when its contents arrive or grow.
    const resized = new ResizeObserver(put);
    resized.observe(element);
    addEventListener('resize', put);
    return () => {
      resized.disconnect();
      removeEventListener('resize', put);
    };
  }, [open, id, side, align]);

  return (
    <>
      {trigger({ popoverTarget: id, 'aria-expanded': open, 'aria-haspopup': role })}
      <div
        {...{ role, 'aria-label': label }}
        className={cx(
          'fixed m-0 max-h-[calc(100dvh-5rem)] max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-surface p-1.5 text-text shadow-2',
          className,
        )}
        id={id}
        onToggle={(event) => setOpen(event.newState === 'open')}
        popover="auto"
        ref={box}
      >
        {open && <Suspense fallback={null}>{children(() => box.current?.hidePopover())}</Suspense>}
      </div>
    </>
  );
}
