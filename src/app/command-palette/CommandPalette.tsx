import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/language';
import { useDocument } from '../../stores/document';
import { useSelection } from '../../stores/selection';
import { cx } from '../../ui/cx';
import { SearchIcon } from '../../ui/icons';
import { Kbd } from '../../ui/Kbd';
import { allEntries, type Entry } from './entries';
import { search } from './match';
import { takePlace } from './place';

interface OptionProps {
  readonly entry: Entry;
  readonly id: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly onRun: () => void;
}

function Option({ entry, id, chosen, onChoose, onRun }: OptionProps) {
  const { icon: Icon } = entry;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and points to the option.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field's Enter takes the option.
    <div
      aria-selected={chosen}
      className={cx(
        'flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2.5 py-1.5 touch:min-h-11',
        chosen && 'bg-surface-2',
      )}
      id={id}
      onClick={onRun}
      onPointerMove={onChoose}
      role="option"
    >
      <Icon className="shrink-0 text-text-3" size={16} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[0.8125rem] text-text">{entry.text}</span>
        {entry.also && <span className="block truncate text-xs text-text-3">{entry.also}</span>}
      </span>
      {entry.shortcut && (
        <span aria-hidden="true">
          <Kbd shortcut={entry.shortcut} />
        </span>
      )}
    </div>
  );
}

/** Everything that can be ordered, found by typing a part of its name: commands, components, scenarios, faults. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [place] = useState(takePlace);
  const entries = useMemo(
    () => allEntries(t, useDocument.getState().scenario, useSelection.getState(), place),
    [t, place],
  );
  const found = useMemo(() => search(query, entries), [query, entries]);
  const chosen = Math.min(at, found.length - 1);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    // Once the dialog is gone and the focus is back: what is ordered may open another, or move the focus itself.
    requestAnimationFrame(() => entry.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowDown: chosen + 1, ArrowUp: chosen - 1, PageDown: chosen + 8, PageUp: chosen - 8 }[event.key];
    if (next !== undefined) {
      const last = found.length - 1;
      const isStep = event.key.startsWith('Arrow');
      setAt(isStep ? (next + found.length) % Math.max(1, found.length) : Math.max(0, Math.min(last, next)));
    } else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press outside has Escape as its equal on the keyboard.
    <dialog
      aria-label={t('action.palette')}
      className="mx-auto mt-[12dvh] mb-auto w-[calc(100vw-1.5rem)] max-w-xl rounded-2xl border border-line bg-surface p-0 text-text shadow-2 outline-none backdrop:bg-scrim"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
      ref={dialog}
    >
      <div className="flex max-h-[70dvh] flex-col">
        <label className="flex shrink-0 items-center gap-3 border-b border-line px-4">
          <SearchIcon className="shrink-0 text-text-3" size={18} />
          <input
            aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
            aria-controls={`${id}-list`}
            aria-expanded
            aria-label={t('commandPalette.search')}
            autoComplete="off"
            autoFocus
            className="h-12 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-text-3 touch:text-base"
            onChange={(event) => {
              setQuery(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            placeholder={t(place ? 'commandPalette.addPlaceholder' : 'commandPalette.placeholder')}
            role="combobox"
            spellCheck={false}
            value={query}
          />
        </label>
        <div
          aria-label={t('action.palette')}
          className="min-h-0 overflow-y-auto p-1.5"
          id={`${id}-list`}
          role="listbox"
        >
          {found.map((entry, index) => (
            <div key={entry.id} role="presentation">
              {query.trim() === '' && entry.section !== found[index - 1]?.section && (
                <div
                  className="px-2.5 pt-2 pb-1 text-2xs font-medium tracking-wide text-text-3 uppercase"
                  role="presentation"
                >
                  {t(`commandPalette.section.${entry.section}`)}
                </div>
              )}
              <Option
                chosen={index === chosen}
                entry={entry}
                id={`${id}-${index}`}
                onChoose={() => setAt(index)}
                onRun={() => run(entry)}
              />
            </div>
          ))}
        </div>
        {found.length === 0 && (
          <p className="px-4 py-6 text-center text-text-3" role="status">
            {t('commandPalette.nothing')}
          </p>
        )}
      </div>
    </dialog>
  );
}
