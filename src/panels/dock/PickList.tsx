import { type ReactNode, useState } from 'react';
import { focusByArrows } from '../../ui/focus-by-arrows';

interface Still<T> {
  /** What to show of it. */
  readonly shown: T | null;
  readonly hold: () => void;
  readonly letGo: () => void;
}

/**
 * Holds a list that changes all the time while somebody chooses from it: nobody hits what moves away.
 * @param now the list as it is
 * @param subject what was asked for; a list that is held for something else is not shown
 */
export function useStill<T>(now: T | null, subject: unknown): Still<T> {
  const [held, setHeld] = useState<{ readonly list: T; readonly subject: unknown } | null>(null);
  return {
    shown: held !== null && held.subject === subject ? held.list : now,
    hold: () => setHeld((before) => (before?.subject === subject || !now ? before : { list: now, subject })),
    letGo: () => setHeld(null),
  };
}

interface PickListProps extends Pick<Still<unknown>, 'hold' | 'letGo'> {
  readonly children: ReactNode;
}

/** The list itself, of {@link PickRow}s: held as long as the pointer or the focus is in it. */
export function PickList({ hold, letGo, children }: PickListProps) {
  return (
    <ul
      className="flex flex-col"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) letGo();
      }}
      onFocus={hold}
      onKeyDown={focusByArrows}
      onPointerEnter={hold}
      onPointerLeave={(event) => {
        if (!event.currentTarget.contains(document.activeElement)) letGo();
      }}
    >
      {children}
    </ul>
  );
}

interface PickRowProps {
  readonly isPicked: boolean;
  readonly onPick: () => void;
  readonly children: ReactNode;
}

export function PickRow({ isPicked, onPick, children }: PickRowProps) {
  return (
    <li>
      <button
        aria-pressed={isPicked}
        className="flex w-full items-center gap-1.5 rounded-md px-1.5 py-1 text-left text-xs hover:bg-surface-2 aria-pressed:bg-accent-soft touch:min-h-11"
        onClick={onPick}
        type="button"
      >
        {children}
      </button>
    </li>
  );
}
