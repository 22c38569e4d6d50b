import { useSyncExternalStore } from 'react';
import { createTranslator, type Namespaces, type Translator, type Values } from './translator';

/** The languages of the page, by their own names. A third one needs its catalogues and a line here and below. */
export const LANGUAGES = { en: 'English', ru: 'Русский' } as const;
export type Language = keyof typeof LANGUAGES;

type Load = () => Promise<{ readonly namespaces: Namespaces }>;

/** Each is fetched when it is first shown: what the first frame needs, and the rest. */
const load: Readonly<Record<Language, { readonly first: Load; readonly rest: Load }>> = {
  en: { first: () => import('./en'), rest: () => import('./en-rest') },
  ru: { first: () => import('./ru'), rest: () => import('./ru-rest') },
};

/** Gives the text under a key (`action.close`, `kind.service:name`), in the language of the page. */
export type T = (key: string, values?: Values) => string;

const none: Translator = createTranslator('en', {});
let shown: Language = 'en';
let wanted: Language | null = null;
let translator = none;
let current: T = none.text;
let complete: Promise<void> = Promise.resolve();
const listeners = new Set<() => void>();

export const language = (): Language => shown;

/**
 * Changes the language of everything that is shown, as soon as its texts are there. Of several calls in a row the last
 * one counts. When the texts cannot be fetched, the language stays as it was.
 */
export async function setLanguage(next: Language): Promise<void> {
  if (next === wanted) return;
  wanted = next;
  try {
    const made = createTranslator(next, (await load[next].first()).namespaces);
    const whole = load[next].rest().then(({ namespaces }) => made.add(namespaces));
    // The first frame does not wait for texts that it does not show; a page that is there is changed as a whole.
    if (translator !== none) await whole;
    if (wanted !== next) return;
    translator = made;
    complete = whole;
  } catch {
    if (wanted === next) wanted = translator === none ? null : shown;
    return;
  }
  shown = next;
  // A new function each time: that is what tells components to be rendered anew.
  current = translator.text.bind(translator);
  for (const listener of listeners) listener();
}

/** Resolves once every text of the page's language is there. */
export const allTexts = (): Promise<void> => complete;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The texts, for a component: it is rendered anew when the language changes. */
export const useT = (): T => useSyncExternalStore(subscribe, () => current);

/** The texts, outside components. Do not keep what it gives. */
export const t: T = (key, values) => current(key, values);

/** Whether there is a text under a key. */
export const hasText = (key: string): boolean => translator.has(key);
