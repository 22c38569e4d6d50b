import { useId, useState } from 'react';
import { useT } from '../i18n/language';
import { kindName } from '../i18n/names';
import { catalogue } from '../kinds/catalogue';
import { kindViews } from '../kinds/views';
import type { KindDefinition, KindGroup } from '../network/kind';
import { cx } from '../ui/cx';
import { focusByArrows } from '../ui/focus-by-arrows';
import { SearchIcon } from '../ui/icons';
import { INPUT } from '../ui/input-style';

/** What is handed over when a kind is dragged onto the canvas. */
const KIND_TYPE = 'application/x-spillway-kind';

const GROUPS: readonly KindGroup[] = ['traffic', 'compute', 'messaging', 'data'];

interface PaletteProps {
  /** Icons and names only, where room is scarce. */
  readonly narrow?: boolean;
  /** Puts a component of a kind where the visitor looks. */
  readonly onPlace: (kind: string) => void;
}

/** Whether a name has a word that a narrow palette has no room for in its usual size. */
const hasLongWord = (name: string) => name.split(' ').some(({ length }) => length > 10);

function PaletteItem({ definition, narrow, onPlace }: PaletteProps & { readonly definition: KindDefinition }) {
  const t = useT();
  const { kind } = definition;
  const { icon: Icon } = kindViews[kind];
  const name = kindName(t, kind);
  const description = t(`kind.${kind}:description`);
  return (
    <button
      aria-label={t('palette.place', { name, description })}
      className={cx(
        'group flex w-full cursor-grab rounded-lg p-1.5 transition-colors hover:bg-surface-2 active:cursor-grabbing',
        narrow ? 'flex-col items-center gap-1 px-0 text-center' : 'items-start gap-2.5 text-left',
      )}
      data-kind={kind}
      draggable
      onClick={() => onPlace(kind)}
      onDragStart={(event) => {
        event.dataTransfer.setData(KIND_TYPE, kind);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      title={description}
      type="button"
    >
      <span className="grid size-9 shrink-0 place-items-center rounded-lg border border-line bg-surface-2 text-text-2 transition-colors group-hover:border-line-strong group-hover:bg-surface group-hover:text-accent-text">
        <Icon size={20} />
      </span>
      <span className="min-w-0 max-w-full">
        <span
          className={cx(
            'font-medium text-text',
            narrow
              ? cx('line-clamp-2 leading-3.5', hasLongWord(name) ? 'text-[0.5938rem] tracking-tight' : 'text-2xs')
              : 'line-clamp-2 leading-4.5',
          )}
        >
          {name}
        </span>
        {!narrow && (
          <span className="line-clamp-2 text-xs leading-4 text-text-3 max-sm:line-clamp-none">{description}</span>
        )}
      </span>
    </button>
  );
}

/** All kinds by section, to be dragged onto the canvas or placed with Enter. */
export function Palette({ narrow = false, onPlace }: PaletteProps) {
  const t = useT();
  const listId = useId();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const names = (text: string) => text.toLocaleLowerCase().includes(wanted);
  const isCalled = ({ kind }: KindDefinition) => names(kind) || names(kindName(t, kind));
  const all = Object.values(catalogue);
  // Only where no name fits is the word looked for in the descriptions: they speak of the other kinds.
  const matches = all.some(isCalled) ? isCalled : ({ kind }: KindDefinition) => names(t(`kind.${kind}:description`));
  // Enter takes the first: a name that begins with what was typed, and of several the shortest.
  const distance = ({ kind }: KindDefinition) => {
    const name = kindName(t, kind).toLocaleLowerCase();
    return (name.startsWith(wanted) ? 0 : 1000) + name.length;
  };
  const found = wanted === '' ? all : all.filter(matches).sort((a, b) => distance(a) - distance(b));
  const sections = GROUPS.map((group) => ({
    group,
    kinds: found.filter((definition) => definition.group === group),
  })).filter((section) => section.kinds.length > 0);

  return (
    <nav
      aria-label={t('palette.title')}
      className="flex h-full min-h-0 flex-col"
      onKeyDown={(event) => focusByArrows(event, 'input, [data-kind]')}
    >
      <div className={cx('relative p-3 pb-1', narrow && 'hidden')}>
        <SearchIcon
          className="pointer-events-none absolute top-1/2 left-5.5 mt-1 -translate-y-1/2 text-text-3"
          size={15}
        />
        <input
          aria-controls={listId}
          aria-label={t('action.searchPalette')}
          autoComplete="off"
          className={`${INPUT} bg-surface-2 pl-8`}
          data-palette-search
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = sections[0]?.kinds[0];
            if (event.key === 'Enter' && first) {
              onPlace(first.kind);
              setQuery('');
            } else if (event.key === 'Escape') {
              if (query) event.preventDefault();
              setQuery('');
              event.currentTarget.blur();
            }
          }}
          placeholder={t('palette.search')}
          type="search"
          value={query}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3" id={listId}>
        {sections.map(({ group, kinds }) => (
          <section aria-label={t(`group.${group}`)} key={group}>
            <h2
              className={cx(
                'px-1.5 pt-3 pb-1 text-2xs font-medium tracking-wide text-text-3 uppercase',
                narrow && 'sr-only',
              )}
            >
              {t(`group.${group}`)}
            </h2>
            {kinds.map((definition) => (
              <PaletteItem definition={definition} key={definition.kind} narrow={narrow} onPlace={onPlace} />
            ))}
          </section>
        ))}
        {sections.length === 0 && (
          <p className="px-3 py-6 text-center text-xs text-text-3">{t('palette.none', { query: query.trim() })}</p>
        )}
      </div>
      {!narrow && (
        <p className="border-t border-line px-3 py-2 text-xs text-text-3 touch:hidden">{t('palette.hint')}</p>
      )}
    </nav>
  );
}
