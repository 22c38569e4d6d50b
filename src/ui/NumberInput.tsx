import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/language';
import { cx } from './cx';
import { describedBy, FieldFrame } from './FieldFrame';
import { INPUT } from './input-style';
import { clean } from './number-text';
import { quantityStep, readQuantity, writeQuantity } from './quantity';
import { digits, type QuantityUnit, scaleOf } from './quantity-units';
import { WholeWords } from './WholeWords';

interface NumberInputProps {
  readonly id: string;
  readonly label: string;
  readonly help?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** What the value counts; plain numbers if left out. */
  readonly unit?: QuantityUnit;
  /** Label and field on one line. */
  readonly inline?: boolean;
  /** Stands at the right of the field. */
  readonly aside?: ReactNode;
  readonly onChange: (value: number) => void;
}

/** Pixels of dragging that make one step. */
const PIXELS_A_STEP = 4;

/** The width of the field on one line with its label: more where the number is long. */
const widthFor = (number: string, besideAnother: boolean) => {
  if (number.length > 9) return 'w-34';
  return besideAnother ? 'w-24' : 'w-28';
};

const LETTER = /\p{L}/u;

/**
 * A quantity that can be typed with its unit (`24h`, `1.5 s`, `10k`) or without, stepped with the arrow keys (Shift: ten
 * steps, Alt: a tenth of one) and dragged by its label. What is typed is taken over on Enter or when the field is left;
 * what cannot be taken over says what is expected.
 */
export function NumberInput({
  id,
  label,
  help,
  value,
  min,
  max,
  integer = false,
  unit = 'none',
  inline = true,
  aside,
  onChange,
}: NumberInputProps) {
  const t = useT();
  const { scale, sign } = scaleOf(unit);
  const show = (quantity: number) => writeQuantity(clean(quantity), scale, digits());
  const shown = show(value);
  const [draft, setDraft] = useState(shown);
  const [error, setError] = useState<string | null>(null);
  const drag = useRef<{ x: number; value: number; moved: boolean } | null>(null);

  useEffect(() => {
    setDraft(shown);
    setError(null);
  }, [shown]);

  const set = (next: number) => {
    const whole = integer ? Math.round(next) : clean(next);
    const inside = Math.max(min, Math.min(max, whole));
    setError(null);
    setDraft(show(inside));
    if (inside !== value) onChange(inside);
  };

  const commit = () => {
    // What was not touched stays as it is, to the last digit.
    if (draft === shown) {
      setError(null);
      return;
    }
    const typed = readQuantity(draft, scale, digits());
    if (Number.isNaN(typed) || typed < min || typed > max || (integer && !Number.isInteger(typed))) {
      setError(t(integer ? 'field.expectedInteger' : 'field.expectedNumber', { min: show(min), max: show(max) }));
      return;
    }
    set(typed);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const direction = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (direction) {
      event.preventDefault();
      const from = readQuantity(draft, scale, digits());
      const start = Number.isNaN(from) ? value : from;
      const factor = event.shiftKey ? 10 : event.altKey && !integer ? 0.1 : 1;
      set(start + direction * factor * quantityStep(start, scale, integer));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      commit();
      event.currentTarget.select();
    } else if (event.key === 'Escape' && draft !== shown) {
      event.preventDefault();
      setDraft(shown);
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
      set(drag.current.value + steps * quantityStep(drag.current.value, scale, integer));
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

  // A number alone counts in this unit; one that is typed with its unit needs no other.
  const behind = LETTER.test(draft) ? '' : sign;
  return (
    <FieldFrame
      error={error}
      help={help}
      id={id}
      inline={inline}
      label={
        <span className="cursor-ew-resize" {...scrub}>
          <WholeWords text={label} />
        </span>
      }
    >
      <span className={cx('flex shrink-0 items-center gap-2', inline && 'ml-auto')}>
        <span className={cx('relative block', inline ? widthFor(shown, aside !== undefined) : 'w-full')}>
          <input
            aria-describedby={describedBy(id, help, error)}
            aria-invalid={error !== null}
            autoComplete="off"
            className={cx(INPUT, 'figures text-right')}
            id={id}
            // A keypad of digits has no letters for units.
            inputMode={scale.sizes.length > 1 ? 'text' : integer && min >= 0 ? 'numeric' : 'decimal'}
            onBlur={commit}
            onChange={(event) => setDraft(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            style={behind ? { paddingRight: `calc(0.875rem + ${behind.length}ch)` } : undefined}
            type="text"
            value={draft}
          />
          {behind && (
            <span className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-xs text-text-3">
              {behind}
            </span>
          )}
        </span>
        {aside}
      </span>
    </FieldFrame>
  );
}
