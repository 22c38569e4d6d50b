import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { cx } from './cx';
import type { Icon } from './icon';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly icon?: Icon;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

const LOOKS: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong shadow-1',
  plain: 'bg-surface text-text border border-line-strong hover:bg-surface-2 shadow-1',
  quiet: 'text-text-2 hover:bg-surface-2 hover:text-text',
  danger: 'bg-surface text-fail-text border border-line-strong hover:bg-fail-soft hover:border-fail shadow-1',
};

export function Button({ look = 'plain', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      className={cx(
        'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-lg px-3 text-[0.8125rem] font-medium whitespace-nowrap transition-colors duration-100 select-none disabled:pointer-events-none disabled:opacity-45 touch:h-10',
        LOOKS[look],
        className,
      )}
      type="button"
      {...rest}
    >
      {Icon && <Icon className="-ml-0.5 shrink-0" size={16} />}
      {children}
    </button>
  );
}
