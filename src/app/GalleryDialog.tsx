import './gallery.css';
import { type KeyboardEvent, useMemo } from 'react';
import { useT } from '../i18n/language';
import { catalogue } from '../kinds/catalogue';
import { checkScenario } from '../scenario/check-scenario';
import { PRESETS_BY_THEME, type Preset } from '../scenario/presets';
import { Dialog } from '../ui/Dialog';
import { openPreset } from './presets';
import { ScenarioPicture } from './ScenarioPicture';

interface CardProps {
  readonly preset: Preset;
  readonly first: boolean;
  readonly onOpen: () => void;
}

function Card({ preset, first, onOpen }: CardProps) {
  const t = useT();
  const title = t(`${preset.texts}.title`);
  const line = t(`presetLine.${preset.id}`);
  const checked = useMemo(() => checkScenario(preset.load(), catalogue), [preset]);
  return (
    <li className="min-w-0">
      <button
        aria-label={`${title}. ${line}`}
        className="gallery-card flex h-full w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left transition-colors duration-100 hover:border-accent focus-visible:border-accent"
        data-card
        data-first={first || undefined}
        onClick={onOpen}
        type="button"
      >
        <span className="gallery-picture block w-full border-b border-line bg-canvas p-2">
          {checked.ok && <ScenarioPicture scenario={checked.value} />}
        </span>
        <span className="gallery-words flex flex-col gap-0.5 px-3.5 py-2.5">
          <span className="text-[0.8125rem] font-semibold">{title}</span>
          <span className="text-xs text-text-2">{line}</span>
        </span>
      </button>
    </li>
  );
}

/** How far an arrow key goes among the cards; up and down by as many as stand in a row. */
function cardAfter(key: string, cards: readonly HTMLElement[], current: number): number | null {
  if (key === 'ArrowRight') return current + 1;
  if (key === 'ArrowLeft') return current - 1;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const here = cards[current].getBoundingClientRect();
  const down = key === 'ArrowDown';
  const rows = cards.map((card, index) => ({ index, box: card.getBoundingClientRect() }));
  const beyond = rows.filter(({ box }) => (down ? box.top > here.top + 1 : box.top < here.top - 1));
  const distance = ({ box }: (typeof rows)[number]) =>
    Math.abs(box.top - here.top) * 10 + Math.abs(box.left - here.left);
  return beyond.sort((a, b) => distance(a) - distance(b))[0]?.index ?? null;
}

function onKeyDown(event: KeyboardEvent<HTMLElement>) {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-card]')];
  const current = cards.indexOf(document.activeElement as HTMLElement);
  if (current === -1) return;
  const next = cardAfter(event.key, cards, current);
  if (next === null) return;
  event.preventDefault();
  cards[next]?.focus();
}

/** All ready-made scenarios with a picture, by theme; arrow keys go from one to the next. */
export function GalleryDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  return (
    <Dialog onClose={onClose} title={t('gallery.title')} width="xl">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys go from one button to the next. */}
      <div className="flex flex-col gap-6" onKeyDown={onKeyDown}>
        {PRESETS_BY_THEME.map(({ theme, presets }, place) => (
          <section aria-label={t(`gallery.theme.${theme}`)} key={theme}>
            <h3 className="mb-2 text-xs font-semibold">{t(`gallery.theme.${theme}`)}</h3>
            <ul className="gallery grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-6">
              {presets.map((preset, index) => (
                <Card
                  first={place === 0 && index === 0}
                  key={preset.id}
                  onOpen={() => {
                    onClose();
                    void openPreset(preset);
                  }}
                  preset={preset}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
