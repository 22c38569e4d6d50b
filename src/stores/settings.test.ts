import { describe, expect, it } from 'vitest';
import { preferredLanguage, useSettings } from './settings';

describe('the language', () => {
  it.each([
    [['ru-RU', 'en'], 'ru'],
    [['de', 'ru', 'en'], 'ru'],
    [['de', 'EN-us', 'ru'], 'en'],
    [['de', 'fr'], 'en'],
    [[], 'en'],
  ])('of a browser that prefers %j is %s', (tags, language) => {
    expect(preferredLanguage(tags)).toBe(language);
  });
});

describe('what was remembered', () => {
  const merge = (saved: unknown) => {
    const { merge: take } = useSettings.persist.getOptions();
    return take?.(saved, useSettings.getInitialState());
  };

  it('counts if it makes sense', () => {
    expect(merge({ theme: 'dark', language: 'ru' })).toMatchObject({ theme: 'dark', language: 'ru' });
    expect(merge({ theme: 'pink', language: 7 })).toMatchObject({ theme: 'system', language: 'en' });
    expect(merge(null)).toMatchObject({ theme: 'system' });
  });

  it('may be nothing at all, where the browser keeps nothing', () => {
    useSettings.getState().setTheme('dark');
    expect(useSettings.getState().theme).toBe('dark');
  });
});
