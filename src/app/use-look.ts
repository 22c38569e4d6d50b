import { useEffect } from 'react';
import { useT } from '../i18n/language';
import { useDocument } from '../stores/document';
import { useSettings } from '../stores/settings';
import { useMedia } from '../ui/use-media';

/** The browser's own chrome around the page, by theme. */
const CHROME = { light: '#ffffff', dark: '#12161d' };

/** Keeps theme and language of the document as the settings say. Gives a name for how it looks now. */
export function useLook(): string {
  const t = useT();
  const { theme, language } = useSettings();
  const title = useDocument((state) => state.scenario.title);
  const prefersDark = useMedia('(prefers-color-scheme: dark)');
  const shown = theme === 'system' ? (prefersDark ? 'dark' : 'light') : theme;

  useEffect(() => {
    for (const meta of document.querySelectorAll('meta[name="theme-color"]'))
      meta.setAttribute('content', CHROME[shown]);
  }, [shown]);
  useEffect(() => {
    document.title = title ? `${title} · Spillway` : `Spillway · ${t('app.tagline')}`;
  }, [title, t]);
  return `${shown} ${language}`;
}
