import type { ButtonHTMLAttributes, Ref } from 'react';
import { cx } from './cx';
import type { Icon } from './icon';
import { ariaShortcut } from './shortcut';
import { tooltip } from './tooltip';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** What it does: its accessible name and its tooltip. */
  readonly label: string;
  readonly icon: Icon;
  readonly shortcut?: string;
  /** For a button that switches something on and off. */
  readonly pressed?: boolean;
  /** `primary`: the one button that matters most. */
  readonly look?: 'quiet' | 'primary';
  readonly size?: 'sm' | 'md' | 'lg';
  readonly iconSize?: number;
  readonly ref?: Ref<HTMLButtonElement>;
}

const LOOKS = {
  quiet:
    'text-text-2 hover:bg-surface-2 hover:text-text disabled:opacity-35 disabled:hover:bg-transparent disabled:hover:text-text-2 aria-pressed:text-text',
  primary:
    'bg-accent text-on-accent shadow-1 hover:bg-accent-strong disabled:bg-surface-3 disabled:text-text-3 disabled:hover:bg-surface-3',
};
const SIZES = { sm: 'size-7 rounded-md', md: 'size-8 rounded-lg', lg: 'size-10 rounded-xl' };

export function IconButton({
  label,
  icon: Icon,
  shortcut,
  pressed,
  look = 'quiet',
  size = 'md',
  iconSize = size === 'sm' ? 16 : 18,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      aria-keyshortcuts={shortcut && ariaShortcut(shortcut)}
      aria-label={label}
      aria-pressed={pressed}
      className={cx(
        'relative inline-grid shrink-0 place-items-center transition-colors duration-100 touch:min-h-10 touch:min-w-10',
        LOOKS[look],
        SIZES[size],
        className,
      )}
      type="button"
      {...tooltip(label, shortcut)}
      {...rest}
    >
      <Icon size={iconSize} />
    </button>
  );
}
