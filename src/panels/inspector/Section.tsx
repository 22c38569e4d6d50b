import { type ReactNode, useId } from 'react';
import { useLayout } from '../../stores/layout';
import { cx } from '../../ui/cx';
import { ChevronDownIcon } from '../../ui/icons';

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  /** For one that can be folded away: the name under which that is remembered. */
  readonly fold?: string;
  readonly children: ReactNode;
}

/** A part of the inspector under its own heading. No landmark: those are for what one jumps to, and there would be six. */
export function Section({ title, aside, fold, children }: SectionProps) {
  const bodyId = useId();
  const open = useLayout((state) => fold === undefined || (state.sections[fold] ?? true));
  const setSection = useLayout((state) => state.setSection);
  return (
    <section className="border-t border-line px-4 py-4">
      <header className={cx('flex h-5 items-center justify-between gap-2', open && 'mb-3')}>
        <h3 className="min-w-0 text-xs font-semibold text-text">
          {fold === undefined ? (
            title
          ) : (
            <button
              aria-controls={bodyId}
              aria-expanded={open}
              className="-my-2 flex min-h-9 items-center gap-2 pr-2 touch:min-h-11"
              onClick={() => setSection(fold, !open)}
              type="button"
            >
              {title}
              <ChevronDownIcon
                className={cx('shrink-0 text-text-3 transition-transform duration-100', !open && '-rotate-90')}
                size={14}
              />
            </button>
          )}
        </h3>
        {aside}
      </header>
      {fold === undefined ? children : open && <div id={bodyId}>{children}</div>}
    </section>
  );
}
