import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cx } from './cx';

interface ResizerProps {
  readonly label: string;
  /** The edge of the panel that is dragged. */
  readonly edge: 'left' | 'right' | 'top';
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly onResize: (size: number) => void;
}

const KEY_STEP = 16;

/** A panel's edge that can be dragged, or moved with the arrow keys. */
export function Resizer({ label, edge, size, min, max, onResize }: ResizerProps) {
  const start = useRef<{ at: number; size: number } | null>(null);
  const vertical = edge !== 'top';
  const sign = edge === 'right' ? 1 : -1;
  const set = (next: number) => onResize(Math.round(Math.max(min, Math.min(max, next))));
  const position = (event: PointerEvent) => (vertical ? event.clientX : event.clientY);

  const onKeyDown = (event: KeyboardEvent) => {
    const along: Readonly<Record<string, number>> = vertical
      ? { ArrowRight: 1, ArrowLeft: -1 }
      : { ArrowDown: 1, ArrowUp: -1 };
    const step = along[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    set(size + sign * step * KEY_STEP);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, which <hr> is not.
    <div
      aria-label={label}
      aria-orientation={vertical ? 'vertical' : 'horizontal'}
      aria-valuemax={max}
      aria-valuemin={min}
      aria-valuenow={size}
      className={cx(
        'absolute z-10 touch-none transition-colors duration-150 hover:bg-accent/40 focus-visible:bg-accent active:bg-accent',
        vertical ? 'inset-y-0 w-1.5 cursor-col-resize' : 'inset-x-0 h-1.5 cursor-row-resize',
        { left: '-left-0.75', right: '-right-0.75', top: '-top-0.75' }[edge],
      )}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        start.current = { at: position(event), size };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) set(start.current.size + sign * (position(event) - start.current.at));
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      role="separator"
      tabIndex={0}
    />
  );
}
