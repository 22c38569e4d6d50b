import { type ReactNode, useId } from 'react';
import { useT } from '../../i18n/language';
import { useLayout } from '../../stores/layout';
import { cx } from '../../ui/cx';
import { IconButton } from '../../ui/IconButton';
import { ChevronDownIcon, ResetIcon } from '../../ui/icons';

interface SectionFoldProps {
  /** Under which it is remembered whether the part is folded out. */
  readonly id: string;
  readonly title: string;
  /** The labels of what is not as it is in the beginning. */
  readonly changed: readonly string[];
  readonly onReset: () => void;
  readonly children: ReactNode;
}

/** A part of a form that is folded away until it is wanted. It says what was changed in it, and can take that back. */
export function SectionFold({ id, title, changed, onReset, children }: SectionFoldProps) {
  const t = useT();
  const bodyId = useId();
  const open = useLayout((state) => state.sections[id] ?? false);
  const setSection = useLayout((state) => state.setSection);
  return (
    <section className="border-t border-line">
      <header className="flex items-center gap-1 pr-2.5">
        <h4 className="min-w-0 flex-1">
          <button
            aria-controls={bodyId}
            aria-expanded={open}
            className="flex min-h-10 w-full items-center gap-2 py-1 pr-1 pl-(--fold-inset) text-left hover:bg-surface-2/60 touch:min-h-11"
            data-section={id}
            onClick={() => setSection(id, !open)}
            type="button"
          >
            <ChevronDownIcon
              className={cx('shrink-0 text-text-3 transition-transform duration-100', !open && '-rotate-90')}
              size={14}
            />
            <span className="shrink-0 text-xs font-medium text-text">{title}</span>
            {changed.length > 0 && (
              <>
                <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-accent" />
                <span className="sr-only">{t('form.changed')}</span>
                <span className="min-w-0 truncate text-xs text-text-3" title={changed.join(', ')}>
                  {changed.join(', ')}
                </span>
              </>
            )}
          </button>
        </h4>
        {changed.length > 0 && (
          <IconButton icon={ResetIcon} iconSize={14} label={t('form.reset', { title })} onClick={onReset} size="sm" />
        )}
      </header>
      {open && (
        <div className="flex flex-col gap-4 px-(--fold-inset) pt-1 pb-5" id={bodyId}>
          {children}
        </div>
      )}
    </section>
  );
}
