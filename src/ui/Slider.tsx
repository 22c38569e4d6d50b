import { cx } from './cx';

interface SliderProps {
  readonly id?: string;
  readonly label?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What a screen reader says instead of the bare number. */
  readonly valueText?: string;
  readonly describedBy?: string;
  readonly className?: string;
  readonly onChange: (value: number) => void;
  /** Called when the visitor lets go of it. */
  readonly onRelease?: () => void;
}

/** A number within bounds, by feel. The filled part is drawn from `--filled`. */
export function Slider({
  value,
  min,
  max,
  valueText,
  label,
  describedBy,
  className,
  onChange,
  onRelease,
  ...rest
}: SliderProps) {
  const filled = `${((value - min) / (max - min)) * 100}%`;
  return (
    <input
      {...rest}
      aria-describedby={describedBy}
      aria-label={label}
      aria-valuetext={valueText}
      className={cx('slider', className)}
      max={max}
      min={min}
      onBlur={onRelease}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      onKeyUp={onRelease}
      onPointerUp={onRelease}
      style={{ '--filled': filled } as React.CSSProperties}
      type="range"
      value={value}
    />
  );
}
