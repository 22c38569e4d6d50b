import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { quietLocalStorage } from './quiet-storage';

const THEMES = ['system', 'light', 'dark'] as const;
const LANGUAGES = ['en', 'ru'] as const;

export type Theme = (typeof THEMES)[number];
export type Language = (typeof LANGUAGES)[number];

interface SettingsState {
  readonly theme: Theme;
  readonly language: Language;
  setTheme(theme: Theme): void;
  setLanguage(language: Language): void;
}

/** The first language of the browser's that there is a catalogue for; English if there is none. */
export function preferredLanguage(tags: readonly string[]): Language {
  const languages = tags.map((tag) => tag.slice(0, 2).toLowerCase());
  return LANGUAGES.find((known) => known === languages.find((name) => LANGUAGES.some((one) => one === name))) ?? 'en';
}

const known = <T extends string>(names: readonly T[], value: unknown, otherwise: T): T =>
  names.find((name) => name === value) ?? otherwise;

/** The visitor's own preferences, remembered in localStorage; without it they last as long as the page. */
export const useSettings = create<SettingsState>()(
  persist(
    (set) => ({
      theme: 'system',
      language: preferredLanguage(typeof navigator === 'undefined' ? [] : navigator.languages),
      setTheme: (theme) => set({ theme }),
      setLanguage: (language) => set({ language }),
    }),
    {
      name: 'spillway.settings',
      version: 1,
      storage: createJSONStorage(() => quietLocalStorage),
      partialize: ({ theme, language }) => ({ theme, language }),
      merge: (saved, initial) => {
        const { theme, language } = (saved ?? {}) as Readonly<Record<string, unknown>>;
        return {
          ...initial,
          theme: known(THEMES, theme, initial.theme),
          language: known(LANGUAGES, language, initial.language),
        };
      },
    },
  ),
);
