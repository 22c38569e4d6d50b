import { setLanguage } from '../i18n/language';
import { useSettings } from '../stores/settings';

const dark = matchMedia('(prefers-color-scheme: dark)');

function apply(): Promise<void> {
  const { theme, language } = useSettings.getState();
  const root = document.documentElement;
  root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  root.lang = language;
  return setLanguage(language);
}

/** Gives the document its theme and language, and keeps both as the settings and the system want them. Done once the texts are there. */
export function keepAppearance(): Promise<void> {
  useSettings.subscribe(() => void apply());
  dark.addEventListener('change', () => void apply());
  return apply();
}
