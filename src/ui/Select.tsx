import { cx } from './cx';
import { ChevronDownIcon } from './icons';
import { INPUT } from './input-style';

interface SelectProps<T extends string> {
  readonly id?: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly label?: string;
  readonly describedBy?: string;
  readonly className?: string;
}

/** The browser's own list, in our clothes: it knows every keyboard and every phone. */
export function Select<T extends string>({
  id,
  value,
  options,
  onChange,
  label,
  describedBy,
  className,
}: SelectProps<T>) {
  return (
    <span className={cx('relative block min-w-0', className)}>
      <select
        aria-describedby={describedBy}
        aria-label={label}
        className={cx(INPUT, 'field-sizing-content min-w-full appearance-none truncate pr-7')}
        id={id}
        onChange={(event) => onChange(event.currentTarget.value as T)}
        value={value}
      >
        {options.map((option) => (
          <option className="bg-surface text-text" key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDownIcon
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-text-3"
        size={14}
      />
    </span>
  );
}
