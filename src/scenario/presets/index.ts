import { FIRST_PRESET, type Preset } from './first';
import { THEMES, type Theme } from './themes';

export type { Preset, Theme };

const documents = import.meta.glob<unknown>('./*.json', { eager: true, import: 'default' });

function presetCalled(id: string): Preset {
  if (id === FIRST_PRESET.id) return FIRST_PRESET;
  return { id, texts: `presets.${id}`, load: () => documents[`./${id}.json`] };
}

/** The ready-made scenarios by theme, in the order in which they are shown. */
export const PRESETS_BY_THEME: readonly { readonly theme: Theme; readonly presets: readonly Preset[] }[] = (
  Object.keys(THEMES) as Theme[]
).map((theme) => ({ theme, presets: THEMES[theme].map(presetCalled) }));

/** The ready-made scenarios; the page opens on the first. */
export const PRESETS: readonly Preset[] = PRESETS_BY_THEME.flatMap(({ presets }) => presets);
