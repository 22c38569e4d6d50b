import en from './locale/en.json';
import ru from './locale/ru.json';

type Texts = { readonly [key: string]: string | Texts };

const kindTexts = import.meta.glob<Texts>(['../kinds/*/locale/*.json', '!../kinds/_*/**'], {
  eager: true,
  import: 'default',
});

/** The texts of the page itself are in this namespace; those of a kind in `kind.<kind>`. */
export const COMMON = 'common';

/** Every text of every language: by language, then by namespace. */
export function resources(): Record<string, Record<string, Texts>> {
  const all: Record<string, Record<string, Texts>> = { en: { [COMMON]: en }, ru: { [COMMON]: ru } };
  for (const [path, texts] of Object.entries(kindTexts)) {
    const [, kind, language] = /kinds\/([^/]+)\/locale\/([^/]+)\.json$/.exec(path) ?? [];
    if (kind && all[language]) all[language][`kind.${kind}`] = texts;
  }
  return all;
}
