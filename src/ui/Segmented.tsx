import { useId } from 'react';
import { cx } from './cx';

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly className?: string;
}

/** A few alternatives side by side. */
export function Segmented<T extends string>({ label, value, options, onChange, className }: SegmentedProps<T>) {
  const name = useId();
  return (
    <div aria-label={label} className={cx('flex rounded-lg bg-surface-2 p-0.5', className)} role="radiogroup">
      {options.map((option) => (
        <label
          className="relative flex h-7 min-w-0 flex-1 cursor-pointer items-center justify-center rounded-md px-2 text-xs font-medium text-text-2 transition-colors has-checked:bg-surface has-checked:text-text has-checked:shadow-1 has-focus-visible:outline-2 has-focus-visible:outline-accent touch:h-9"
          key={option.value}
        >
          <input
            checked={option.value === value}
            className="absolute inset-0 cursor-pointer appearance-none rounded-md opacity-0"
            name={name}
            onChange={() => onChange(option.value)}
            type="radio"
            value={option.value}
          />
          <span className="truncate">{option.label}</span>
        </label>
      ))}
    </div>
  );
}
