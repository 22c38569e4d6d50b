import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'ru';

interface SettingsState {
  readonly theme: Theme;
  readonly language: Language;
  setTheme(theme: Theme): void;
  setLanguage(language: Language): void;
}

/** Russian where the browser prefers it to English, English everywhere else. */
function browserLanguage(): Language {
  const preferred = typeof navigator === 'undefined' ? [] : navigator.languages;
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'ru');
  return known === 'ru' ? 'ru' : 'en';
}

/** The visitor's own preferences, remembered in localStorage; without it they last as long as the page. */
export const useSettings = create<SettingsState>()(
  persist(
    (set) => ({
      theme: 'system',
      language: browserLanguage(),
      setTheme: (theme) => set({ theme }),
      setLanguage: (language) => set({ language }),
    }),
    { name: 'spillway.settings', version: 1, storage: createJSONStorage(() => localStorage) },
  ),
);
