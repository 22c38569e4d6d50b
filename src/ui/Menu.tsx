import type { KeyboardEvent, ReactNode } from 'react';
import { cx } from './cx';
import type { Icon } from './icon';
import { CheckIcon } from './icons';
import { Kbd } from './Kbd';
import { ariaShortcut } from './shortcut';

/** The entries of a menu; arrow keys, Home and End move between them. Goes inside a `Popover` with the role `menu`. */
export function Menu({ children, narrow }: { readonly children: ReactNode; readonly narrow?: boolean }) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]:not(:disabled)')];
    const current = items.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    items[(next + items.length) % items.length]?.focus();
  };
  return (
    <div className={cx('flex flex-col', narrow ? 'min-w-32' : 'min-w-60')} onKeyDown={move} role="none">
      {children}
    </div>
  );
}

interface MenuItemProps {
  readonly icon?: Icon;
  readonly children: ReactNode;
  /** A second, quieter line. */
  readonly detail?: string;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  /** For one of several alternatives. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

export function MenuItem({ icon: Icon, children, detail, shortcut, disabled, checked, onSelect }: MenuItemProps) {
  const role = checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': checked };
  return (
    <button
      {...role}
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      className="flex min-h-8 items-center gap-2.5 rounded-lg px-2 py-1.5 text-left text-[0.8125rem] text-text outline-none focus:bg-surface-2 hover:bg-surface-2 disabled:opacity-40 touch:min-h-10"
      disabled={disabled}
      onClick={onSelect}
      type="button"
    >
      {Icon && <Icon className="shrink-0 text-text-3" size={16} />}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{children}</span>
        {detail && <span className="block max-w-64 text-xs text-text-3">{detail}</span>}
      </span>
      {shortcut && (
        <span aria-hidden="true">
          <Kbd shortcut={shortcut} />
        </span>
      )}
      {checked !== undefined && <CheckIcon className={cx('shrink-0 text-accent', !checked && 'invisible')} size={16} />}
    </button>
  );
}

export const MenuTitle = ({ children }: { readonly children: ReactNode }) => (
  <div className="px-2 pt-1.5 pb-1 text-2xs font-medium tracking-wide text-text-3 uppercase" role="presentation">
    {children}
  </div>
);

export const MenuLine = () => <hr className="mx-1 my-1.5 border-line" />;
