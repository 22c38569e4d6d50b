import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/language';
import { cx } from './cx';
import { describedBy, FieldFrame } from './FieldFrame';
import { INPUT } from './input-style';
import { clean, niceStep, parseNumber } from './number-text';

interface NumberInputProps {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  readonly unit?: string;
  /** Label and field on one line. */
  readonly inline?: boolean;
  /** Stands at the right of the field. */
  readonly aside?: ReactNode;
  readonly onChange: (value: number) => void;
}

/** Pixels of dragging that make one step. */
const PIXELS_A_STEP = 4;

const show = (value: number) => String(clean(value));

/**
 * A number that can be typed, stepped with the arrow keys (Shift: ten steps, Alt: a tenth of one) and dragged by its
 * label. What is typed is taken over on Enter or when the field is left; what cannot be taken over says what is expected.
 */
export function NumberInput({
  id,
  label,
  help,
  value,
  min,
  max,
  integer = false,
  unit,
  inline = true,
  aside,
  onChange,
}: NumberInputProps) {
  const t = useT();
  const [draft, setDraft] = useState(() => show(value));
  const [error, setError] = useState<string | null>(null);
  const drag = useRef<{ x: number; value: number; moved: boolean } | null>(null);

  useEffect(() => {
    setDraft(show(value));
    setError(null);
  }, [value]);

  const set = (next: number) => {
    const whole = integer ? Math.round(next) : clean(next);
    const inside = Math.max(min, Math.min(max, whole));
    setError(null);
    setDraft(show(inside));
    if (inside !== value) onChange(inside);
  };

  const commit = () => {
    const typed = parseNumber(draft);
    if (Number.isNaN(typed) || typed < min || typed > max || (integer && !Number.isInteger(typed))) {
      setError(t(integer ? 'field.expectedInteger' : 'field.expectedNumber', { min, max }));
      return;
    }
    set(typed);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction) {
      event.preventDefault();
      const from = parseNumber(draft);
      const start = Number.isNaN(from) ? value : from;
      const factor = event.shiftKey ? 10 : event.altKey && !integer ? 0.1 : 1;
      set(start + direction * factor * niceStep(start, integer));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      commit();
      event.currentTarget.select();
    } else if (event.key === 'Escape' && draft !== show(value)) {
      event.preventDefault();
      setDraft(show(value));
      setError(null);
    }
  };

  const scrub = {
    onPointerDown: (event: PointerEvent<HTMLSpanElement>) => {
      if (event.pointerType !== 'mouse' || event.button !== 0) return;
      drag.current = { x: event.clientX, value, moved: false };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLSpanElement>) => {
      if (!drag.current) return;
      const steps = Math.trunc((event.clientX - drag.current.x) / PIXELS_A_STEP);
      if (steps === 0 && !drag.current.moved) return;
      drag.current.moved = true;
      set(drag.current.value + steps * niceStep(drag.current.value, integer));
    },
    onPointerUp: (event: PointerEvent<HTMLSpanElement>) => {
      // A drag must not end as a click on the label, which would focus the field.
      if (drag.current?.moved) event.preventDefault();
      drag.current = null;
    },
    onClick: (event: { preventDefault(): void; detail: number }) => {
      if (event.detail === 0) event.preventDefault();
    },
  };

  return (
    <FieldFrame
      error={error}
      help={help}
      id={id}
      inline={inline}
      label={
        <span className="cursor-ew-resize" {...scrub}>
          {label}
        </span>
      }
    >
      <span className="flex shrink-0 items-center gap-2">
        <span className={cx('relative block', inline ? (aside ? 'w-24' : 'w-28') : 'w-full')}>
          <input
            aria-describedby={describedBy(id, help, error)}
            aria-invalid={error !== null}
            autoComplete="off"
            className={cx(INPUT, 'figures text-right')}
            id={id}
            inputMode={integer && min >= 0 ? 'numeric' : 'decimal'}
            onBlur={commit}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            style={unit ? { paddingRight: `calc(0.875rem + ${unit.length}ch)` } : undefined}
            type="text"
            value={draft}
          />
          {unit && (
            <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-xs text-text-3">
              {unit}
            </span>
          )}
        </span>
        {aside}
      </span>
    </FieldFrame>
  );
}
