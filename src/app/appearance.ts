import { setLanguage } from '../i18n/language';
import { useSettings } from '../stores/settings';

const dark = matchMedia('(prefers-color-scheme: dark)');

function apply(): void {
  const { theme, language } = useSettings.getState();
  const root = document.documentElement;
  root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  root.lang = language;
  setLanguage(language);
}

/** Gives the document its theme and language, now and whenever the settings or the system change. */
export function keepAppearance(): void {
  apply();
  useSettings.subscribe(apply);
  dark.addEventListener('change', apply);
}
