import type { KeyboardEvent } from 'react';
import { cx } from './cx';
import type { Icon } from './icon';

interface TabsProps<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: T;
  readonly tabs: readonly {
    readonly value: T;
    readonly label: string;
    readonly icon?: Icon;
    readonly badge?: string;
  }[];
  readonly onChange: (value: T) => void;
  /** What does not fit goes on a second line; otherwise the row scrolls sideways. */
  readonly wraps?: boolean;
}

export const tabId = (id: string, value: string) => `${id}-tab-${value}`;
export const tabPanelId = (id: string) => `${id}-panel`;

/** A row of tabs; arrow keys move and choose. The panel carries `tabPanelId(id)` and is labelled by `tabId(…)`. */
export function Tabs<T extends string>({ id, label, value, tabs, onChange, wraps }: TabsProps<T>) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    onChange(next.value);
    document.getElementById(tabId(id, next.value))?.focus();
  };
  return (
    <div
      aria-label={label}
      className={cx('flex min-w-0 gap-1', wraps ? 'flex-wrap' : 'h-full overflow-x-auto [scrollbar-width:none]')}
      onKeyDown={onKeyDown}
      role="tablist"
    >
      {tabs.map(({ icon: Icon, ...tab }) => (
        <button
          aria-controls={tabPanelId(id)}
          aria-selected={tab.value === value}
          className={cx(
            wraps ? 'h-8' : 'h-full',
            'relative flex shrink-0 items-center gap-1.5 rounded-md px-2 text-xs font-medium text-text-3 transition-colors hover:text-text aria-selected:text-text aria-selected:after:absolute aria-selected:after:inset-x-2 aria-selected:after:-bottom-px aria-selected:after:h-0.5 aria-selected:after:rounded-full aria-selected:after:bg-accent touch:min-h-10',
          )}
          id={tabId(id, tab.value)}
          key={tab.value}
          onClick={() => onChange(tab.value)}
          role="tab"
          tabIndex={tab.value === value ? 0 : -1}
          type="button"
        >
          {Icon && <Icon size={15} />}
          {tab.label}
          {tab.badge && (
            <span className="figures rounded-full bg-surface-3 px-1.5 text-2xs leading-4 text-text-2">{tab.badge}</span>
          )}
        </button>
      ))}
    </div>
  );
}
