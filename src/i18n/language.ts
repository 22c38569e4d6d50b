import { createInstance } from 'i18next';
import { useSyncExternalStore } from 'react';
import { COMMON, resources } from './catalogues';

/** The languages of the page, by their own names. A third one needs catalogues and a line here. */
export const LANGUAGES = { en: 'English', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

const i18n = createInstance();
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: COMMON,
  initAsync: false,
  resources: resources(),
  interpolation: { escapeValue: false },
});

/** Gives the text under a key (`action.close`, `kind.service:name`), in the language of the page. */
export type T = (key: string, values?: Readonly<Record<string, unknown>>) => string;

const bind = (): T => {
  const fixed = i18n.getFixedT(i18n.language);
  return (key, values) => fixed(key, { ...values }) as string;
};
let current = bind();
const listeners = new Set<() => void>();

export const language = (): Language => i18n.language as Language;

/** Changes the language of everything that is shown. */
export function setLanguage(next: Language): void {
  if (next === i18n.language) return;
  void i18n.changeLanguage(next);
  current = bind();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The texts, for a component: it is rendered anew when the language changes. */
export const useT = (): T => useSyncExternalStore(subscribe, () => current);

/** The texts, outside components. Do not keep what it gives. */
export const t: T = (key, values) => current(key, values);

/** Whether there is a text under a key. */
export const hasText = (key: string): boolean => i18n.exists(key);
