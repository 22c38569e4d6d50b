import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useT } from '../i18n/language';
import { cx } from './cx';
import { IconButton } from './IconButton';
import { CloseIcon } from './icons';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the bottom right. */
  readonly actions?: ReactNode;
  readonly width?: keyof typeof WIDTHS;
}

const WIDTHS = { md: 'max-w-md', lg: 'max-w-2xl', xl: 'max-w-4xl' } as const;

/** A modal dialog for as long as it is mounted. Escape, the cross and a press outside call `onClose`. */
export function Dialog({ title, onClose, children, actions, width = 'md' }: DialogProps) {
  const t = useT();
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Otherwise the browser picks the cross, and Enter would close what has just been opened.
    (element?.querySelector<HTMLElement>('[data-first]') ?? element)?.focus();
    return () => element?.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press outside has Escape as its equal on the keyboard.
    <dialog
      aria-labelledby={titleId}
      className={cx(
        'm-auto w-[calc(100vw-1.5rem)] rounded-2xl border border-line bg-surface p-0 text-text shadow-2 outline-none backdrop:bg-scrim',
        WIDTHS[width],
      )}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      ref={dialog}
      tabIndex={-1}
    >
      <div className="flex max-h-[calc(100dvh-4rem)] flex-col">
        <header className="flex items-center justify-between gap-4 py-3 pr-3 pl-5">
          <h2 className="text-[0.9375rem] font-semibold tracking-tight" id={titleId}>
            {title}
          </h2>
          <IconButton icon={CloseIcon} label={t('action.close')} onClick={onClose} />
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard. */}
        <div className="min-h-0 overflow-y-auto px-5 pb-5" tabIndex={0}>
          {children}
        </div>
        {actions && (
          <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{actions}</footer>
        )}
      </div>
    </dialog>
  );
}
