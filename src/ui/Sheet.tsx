import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react';
import { useT } from '../i18n/language';
import { cx } from './cx';
import { IconButton } from './IconButton';
import { CloseIcon } from './icons';

interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  /** The panel begins with a row of its own (tabs, say), which then stands in for the title. */
  readonly untitled?: boolean;
  readonly children: ReactNode;
}

/** How far the grip must be pulled down to close, in pixels. */
const CLOSE_AFTER = 72;

/** A panel that comes up from the lower edge of what it lies in and leaves the upper part of that in use. */
export function Sheet({ title, onClose, untitled, children }: SheetProps) {
  const t = useT();
  const sheet = useRef<HTMLElement>(null);
  const startY = useRef<number | null>(null);

  useEffect(() => {
    const opener = document.activeElement;
    // It is still on its way up: what it lies in would be scrolled towards it.
    sheet.current?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  const pull = (event: PointerEvent) => (startY.current === null ? 0 : Math.max(0, event.clientY - startY.current));
  const moveTo = (y: number) => {
    if (sheet.current) sheet.current.style.transform = y ? `translateY(${y}px)` : '';
  };

  return (
    <section
      aria-label={title}
      className="animate-sheet absolute inset-x-0 bottom-0 z-10 flex h-[66%] flex-col [@media(max-height:500px)]:h-[92%] rounded-t-2xl border-t border-line bg-surface shadow-2 outline-none"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
      ref={sheet}
      tabIndex={-1}
    >
      <header
        className={cx(
          'relative flex shrink-0 touch-none items-center justify-between pr-2 pl-4',
          untitled ? 'h-4' : 'pt-2.5 pb-1',
        )}
        onPointerCancel={() => {
          startY.current = null;
          moveTo(0);
        }}
        onPointerDown={(event) => {
          if ((event.target as Element).closest('button')) return;
          startY.current = event.clientY;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => moveTo(pull(event))}
        onPointerUp={(event) => {
          const pulled = pull(event);
          startY.current = null;
          moveTo(0);
          if (pulled > CLOSE_AFTER) onClose();
        }}
      >
        <span className="absolute top-1.5 left-1/2 h-1 w-9 -translate-x-1/2 rounded-full bg-line-strong" />
        <h2 className={untitled ? 'sr-only' : 'text-[0.9375rem] font-semibold'}>{title}</h2>
        <span className={cx(untitled && 'absolute top-3 right-2 z-10')}>
          <IconButton icon={CloseIcon} label={t('action.close')} onClick={onClose} size="lg" />
        </span>
      </header>
      <div className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
    </section>
  );
}
